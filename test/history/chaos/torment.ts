import fc from 'fast-check';
import { CROWD, crowds } from '../crowd/crowd.ts';
import { PEOPLE } from '../operations.ts';
import { PROGRAMS, type Program } from '../program.ts';
import type { Chaos } from './chaos.ts';
import type { Circumstances } from './profiles.ts';

let made = 0;

/** Of so many histories one is of a crowd. */
const SMALL_PER_CROWD = 40;
/** Racing calls do not fail every time; a smaller program counts as failing if one of so many tries does. */
const TRIES = 3;

/**
 * Makes histories until that time (epoch milliseconds) or the first violation.
 * @returns the violation with the smallest program that still fails, how to repeat it, and its history; null if there
 * was none. Where nothing smaller fails again in time, that is the first one.
 * @throws Error with the seed if a history could not be judged: no violation is known then, and none is ruled out
 */
export async function torment(
  chaos: Pick<Chaos, 'history'>,
  circumstances: fc.Arbitrary<Circumstances>,
  seed: number,
  until: number,
): Promise<string | null> {
  const small = fc.tuple(PROGRAMS, fc.constant(PEOPLE as readonly string[]));
  const large = fc.tuple(crowds(320), fc.constant(CROWD as readonly string[]));
  const program = fc.oneof({ arbitrary: small, weight: SMALL_PER_CROWD }, { arbitrary: large, weight: 1 });
  let last: string | null = null;
  let underWay: Promise<void> = Promise.resolve();
  const play = async ([calls, people]: [Program, readonly string[]], around: Circumstances): Promise<void> => {
    for (let tries = last === null ? 1 : TRIES; tries > 0; tries -= 1) {
      made += 1;
      const { violations } = await chaos.history(`torture-${made}`, people, calls, around);
      if (violations.length > 0) {
        last = `seed ${seed}\n${JSON.stringify({ calls, around })}\n${violations.join('\n')}`;
        throw new Error(violations.join('\n'));
      }
    }
  };
  const property = fc.asyncProperty(program, circumstances, (calls, around) => (underWay = play(calls, around)));
  const interruptAfterTimeLimit = Math.max(1, until - Date.now());
  const limits = { numRuns: 1_000_000, interruptAfterTimeLimit, markInterruptAsFailure: false };
  const { counterexamplePath, errorInstance } = await fc.check(property, { seed, ...limits });
  // Interrupted, fast-check does not wait for the history under way.
  const error: unknown = await underWay.then(
    () => errorInstance,
    (late: unknown) => late,
  );
  if (last === null && error !== null) {
    throw new Error(`a history could not be judged: seed ${seed}`, { cause: error });
  }
  return last === null ? null : `path ${counterexamplePath}, ${last}`;
}
