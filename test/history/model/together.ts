import { presentView, type ModelAnswer } from './answer.ts';
import type { Operation } from './operation.ts';
import { registrationOf, type State } from './state.ts';
import { stepsOf } from './steps.ts';

/** A call that one transaction serves together with others. */
export interface Member {
  operation: Operation;
  registrationId: string;
}

/** What everybody in a group gets: only those who get the same are served together. */
type Kind = 'seat' | 'place' | 'release' | 'handOver' | 'departure';

/** What some calls make that are served together, and what each of them answers. */
export interface Togetherness {
  kind: Kind;
  state: State;
  answers: ModelAnswer[];
}

/**
 * Serves calls by one transaction (docs/design.md#the-lane): each gets what it would get after those before it, but the
 * event changes once, so its versions count up by one, and places are those in the queue after the last of them. Only
 * of those who leave the queue each counts as a change of it.
 * @returns null if they cannot be served together
 */
export function together(before: State, members: readonly Member[]): Togetherness | null {
  const answers: ModelAnswer[] = [];
  let [kind, state]: [Kind | null, State] = [null, before];
  for (const { operation, registrationId } of members) {
    const now = uncounted(state, before);
    const [step] = stepsOf(now, operation, null, registrationId);
    if (step === undefined || !('answer' in step) || step.state === now || !('userId' in operation)) {
      return null;
    }
    const own = kindOf(now, step.state, operation.userId);
    if (own === null || (kind !== null && kind !== own)) {
      return null;
    }
    [kind, state] = [own, step.state];
    answers.push(step.answer);
  }
  if (kind === 'departure') {
    state = withChanges(state, before, members.length);
  }
  const served = kind && { kind, state, answers };
  return served && { ...served, answers: answers.map((answer, n) => placed(served, answer, members[n])) };
}

/** As if nobody had been served yet, as far as the event's versions tell. */
function uncounted(state: State, { event }: State): State {
  return event === null || state.event === null
    ? state
    : { ...state, event: { ...state.event, version: event.version, waitlistVersion: event.waitlistVersion } };
}

/** As after so many changes of the queue. */
function withChanges(state: State, { event }: State, changes: number): State {
  return event === null || state.event === null
    ? state
    : { ...state, event: { ...state.event, waitlistVersion: event.waitlistVersion + changes } };
}

function kindOf(before: State, after: State, userId: string): Kind | null {
  const [own, now] = [registrationOf(before, userId), registrationOf(after, userId)];
  if (own === null) {
    return now?.isWaiting ? 'place' : 'seat';
  }
  if (own.isWaiting) {
    return 'departure';
  }
  return before.queue.length === after.queue.length ? 'release' : 'handOver';
}

function placed({ kind, state }: Togetherness, answer: ModelAnswer, member: Member | undefined): ModelAnswer {
  const own = kind === 'place' && registrationOf(state, (member?.operation as { userId: string }).userId);
  return own ? { value: presentView(state, own.registration, true) } : answer;
}
