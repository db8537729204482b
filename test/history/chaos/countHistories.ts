import fc from 'fast-check';
import { PEOPLE } from '../operations.ts';
import { PROGRAMS, type Program } from '../program.ts';
import { startChaos } from './chaos.ts';
import { CIRCUMSTANCES, type Circumstances } from './profiles.ts';
import { newTally } from './tally.ts';

/** So many random histories a build gets to end badly, and no more time than this. */
const MOST = 25;
const MOST_MS = 6000;

let counted = 0;

/** @returns after how many random histories a build is caught, under faults or not; null if not by the first 25, or in time */
export async function countHistories(assemblyDir: string, dynamodb: { endpoint: string }, seed: number): Promise<number | null> {
  const chaos = await startChaos(assemblyDir, dynamodb, { seed, speed: 0 }, newTally());
  let underWay = Promise.resolve(true);
  const play = async (program: Program, circumstances: Circumstances): Promise<boolean> => {
    counted += 1;
    const { violations } = await chaos.history(`counted-${counted}`, PEOPLE, program, circumstances);
    return violations.length === 0;
  };
  const isRight = fc.asyncProperty(PROGRAMS, CIRCUMSTANCES, (program, circumstances) => (underWay = play(program, circumstances)));
  try {
    const limits = { numRuns: MOST, interruptAfterTimeLimit: MOST_MS, markInterruptAsFailure: false };
    const { counterexample, numRuns } = await fc.check(isRight, { seed, endOnFailure: true, ...limits });
    return counterexample === null ? null : numRuns;
  } finally {
    // Interrupted, fast-check does not wait for the history under way.
    await underWay;
    await chaos.close();
  }
}
