import fc from 'fast-check';
import { PEOPLE } from '../operations.ts';
import { PROGRAMS, type Program } from '../program.ts';
import type { Chaos } from './chaos.ts';
import { CIRCUMSTANCES, type Circumstances } from './profiles.ts';

/** So many random histories a build gets to end badly, and no more time than this. */
const MOST = 25;
const MOST_MS = 6000;

let counted = 0;

/**
 * @returns after how many random histories a build is caught, under faults or not; null if not by the first 25, or in time
 * @throws Error if a history could not be judged: only a violation catches a build
 */
export async function countHistories(chaos: Pick<Chaos, 'history'>, seed: number): Promise<number | null> {
  let tried = 0;
  let underWay = Promise.resolve(true);
  const play = async (program: Program, circumstances: Circumstances): Promise<boolean> => {
    tried += 1;
    counted += 1;
    const { violations } = await chaos.history(`counted-${counted}`, PEOPLE, program, circumstances);
    return violations.length === 0;
  };
  const isRight = fc.asyncProperty(PROGRAMS, CIRCUMSTANCES, (program, circumstances) => (underWay = play(program, circumstances)));
  const limits = { numRuns: MOST, interruptAfterTimeLimit: MOST_MS, markInterruptAsFailure: false };
  await fc.check(isRight, { seed, endOnFailure: true, ...limits });
  // The last history tells: fast-check ends with the first that fails and, interrupted, does not wait for the one under way.
  return (await underWay) ? null : tried;
}
