import { describe, expect, test } from 'vitest';
import { PLANTS } from '../audit/support/damages.ts';
import { MENDED_VALUES, ODD_VALUES, UNKNOWN_VALUES } from '../audit/support/valueDamages.ts';
import { OPERATIONS } from './operations.ts';
import { isTried } from '../support/tier.ts';
import { known, PASSED, play } from './play.ts';

/**
 * What no operation sees (docs/design.md#damage): who frees a seat in one transaction, where nobody is
 * counted, reads no queue.
 */
const UNSEEN = {
  damages: [
    'people who wait and whom no number counts',
    'wrong counters, a place of nobody at the head and a free seat all at once',
  ],
  operations: [
    'leave a seat',
    'remove somebody from their seat',
    'leave all seats',
    'raise the capacity by 1',
    'raise the capacity by 9',
    'raise the capacity by 1, then a seat is given up',
  ],
};
const isUnseen = (damage: string, operation: string) =>
  UNSEEN.damages.includes(damage) && UNSEEN.operations.includes(operation);
/** What meets odd values first; the deep tier has all of them. */
const TELLING = [
  'register',
  'register in the lane',
  'leave a seat in the lane',
  'leave the queue',
  'raise the capacity by 9',
  'rename',
];
const isOdd = (damage: string) => damage in ODD_VALUES || damage in UNKNOWN_VALUES || damage in MENDED_VALUES;
const CASES = Object.keys({ ...PLANTS, ...MENDED_VALUES }).flatMap((damage) =>
  (isOdd(damage) ? TELLING : Object.keys(OPERATIONS)).map((operation): [string, string] => [damage, operation]),
);

describe('where something is damaged, nobody waits for a deadline, and no newcomer passes', () => {
  const seen = CASES.filter(([damage, operation]) => !isUnseen(damage, operation));
  test.each(seen.filter((_case, index) => isTried(index, 3)))('%s: %s', async (damage, operation) => {
    expect(await play(known(damage), operation)).toEqual([]);
  });

  test.each(CASES.filter(([damage, operation]) => isUnseen(damage, operation)))(
    'but for what no operation sees, and even there nobody waits for a deadline: %s: %s',
    async (damage, operation) => {
      const complaints = await play(known(damage), operation);
      expect(complaints).toContain(`the newcomer comes: ${PASSED}`);
      expect(complaints.filter((complaint) => !complaint.endsWith(PASSED))).toEqual([]);
    },
  );
});
