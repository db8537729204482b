import { toldId, type Call } from './history.ts';
import { matches } from './model/answer.ts';
import { mayLag } from './model/operation.ts';
import type { State } from './model/state.ts';
import type { Progress } from './model/step.ts';
import { stepsOf } from './model/steps.ts';
import { together, type Togetherness } from './model/together.ts';

export interface Rules {
  /**
   * Answers may have been lost on the way to the resolver, which has no token to repeat under: then a registration may
   * be made, given up by somebody else, and made again by the Lambda, which cannot know
   * (docs/design.md#retries-and-promises).
   */
  mayRepeat: boolean;
}

/** The calls that are done (by bit), how far the others are, and the state: all that decides what is possible next. */
interface Position {
  done: number;
  progress: (Progress | null)[];
  state: State;
}

/** A call, and whose registration it may make although they are being deleted. */
interface JudgedCall extends Call {
  lateUser: string | null;
}

/** A call that is not done, and which one it is. */
interface Pending {
  call: JudgedCall;
  n: number;
}

/**
 * Whether the calls, each at one instant between its beginning and its end (or at several where the model says so),
 * explain all answers: Wing and Gong's search, remembering positions that led nowhere (Lowe, "Testing for
 * linearizability"). A call that ended unknown may have taken effect, wholly or not at all, at any time after its
 * beginning, but not after the time by which it is decided. Some may take effect together, in one transaction. Reads
 * that may lag see any instant before their end. Who has asked for a seat before they were marked for deletion may get
 * it after that, until the time that the sweep waits for.
 */
export function isLinearizable(initial: State, calls: readonly Call[], rules: Rules): boolean {
  const remaining = calls
    .filter(({ outcome }) => outcome.kind !== 'nothing')
    .map((call) => (mayLag(call.operation) ? { ...call, called: 0 } : call))
    .map((call) => ({ ...call, lateUser: lateUserOf(call, calls) }))
    .sort((a, b) => a.called - b.called);
  const answered = remaining.reduce(
    (bits, { outcome }, n) => (outcome.kind === 'answered' ? bits | (1 << n) : bits),
    0,
  );
  const hopeless = new Set<string>();
  const explore = (position: Position): boolean => {
    if ((position.done & answered) === answered) {
      return true;
    }
    const name = JSON.stringify(position);
    if (hopeless.has(name)) {
      return false;
    }
    const horizon = remaining.reduce(
      (end, call, n) =>
        call.outcome.kind === 'answered' && !(position.done & (1 << n)) ? Math.min(end, call.returned) : end,
      Infinity,
    );
    const latest = remaining.reduce(
      (begun, { called }, n) =>
        position.done & (1 << n) || position.progress[n] !== null ? Math.max(begun, called) : begun,
      0,
    );
    const pending = remaining
      .map((call, n) => ({ call, n }))
      .filter(
        ({ call, n }) => call.called < horizon && !(position.done & (1 << n)) && latest < (call.decided ?? Infinity),
      );
    const isPossible =
      pending.some(({ call, n }) => nextPositions(position, call, n, rules).some(explore)) ||
      groups(position, pending).some((group) => positionsAfter(position, group, rules).some(explore));
    hopeless.add(name);
    return isPossible;
  };
  return explore({ done: 0, progress: remaining.map(() => null), state: initial });
}

/** Who asks for a seat by a call that began before the end of one that marks them for deletion; null: nobody. */
function lateUserOf({ operation, called }: Call, calls: readonly Call[]): string | null {
  if (operation.name !== 'registerForEvent') {
    return null;
  }
  const { userId } = operation;
  const isMarkedLater = ({ operation: other, outcome, returned }: Call) =>
    other.name === 'deleteUser' && other.userId === userId && (outcome.kind === 'unknown' || returned > called);
  return calls.some(isMarkedLater) ? userId : null;
}

/** The state as if these people were not being deleted; the same where they are not. */
function unmarked(state: State, calls: readonly JudgedCall[]): State {
  const late = calls.map(({ lateUser }) => lateUser);
  const erasing = state.erasing.filter((userId) => !late.includes(userId));
  return erasing.length === state.erasing.length ? state : { ...state, erasing };
}

