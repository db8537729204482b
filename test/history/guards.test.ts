import { transform } from 'esbuild';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { readSource } from '../architecture/sourceFiles.ts';
import { applyEdits } from './edit.ts';
import { conditionParts, touches } from './guards/conditions.ts';
import type { Guard } from './guards/guard.ts';
import { GUARDS, UNGUARDED } from './guards/guards.ts';
import { printedClauses, type PrintedClause } from './guards/printedClauses.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';

describe('the list of guards', () => {
  test('has each clause of each condition of each transaction', () => {
    const edits = GUARDS.flatMap((guard) => guard.edits);
    const unguarded = conditionParts().filter((part) => !edits.some((edit) => touches(edit, part)));
    expect(unguarded).toEqual([]);
  });

  test('takes out each clause that the domain prints, but of the transactions that say why not', async () => {
    const held = new Set<string>();
    const clauses = (await printedClauses()).map((clause) => JSON.stringify(clause));
    const isOfDomain = ({ edits }: Guard) => edits.some(({ file }) => file.startsWith('domain/'));
    for (const { edits } of GUARDS.filter(isOfDomain)) {
      const left = new Set((await printedClauses(applyEdits(edits))).map((clause) => JSON.stringify(clause)));
      clauses.filter((clause) => !left.has(clause)).forEach((clause) => held.add(clause));
    }
    const unheld = clauses
      .filter((clause) => !held.has(clause))
      .map((clause) => (JSON.parse(clause) as PrintedClause).transaction);
    expect([...new Set(unheld)]).toEqual(Object.keys(UNGUARDED));
  });

  test('is of code that the sources have, and without which they can still be read', async () => {
    for (const { edits } of GUARDS) {
      for (const [file, text] of applyEdits(edits)) {
        expect(text).not.toBe(readSource(file).syntax.text);
        await transform(text, { loader: 'ts', sourcefile: file });
      }
    }
  });

  test('does not depend on how the sources are laid out', () => {
    const printed = new Map<string, string>();
    for (const { file, sought, find } of GUARDS.flatMap(({ edits }) => edits)) {
      const { syntax } = readSource(file);
      const text = printed.get(file) ?? ts.createPrinter().printFile(syntax);
      printed.set(file, text);
      expect({ sought, places: find(text).length }).toEqual({ sought, places: find(syntax.text).length });
    }
  });

  test('names each once, and a situation for each', () => {
    expect(new Set(GUARDS.map(({ name }) => name)).size).toBe(GUARDS.length);
    const situations = new Set(SCENARIOS.map(({ name }) => name));
    expect(situations.size).toBe(SCENARIOS.length);
    expect(GUARDS.filter(({ caughtBy }) => !situations.has(caughtBy))).toEqual([]);
  });

  test('has a use for each situation', () => {
    const used = new Set(GUARDS.map(({ caughtBy }) => caughtBy));
    expect(SCENARIOS.filter(({ name }) => !used.has(name)).map(({ name }) => name)).toEqual([]);
  });
});
