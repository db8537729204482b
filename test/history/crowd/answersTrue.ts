import { isDeepStrictEqual } from 'node:util';
import { answeredValue, describeCalls, type Call } from '../history.ts';
import { matches } from '../model/answer.ts';
import type { Progress } from '../model/step.ts';
import { stepsOf } from '../model/steps.ts';
import { registrationIdOf } from '../play.ts';
import type { Moment } from './eventRecord.ts';

/**
 * Answers that were true at no moment between call and answer: who has a seat, who waits at which position of how many
 * at which waitlistVersion, how an event is, why a call was refused. What a call has changed must be one of the commits
 * of that time.
 */
export function untrueAnswers(calls: readonly Call[], moments: readonly Moment[]): string[] {
  const untrue = calls.filter((call) => call.outcome.kind === 'answered' && !isTrue(call, moments));
  return untrue.map((call) => `was true at no moment: ${describeCalls([call])}${queueThen(call, moments)}`);
}

/** Whether the model, taking its steps at moments of the call, comes to its answer. */
function isTrue({ operation, outcome, called, returned }: Call, moments: readonly Moment[]): boolean {
  const id = registrationIdOf(operation, outcome);
  const goesOn = (from: number, progress: Progress | null): boolean =>
    moments.some(
      (moment, n) => n >= from && moment.from < returned && called < moment.until && stepsFrom(moment, n, progress),
    );
  const stepsFrom = ({ state, until }: Moment, n: number, progress: Progress | null): boolean =>
    stepsOf(state, operation, progress, id).some((step) => {
      const next = moments[n + 1];
      const isChange = step.state !== state;
      if (
        isChange &&
        (next === undefined || next.from < called || until > returned || !isDeepStrictEqual(step.state, next.state))
      ) {
        return false;
      }
      return 'answer' in step
        ? outcome.kind === 'answered' && matches(step.answer, outcome.answer)
        : goesOn(isChange ? n + 1 : n, step.progress);
    });
  return goesOn(0, null);
}

/** What the queue was, and when, at the waitlistVersion that a call has answered. */
function queueThen(call: Call, moments: readonly Moment[]): string {
  const version = answeredValue(call)?.waitlistVersion;
  const then = moments.filter(({ state }) => typeof version === 'number' && state.event?.waitlistVersion === version);
  return then
    .map(
      ({ state, from, until }) => `\n  queue [${from}..${until}]: ${state.queue.map(({ userId }) => userId).join(' ')}`,
    )
    .join('');
}
