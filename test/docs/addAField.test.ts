import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../readme/commands.ts';
import { pageOf } from '../readme/deployCommands.ts';
import { addedBy, patched, patchesOf } from './pagePatches.ts';

const PAGE = pageOf('add-a-field.md');
const textOf = (file: string) => (existsSync(new URL(file, ROOT)) ? readFileSync(new URL(file, ROOT), 'utf8') : null);

describe('docs/add-a-field.md', () => {
  it('shows places that the sources have, each once', () => {
    const texts = new Map<string, string | null>();
    for (const patch of patchesOf(PAGE)) {
      texts.set(patch.file, patched(texts.get(patch.file) ?? textOf(patch.file), patch));
    }
    expect(texts.size).toBeGreaterThan(15);
  });

  it('has changes in no other blocks', () => {
    const infos = [...PAGE.matchAll(/^```(.+)$/gm)].map(([, info = '']) => info.split(' ', 1)[0]);
    expect(new Set(infos)).toEqual(new Set(['sh', 'diff']));
  });
});

describe('a change on a page', () => {
  const [patch] = patchesOf('```diff a.ts\n one\n+two\n@@\n-three\n+four\n```\n');

  it('becomes of the lines that are there', () => {
    expect(patched('one\nthree\n', patch!)).toBe('one\ntwo\nfour\n');
    expect(addedBy(patch!)).toEqual(['two', 'four']);
    expect(patched(null, patchesOf('```diff b.ts\n+one\n+\n+two\n```\n')[0]!)).toBe('one\n\ntwo\n');
  });

  it('is refused where they are not, or twice, or where a new file is there', () => {
    expect(() => patched('one\n', patch!)).toThrow('a.ts has these lines 0 times:\nthree\n');
    expect(() => patched('one\none\nthree\n', patch!)).toThrow('a.ts has these lines 2 times:\none\n');
    expect(() => patched('someone\nthree\n', patch!)).toThrow('a.ts has these lines 0 times:\none\n');
    expect(() => patched('', patchesOf('```diff b.ts\n+one\n```\n')[0]!)).toThrow('b.ts is there already');
  });
});
