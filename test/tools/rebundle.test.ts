import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rebundle, type Bundles } from '../../tools/start/rebundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'rebundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILES = ['asset.r.js', 'asset.r.js.map', 'asset.f/index.mjs', 'asset.f.map/index.mjs.map'];
const SCHEMA = '"A"\ntype A { b: Int }\n';

/** An assembly of two assets, that of the resolvers' bundles and that of a function, and two templates. */
function assembly(name: string): { from: string; to: string } {
  const from = join(folder, name);
  mkdirSync(join(from, 'asset.f'), { recursive: true });
  writeFileSync(join(from, 'asset.r.js'), 'old');
  writeFileSync(join(from, 'asset.r.js.map'), 'old map');
  writeFileSync(join(from, 'asset.f/index.mjs'), 'old function');
  mkdirSync(join(from, 'asset.f.map'));
  writeFileSync(join(from, 'asset.f.map/index.mjs.map'), 'map of old function');
  writeFileSync(join(from, 'Api.template.json'), JSON.stringify({ Definition: SCHEMA, Other: 'type "A"' }, null, 1));
  writeFileSync(join(from, 'Data.template.json'), '{}');
  return { from, to: join(folder, `${name}.new`) };
}

const bundles = (resolvers: Record<string, string>, text: string, schema = SCHEMA): Bundles => ({
  schema,
  resolvers: new Map(Object.entries(resolvers)),
  lambdas: new Map([['f', { text, map: `map of ${text}`, sources: new Set<string>() }]]),
});
const BEFORE = bundles({ 'a.js': 'old', 'a.js.map': 'old map', 'b.js': 'old', 'b.js.map': 'old map' }, 'old function');

describe('rebundle', () => {
  it('puts new bundles and source maps in the places of the old ones, in a copy', () => {
    const { from, to } = assembly('changed');
    const after = bundles({ 'a.js': 'new', 'a.js.map': 'map', 'b.js': 'new', 'b.js.map': 'map' }, 'new function');
    expect(rebundle(from, to, BEFORE, after)).toBe(true);
    const textOf = (dir: string) => FILES.map((file) => readFileSync(join(dir, file), 'utf8'));
    expect({ from: textOf(from), to: textOf(to) }).toEqual({
      from: ['old', 'old map', 'old function', 'map of old function'],
      to: ['new', 'map', 'new function', 'map of new function'],
    });
  });

  it('puts another source map beside a bundle that stays the same', () => {
    const { from, to } = assembly('moved');
    const moved = { text: 'old function', map: 'lines are elsewhere', sources: new Set<string>() };
    const resolvers = new Map(['a.js', 'b.js'].flatMap((name) => [[name, 'old'] as const, [`${name}.map`, 'moved']]));
    expect(rebundle(from, to, BEFORE, { ...BEFORE, resolvers, lambdas: new Map([['f', moved]]) })).toBe(true);
    expect(FILES.map((file) => readFileSync(join(to, file), 'utf8'))).toEqual([
      'old',
      'moved',
      'old function',
      'lines are elsewhere',
    ]);
  });

  it('leaves a function alone that is no part of the assembly, while it stays the same', () => {
    const { from, to } = assembly('absent');
    const withOther = (text: string): Bundles => ({
      ...BEFORE,
      lambdas: new Map([...BEFORE.lambdas, ['g', { text, map: '', sources: new Set<string>() }]]),
    });
    expect(rebundle(from, to, withOther('other'), withOther('other'))).toBe(true);
    expect(rebundle(from, to, withOther('other'), withOther('changed'))).toBe(false);
  });

  it('puts another schema into the template that quotes it', () => {
    const { from, to } = assembly('schema');
    const after = { ...BEFORE, schema: '"B"\ntype B { b: Int }\n' };
    expect(rebundle(from, to, BEFORE, after)).toBe(true);
    expect(JSON.parse(readFileSync(join(to, 'Api.template.json'), 'utf8'))).toEqual({
      Definition: after.schema,
      Other: 'type "A"',
    });
  });

  it('leaves a schema that no template quotes to synthesis', () => {
    const { from, to } = assembly('unquoted');
    expect(rebundle(from, to, { ...BEFORE, schema: 'another' }, BEFORE)).toBe(false);
  });

  it.each([
    ['one asset cannot hold two texts', bundles({ 'a.js': 'new', 'b.js': 'old' }, 'old function')],
    ['a resolver has gone', bundles({ 'a.js': 'old', 'a.js.map': 'old map' }, 'old function')],
    ['a resolver has come', bundles({ ...Object.fromEntries(BEFORE.resolvers), 'c.js': 'c' }, 'old function')],
  ])('leaves it to synthesis where %s', (what, after) => {
    const { from, to } = assembly(what);
    expect(rebundle(from, to, BEFORE, after)).toBe(false);
  });
});