function nextPositions(position: Position, call: JudgedCall, n: number, rules: Rules): Position[] {
  const { state } = position;
  const before = unmarked(state, [call]);
  const positions = positionsFrom(position, call, n, rules);
  return before === state
    ? positions
    : [
        ...positions,
        ...positionsFrom({ ...position, state: before }, call, n, rules).map((after) => withMarksOf(state, after)),
      ];
}

function withMarksOf<T extends { state: State }>({ erasing }: State, after: T): T {
  return { ...after, state: { ...after.state, erasing } };
}

function positionsFrom({ done, progress, state }: Position, call: Call, n: number, rules: Rules): Position[] {
  const { operation, outcome } = call;
  const own = progress[n] ?? null;
  const at = (next: Progress | null) => progress.map((one, m) => (m === n ? next : one));
  const steps = stepsOf(state, operation, own, registrationIdOf(call));
  return steps.flatMap((step): Position[] => {
    if ('progress' in step) {
      return [{ done, progress: at(step.progress), state: step.state }];
    }
    const fits = outcome.kind !== 'answered' || matches(step.answer, outcome.answer);
    const finished: Position[] = fits ? [{ done: done | (1 << n), progress: at(null), state: step.state }] : [];
    const isRepeatable =
      rules.mayRepeat && own === null && operation.name === 'registerForEvent' && step.state !== state;
    return isRepeatable ? [...finished, { done, progress: at({ kind: 'repeating' }), state: step.state }] : finished;
  });
}

/** Calls that one transaction can serve, and what that makes. */
interface Group {
  members: Pending[];
  served: Togetherness;
}

/** What is the same in whichever order the members are served. */
const ORDERLESS: Togetherness['kind'][] = ['seat', 'release', 'departure'];

/** All groups of at least two calls; in each order, where the order makes a difference. */
function groups({ state, progress }: Position, pending: readonly Pending[], members: Pending[] = []): Group[] {
  return pending.flatMap((next) => {
    const isBegun = (progress[next.n] ?? { kind: 'repeating' }).kind !== 'repeating';
    if (isBegun || members.includes(next)) {
      return [];
    }
    const more = [...members, next];
    const made = together(
      unmarked(
        state,
        more.map(({ call }) => call),
      ),
      more.map(({ call }) => ({ operation: call.operation, registrationId: registrationIdOf(call) })),
    );
    const served = made && withMarksOf(state, made);
    const isInOrder = more.length < 2 || (more.at(-2)?.n ?? 0) < next.n;
    if (served === null || (!isInOrder && ORDERLESS.includes(served.kind))) {
      return [];
    }
    const larger = groups({ done: 0, progress, state }, pending, more);
    return more.length < 2 ? larger : [{ members: more, served }, ...larger];
  });
}

/** Each member has its answer, or looks later at what it has got, or decides afresh. */
function positionsAfter({ done, progress }: Position, { members, served }: Group, rules: Rules): Position[] {
  return members.reduce<Position[]>(
    (positions, { call, n }, index) =>
      positions.flatMap((position) => {
        const goingOn = (own: Progress): Position => ({
          ...position,
          progress: position.progress.map((one, m) => (m === n ? own : one)),
        });
        const fits = call.outcome.kind !== 'answered' || matches(served.answers[index], call.outcome.answer);
        const isRegistering = call.operation.name === 'registerForEvent';
        return [
          ...(fits ? [{ ...position, done: position.done | (1 << n) }] : []),
          ...(served.kind === 'place' ? [goingOn({ kind: 'joined', registrationId: registrationIdOf(call) })] : []),
          ...(rules.mayRepeat && isRegistering && progress[n] === null ? [goingOn({ kind: 'repeating' })] : []),
        ];
      }),
    [{ done, progress, state: served.state }],
  );
}

/** What the registration is called that a call makes; one of its own if nobody was told. */
function registrationIdOf({ operation, outcome, called }: Call): string {
  const given = operation.name === 'registerForEvent' ? operation.clientRequestId : undefined;
  return given ?? toldId(outcome) ?? `*${called}`;
}
