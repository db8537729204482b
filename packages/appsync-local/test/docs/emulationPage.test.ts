import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMULATED, REPORTS } from './emulated.ts';
import { EMULATION_FILE, emulationPage } from './emulationPage.ts';
import { table } from './table.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('docs/emulation.md', () => {
  it('is what `npm run docs:local` writes', async () =>
    expect(readFileSync(EMULATION_FILE, 'utf8')).toBe(await emulationPage()));

  it('names tests that exist', () => {
    const tests = [...EMULATED.flatMap(([, , tests]) => tests), ...REPORTS.map(([, , , , test]) => test)];
    expect(tests.filter((test) => !existsSync(join(ROOT, test)))).toEqual([]);
  });

  it('has one row for each thing', () =>
    expect(table(['a', 'b'], [['1|2', '3']])).toBe('| a | b |\n| --- | --- |\n| 1\\|2 | 3 |'));
});
