import { describe, expect, inject, test } from 'vitest';
import { isInShare } from '../support/tier.ts';
import { MENDED_VALUES, ODD_VALUES, UNKNOWN_VALUES } from '../audit/support/valueDamages.ts';
import { attributesOf, KINDS, oddValue, ODDS } from './oddValues.ts';
import { OPERATIONS } from './operations.ts';
import { known, play } from './play.ts';

/** Without these an event changes no more (docs/design.md#damage): every call ends in an error at once. */
const VERSIONS = ['version', 'waitlistVersion', 'createdAt'];
const endsAtOnce = (attribute: string, complaint: string) =>
  VERSIONS.includes(attribute) && /: \w*Error: /.test(complaint);

/** A third of the operations for each value: another one with each seed, as there are some ten thousand cases. */
const ofThisRun = (turn: number): string[] =>
  Object.keys(OPERATIONS).filter((_operation, index) => isInShare(index + turn, 3 * inject('share')));

describe('where a value is none that the system writes, nobody waits for a deadline, and no newcomer passes', () => {
  test.each(KINDS.flatMap((kind) => ODDS.map((odd) => [kind, odd] as const)))('%s: %s', async (kind, odd) => {
    const complaints: string[] = [];
    for (const [turn, attribute] of (await attributesOf(kind, odd)).entries()) {
      for (const operation of ofThisRun(turn)) {
        const all = await play(oddValue(kind, attribute, odd), operation);
        const met = all.filter((complaint) => !endsAtOnce(attribute, complaint));
        complaints.push(...met.map((complaint) => `${attribute}, ${complaint}`));
      }
    }
    expect(complaints).toEqual([]);
  });

  test.each(
    Object.keys({ ...ODD_VALUES, ...UNKNOWN_VALUES, ...MENDED_VALUES }).flatMap((damage, turn) =>
      ofThisRun(turn).map((operation): [string, string] => [damage, operation]),
    ),
  )('%s: %s', async (damage, operation) => {
    expect(await play(known(damage), operation)).toEqual([]);
  });
});
