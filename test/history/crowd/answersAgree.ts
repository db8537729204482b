import { answeredValue, type Call } from '../history.ts';
import type { Rules } from '../linearize.ts';
import { mayLag } from '../model/operation.ts';
import { wrongBalances } from './balances.ts';

interface Place {
  userId: string;
  registrationId: string;
  position: number;
  waitlistCount: number;
  waitlistVersion: number;
}

interface Seen {
  call: Call;
  place: Place;
}

/**
 * What is wrong with the answers of a history, whatever its order: counters beyond capacity, free seats beside waiting
 * people, places of one waitlistVersion that contradict each other, somebody who falls back in the queue, time that
 * runs backwards, people with one registration more or less than their calls have made.
 */
export function contradictions(
  calls: readonly Call[],
  registeredAtTheEnd: ReadonlySet<string>,
  rules: Rules,
): string[] {
  const places = placesOf(calls);
  return [
    ...impossibleEvents(calls),
    ...backwards(calls, 'version'),
    ...backwards(calls, 'waitlistVersion'),
    ...contradictoryPlaces(places),
    ...fallingBack(places),
    ...wrongBalances(calls, registeredAtTheEnd, rules),
  ];
}

function placesOf(calls: readonly Call[]): Seen[] {
  return calls.flatMap((call) => {
    const value = answeredValue(call);
    return value?.registrationStatus === 'WAITLISTED' && typeof value.position === 'number'
      ? [{ call, place: value as unknown as Place }]
      : [];
  });
}

function impossibleEvents(calls: readonly Call[]): string[] {
  return calls.flatMap((call) => {
    const { currentRegistrations, capacity, waitlistCount } = (answeredValue(call) ?? {}) as Record<
      string,
      number | undefined
    >;
    if (currentRegistrations === undefined || capacity === undefined || waitlistCount === undefined) {
      return [];
    }
    const isPossible = currentRegistrations === capacity || (currentRegistrations < capacity && waitlistCount === 0);
    return isPossible ? [] : [`an event was seen as ${JSON.stringify(answeredValue(call))}`];
  });
}

/** Versions only grow: what was answered before a call began is not newer than what the call answers. */
function backwards(calls: readonly Call[], counter: 'version' | 'waitlistVersion'): string[] {
  const seen = calls.flatMap((call) => {
    const version = answeredValue(call)?.[counter];
    return typeof version === 'number' ? [{ call, version }] : [];
  });
  const inTime = seen.filter(({ call }) => !mayLag(call.operation));
  return inTime.flatMap(({ call, version }) => {
    const later = seen.find((other) => other.call.returned < call.called && other.version > version);
    return later === undefined ? [] : [`${counter} ${version} was seen after ${later.version}`];
  });
}

function contradictoryPlaces(seen: readonly Seen[]): string[] {
  const byVersion = new Map<number, Place[]>();
  for (const { place } of seen) {
    byVersion.set(place.waitlistVersion, [...(byVersion.get(place.waitlistVersion) ?? []), place]);
  }
  return [...byVersion].flatMap(([version, places]) => {
    const lengths = new Set(places.map(({ waitlistCount }) => waitlistCount));
    const holders = new Map(places.map(({ position, userId }) => [position, userId]));
    const isWrong =
      lengths.size > 1 ||
      places.some(
        ({ position, userId, waitlistCount }) =>
          holders.get(position) !== userId || position < 1 || position > waitlistCount,
      );
    return isWrong ? [`places at waitlistVersion ${version}: ${JSON.stringify(places)}`] : [];
  });
}

function fallingBack(seen: readonly Seen[]): string[] {
  return seen.flatMap(({ place }) => {
    const later = seen.find(
      (other) =>
        other.place.registrationId === place.registrationId &&
        other.place.waitlistVersion > place.waitlistVersion &&
        other.place.position > place.position,
    );
    return later === undefined
      ? []
      : [`${place.userId} fell back from ${JSON.stringify(place)} to ${JSON.stringify(later.place)}`];
  });
}
