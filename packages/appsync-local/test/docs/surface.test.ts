import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as code from '../../code.ts';
import * as surface from '../../index.ts';

it('README.md names the surface, all of it and nothing else', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const [, section = ''] = readme.split('## The surface');
  const [programs = '', tools = ''] = section.split('```ts')[0]!.split('import `appsync-local/code`');
  expect(namesIn(programs)).toEqual(Object.keys(surface).sort());
  expect(namesIn(tools)).toEqual(Object.keys(code).sort());
});

/** The names in the first column of a table, sorted. */
function namesIn(table: string): string[] {
  const cells = table.split('\n').flatMap((line) => /^\| (`[^|]*)\|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)).sort();
}
