import { Effort } from '../promoteFromWaitlist/effort/effort.ts';
import { OutOfTime } from '../promoteFromWaitlist/effort/outOfTime.ts';
import { clear } from './clear.ts';
import { erase } from './erase.ts';
import type { Surroundings } from './surroundings.ts';
import type { Task } from './task.ts';
import { tell } from './tell.ts';
import type { Work } from './work.ts';

/** Kept for having the task gone on with. */
const RESERVE_MS = 20_000;
/**
 * Between two steps: with what a step takes, some 250 people a second. Each is a message to subscribers, and those of
 * everybody else come through the same stream.
 */
const PACE_MS = 150;

/**
 * Carries a task out, step by step, until it is done or the time is over; then another invocation goes on with it.
 * @throws Error for bugs, or where nobody could be had to go on; Lambda repeats the invocation twice, and then it is a
 * dead letter
 */
export async function cascade(surroundings: Surroundings, task: Task): Promise<void> {
  const { clock, remainingMs, goOn, report, people, organizers } = surroundings;
  const effort = new Effort(surroundings, clock.nowMs() + remainingMs() - RESERVE_MS, 'NOT_MADE');
  const effortFor = (ms: number) => new Effort(surroundings, clock.nowMs() + ms, 'NOT_MADE');
  const work: Work = { effort, effortFor, people, organizers, report };
  let rest: Task | null = task;
  try {
    while (rest !== null) {
      rest = await takeStep(work, rest);
      if (rest !== null) {
        await effort.sleep(Math.min(PACE_MS, effort.deadlineMs - effort.nowMs()));
      }
    }
  } catch (error) {
    if (!(error instanceof OutOfTime) || rest === null) {
      throw error;
    }
    await goOn(rest);
    report.count('CascadesContinued');
  }
}

/**
 * Takes one step of a task: few enough calls that none is lost by ending after it.
 * @returns what is left, null if nothing is
 * @throws OutOfTime
 */
function takeStep(work: Work, task: Task): Promise<Task | null> {
  switch (task.operation) {
    case 'tell':
      return tell(work, task);
    case 'clear':
      return clear(work, task);
    case 'erase':
      return erase(work, task);
    default:
      throw new Error(`Unknown operation ${JSON.stringify((task as { operation?: unknown }).operation)}`);
  }
}
