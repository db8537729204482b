import fc from 'fast-check';
import { PEOPLE } from '../operations.ts';
import { PROGRAMS, type Program } from '../program.ts';
import type { Chaos } from './chaos.ts';
import { CIRCUMSTANCES, type Circumstances } from './profiles.ts';

/** So long a build gets to end badly; more histories than this nobody makes in that time. */
const MAX_MS = 12_000;
const MAX_HISTORIES = 1000;

/** How many random histories were tried, and whether the last of them ended badly, after which none is tried. */
export interface HistoryCount {
  tried: number;
  isCaught: boolean;
}

let counted = 0;

/**
 * Makes random histories, under faults or not, until one ends badly or the time is up.
 * @throws Error if a history could not be judged: only a violation catches a build
 */
export async function countHistories(chaos: Pick<Chaos, 'history'>, seed: number): Promise<HistoryCount> {
  let tried = 0;
  let underWay = Promise.resolve(true);
  const play = async (program: Program, circumstances: Circumstances): Promise<boolean> => {
    tried += 1;
    counted += 1;
    const { violations } = await chaos.history(`counted-${counted}`, PEOPLE, program, circumstances);
    return violations.length === 0;
  };
  const isRight = fc.asyncProperty(
    PROGRAMS,
    CIRCUMSTANCES,
    (program, circumstances) => (underWay = play(program, circumstances)),
  );
  const limits = { numRuns: MAX_HISTORIES, interruptAfterTimeLimit: MAX_MS, markInterruptAsFailure: false };
  await fc.check(isRight, { seed, endOnFailure: true, ...limits });
  // The last history tells: fast-check ends with the first that fails and, interrupted, does not wait for the one under
  // way.
  return { isCaught: !(await underWay), tried };
}
