import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../architecture/sourceFiles.ts';
import { conditionParts, touches } from './guards/conditions.ts';
import { GUARDS } from './guards/guards.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';

describe('the list of guards', () => {
  test('has each clause of each condition of each transaction', () => {
    const edits = GUARDS.flatMap((guard) => guard.edits);
    const unguarded = conditionParts().filter((part) => !edits.some((edit) => touches(edit, part)));
    expect(unguarded).toEqual([]);
  });

  test('is of guards that the sources have', async () => {
    const edits = GUARDS.flatMap(({ name, edits }) => edits.map((edit) => ({ name, ...edit })));
    const texts = new Map(edits.map(({ file }) => [file, readFileSync(`${ROOT}${file}`, 'utf8')]));
    expect(edits.filter(({ file, find }) => !texts.get(file)?.includes(find))).toEqual([]);
  });

  test('names each once, and a situation for each', () => {
    expect(new Set(GUARDS.map(({ name }) => name)).size).toBe(GUARDS.length);
    const situations = new Set(SCENARIOS.map(({ name }) => name));
    expect(GUARDS.filter(({ caughtBy }) => !situations.has(caughtBy))).toEqual([]);
  });

  test('has a use for each situation', () => {
    const used = new Set(GUARDS.map(({ caughtBy }) => caughtBy));
    expect(SCENARIOS.filter(({ name }) => !used.has(name)).map(({ name }) => name)).toEqual([]);
  });
});
