import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FOLDERS, ROOT } from './sourceFiles.ts';

describe('folders', () => {
  it('are never named after what they are not about', () => {
    const present = readdirSync(ROOT, { withFileTypes: true }).filter(({ name }) => FOLDERS.some((folder) => folder === name));
    const folders = present.flatMap(({ name }) =>
      readdirSync(`${ROOT}${name}`, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isDirectory() && !`${entry.parentPath}/`.includes('/node_modules/'))
        .map((entry) => entry.name),
    );
    expect(folders.filter((name) => /^(utils?|helpers?|common|libs?|misc)$/.test(name))).toEqual([]);
  });
});
