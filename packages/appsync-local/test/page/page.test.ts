import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EMULATED } from './emulated.ts';
import { localPage } from './localPage.ts';
import { table } from './table.ts';

describe('docs/local.md', () => {
  it('is what `npm run docs:local` writes', () => expect(readFileSync('docs/local.md', 'utf8')).toBe(localPage()));

  it('names tests that exist', () => {
    expect(EMULATED.flatMap(([, , tests]) => tests).filter((test) => !existsSync(test))).toEqual([]);
  });

  it('has one row for each thing', () =>
    expect(table(['a', 'b'], [['1|2', '3']])).toBe('| a | b |\n| --- | --- |\n| 1\\|2 | 3 |'));
});
