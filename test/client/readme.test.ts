import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const readmes = { 'README.md': 'snippets', 'client/README.md': 'transports' };

describe.each(Object.entries(readmes))('%s', (readme, folder) => {
  const text = readFileSync(join(import.meta.dirname, '../..', readme), 'utf8');
  const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);

  it.each(readdirSync(join(import.meta.dirname, folder)))(
    `shows ${folder}/%s to the letter: the lines that the tests run`,
    (file) => {
      expect(blocks).toContain(readFileSync(join(import.meta.dirname, folder, file), 'utf8'));
    },
  );
});
