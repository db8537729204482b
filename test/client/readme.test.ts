import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, 'snippets');
const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);

describe('README.md', () => {
  it.each(readdirSync(folder))('shows snippets/%s to the letter: the lines that the tests run', (file) => {
    expect(blocks).toContain(readFileSync(join(folder, file), 'utf8'));
  });
});
