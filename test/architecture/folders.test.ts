import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FOLDERS, ROOT } from './sourceFiles.ts';

describe('folders', () => {
  it('are never named after what they are not about', () => {
    const folders = FOLDERS.flatMap((folder) =>
      readdirSync(`${ROOT}${folder}`, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isDirectory() && !`${entry.parentPath}/`.includes('/node_modules/'))
        .map((entry) => entry.name),
    );
    expect(folders.filter((name) => /^(utils?|helpers?|common|libs?|misc)$/.test(name))).toEqual([]);
  });
});
