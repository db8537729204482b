import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rebundle, type Bundles } from '../../tools/start/rebundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'rebundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An assembly of two assets: that of the resolvers' bundles, and that of a function. */
function assembly(name: string): { from: string; to: string } {
  const from = join(folder, name);
  mkdirSync(join(from, 'asset.f'), { recursive: true });
  writeFileSync(join(from, 'asset.r.js'), 'old');
  writeFileSync(join(from, 'asset.r.js.map'), 'old map');
  writeFileSync(join(from, 'asset.f/index.mjs'), 'old function');
  return { from, to: join(folder, `${name}.new`) };
}

const bundles = (resolvers: Record<string, string>, text: string): Bundles => ({
  resolvers: new Map(Object.entries(resolvers)),
  lambdas: new Map([['f', { text, sources: new Set<string>() }]]),
});
const BEFORE = bundles({ 'a.js': 'old', 'a.js.map': 'old map', 'b.js': 'old', 'b.js.map': 'old map' }, 'old function');

describe('rebundle', () => {
  it('puts new bundles and source maps in the places of the old ones, in a copy', () => {
    const { from, to } = assembly('changed');
    const after = bundles({ 'a.js': 'new', 'a.js.map': 'map', 'b.js': 'new', 'b.js.map': 'map' }, 'new function');
    expect(rebundle(from, to, BEFORE, after)).toBe(true);
    const textOf = (dir: string) =>
      ['asset.r.js', 'asset.r.js.map', 'asset.f/index.mjs'].map((file) => readFileSync(join(dir, file), 'utf8'));
    expect({ from: textOf(from), to: textOf(to) }).toEqual({
      from: ['old', 'old map', 'old function'],
      to: ['new', 'map', 'new function'],
    });
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
