import { isDeepStrictEqual } from 'node:util';
import { answeredValue, describeCalls, type Call } from '../history.ts';
import { matches, type ModelAnswer } from '../model/answer.ts';
import { mayLag, type Operation } from '../model/operation.ts';
import type { State } from '../model/state.ts';
import type { Progress } from '../model/step.ts';
import { stepsOf } from '../model/steps.ts';
import { together, type Member } from '../model/together.ts';
import { registrationIdOf } from '../play.ts';
import type { Moment } from './eventRecord.ts';

/**
 * Answers that were true at no moment between call and answer (before the answer, of reads that may lag): who has a
 * seat, who waits at which position of how many at which waitlistVersion, how an event is, why a call was refused. What
 * a call has changed must be one of the commits of that time.
 */
export function untrueAnswers(calls: readonly Call[], moments: readonly Moment[]): string[] {
  const untrue = calls.filter((call) => call.outcome.kind === 'answered' && !isTrue(call, moments));
  return untrue.map((call) => `was true at no moment: ${describeCalls([call])}${queueThen(call, moments)}`);
}

/** Whether the model, taking its steps at moments of the call, comes to its answer. */
function isTrue({ operation, outcome, called, returned }: Call, moments: readonly Moment[]): boolean {
  const id = registrationIdOf(operation, outcome);
  const begun = mayLag(operation) ? 0 : called;
  const goesOn = (from: number, progress: Progress | null): boolean =>
    moments.some(
      (moment, n) => n >= from && moment.from < returned && begun < moment.until && stepsFrom(moment, n, progress),
    );
  const stepsFrom = ({ state, until }: Moment, n: number, progress: Progress | null): boolean =>
    stepsOf(state, operation, progress, id).some((step) => {
      const next = moments[n + 1];
      const isChange = step.state !== state;
      if (isChange && (next === undefined || next.from < called || until > returned)) {
        return false;
      }
      if (isChange && next !== undefined && !isDeepStrictEqual(step.state, next.state)) {
        return (
          outcome.kind === 'answered' &&
          leftTogether(state, next.state, operation).some((answer) => matches(answer, outcome.answer))
        );
      }
      return 'answer' in step
        ? outcome.kind === 'answered' && matches(step.answer, outcome.answer)
        : goesOn(isChange ? n + 1 : n, step.progress);
    });
  return goesOn(0, null);
}

/**
 * What somebody can answer who has left together with others, by the commit between these states: which of them comes
 * first, only their answers tell. Nothing, if that commit is none that lets some people leave. (Who joins together with
 * others finds at once what is theirs.)
 */
function leftTogether(before: State, after: State, operation: Operation): ModelAnswer[] {
  const isIn = ({ queue, seats }: State, userId: string) => [...queue, ...seats].some((one) => one.userId === userId);
  const others = [...before.seats, ...before.queue].flatMap(({ userId, registrationId }): Member[] =>
    isIn(after, userId) || ('userId' in operation && operation.userId === userId)
      ? []
      : [{ operation: { name: 'unregisterFromEvent', as: 'admin', userId }, registrationId }],
  );
  return [0, ...others.keys()].flatMap((_, place) => {
    const members = others.toSpliced(place, 0, { operation, registrationId: '' });
    const served = together(before, members);
    const answer = served?.answers[place];
    return served !== null && isDeepStrictEqual(served.state, after) && answer !== undefined ? [answer] : [];
  });
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
