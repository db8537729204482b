import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as surface from '../../index.ts';

it('README.md names the surface, all of it and nothing else', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const [, section = ''] = readme.split('## The surface');
  const [table = ''] = section.split('```ts');
  const named = table.split('\n').flatMap((line) => {
    const [, names = ''] = /^\| (`[^|]*)\|/.exec(line) ?? [];
    return [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  });
  expect(named.sort()).toEqual(Object.keys(surface).sort());
});
