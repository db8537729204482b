import type { Call } from './history.ts';
import { isLinearizable, type Rules } from './linearize.ts';
import type { State } from './model/state.ts';

/**
 * The least of an unexplainable history that is unexplainable by itself: up to the first answer that has no
 * explanation, without reads that play no part. Calls that have no answer by then may or may not have taken effect.
 */
export function minimalHistory(initial: State, calls: readonly Call[], rules: Rules): Call[] {
  const ends = calls.map(({ returned }) => returned).sort((a, b) => a - b);
  const prefixes = ends.map((end) => prefixOf(calls, end));
  const shortest = prefixes.find((prefix) => !isLinearizable(initial, prefix, rules)) ?? [...calls];
  return shortest.reduce((kept, call) => {
    const without = kept.filter((one) => one !== call);
    const isRead = call.operation.name.startsWith('get');
    return isRead && !isLinearizable(initial, without, rules) ? without : kept;
  }, shortest);
}

function prefixOf(calls: readonly Call[], end: number): Call[] {
  return calls
    .filter(({ called }) => called < end)
    .map((call) => (call.returned <= end ? call : { ...call, outcome: { kind: 'unknown' as const } }));
}
