import { answeredValue, type Call } from '../history.ts';
import type { Rules } from '../linearize.ts';

/**
 * People with a registration more or less at the end than their calls can have made of none at the beginning: each that
 * was answered took effect once, each that ended unknown at most once; where it may be repeated, a registration that
 * somebody gave up meanwhile may have been made once more.
 */
export function wrongBalances(
  calls: readonly Call[],
  registeredAtTheEnd: ReadonlySet<string>,
  { mayRepeat }: Rules,
): string[] {
  const people = new Set(calls.flatMap(({ operation }) => ('userId' in operation ? [operation.userId] : [])));
  return [...people].flatMap((userId) => {
    const registered = callsOf(calls, 'registerForEvent', userId);
    const left = callsOf(calls, 'unregisterFromEvent', userId);
    const repeated = mayRepeat
      ? [...registered.answered, ...registered.unknown].filter((call) =>
          isMet(call, [...left.answered, ...left.unknown]),
        ).length
      : 0;
    const least = registered.answered.length - left.answered.length - left.unknown.length;
    const most = registered.answered.length + registered.unknown.length + repeated - left.answered.length;
    const atTheEnd = registeredAtTheEnd.has(userId) ? 1 : 0;
    return least <= atTheEnd && atTheEnd <= most
      ? []
      : [`${userId} has ${atTheEnd} registrations, the calls made ${least} to ${most}`];
  });
}

function callsOf(calls: readonly Call[], name: string, userId: string): { answered: Call[]; unknown: Call[] } {
  const own = calls.filter(
    ({ operation }) => operation.name === name && 'userId' in operation && operation.userId === userId,
  );
  return {
    answered: own.filter((call) => answeredValue(call) !== null),
    unknown: own.filter(({ outcome }) => outcome.kind === 'unknown'),
  };
}

/** Whether one of the others was under way at the same time; an unknown one may be for ever. */
function isMet(call: Call, others: readonly Call[]): boolean {
  const endOf = ({ outcome, returned }: Call) => (outcome.kind === 'unknown' ? Infinity : returned);
  return others.some((other) => other.called < endOf(call) && call.called < endOf(other));
}
