import type { Call } from '../history.ts';

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
 * What is wrong with the answers of a history, whatever its order: counters beyond capacity, free seats beside waiting people,
 * places of one waitlistVersion that contradict each other, somebody who falls back in the queue, time that runs backwards,
 * people with one registration more or less than their calls have made.
 */
export function contradictions(calls: readonly Call[], registeredAtTheEnd: ReadonlySet<string>): string[] {
  return [...impossibleEvents(calls), ...contradictoryPlaces(placesOf(calls)), ...fallingBack(placesOf(calls)), ...wrongBalances(calls, registeredAtTheEnd)];
}

function valueOf({ outcome }: Call): Record<string, unknown> | null {
  const answer = outcome.kind === 'answered' ? outcome.answer : null;
  return answer !== null && 'value' in answer ? (answer.value as Record<string, unknown> | null) : null;
}

function placesOf(calls: readonly Call[]): Seen[] {
  return calls.flatMap((call) => {
    const value = valueOf(call);
    return value?.registrationStatus === 'WAITLISTED' && typeof value.position === 'number' ? [{ call, place: value as unknown as Place }] : [];
  });
}

function impossibleEvents(calls: readonly Call[]): string[] {
  const seen = calls.flatMap((call) => {
    const event = valueOf(call);
    return event !== null && 'capacity' in event ? [{ call, event: event as Record<string, number> & { status: string } }] : [];
  });
  const impossible = seen.filter(({ event }) => {
    const { currentRegistrations = 0, capacity = 0, waitlistCount = 0 } = event;
    return currentRegistrations > capacity || (currentRegistrations < capacity && waitlistCount > 0);
  });
  const backwards = seen.filter(({ call, event }) => seen.some((earlier) => earlier.call.returned < call.called && (earlier.event.version ?? 0) > (event.version ?? 0)));
  return [
    ...impossible.map(({ event }) => `an event was seen as ${JSON.stringify(event)}`),
    ...backwards.map(({ event }) => `version ${event.version} was seen after a later one`),
  ];
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
      lengths.size > 1 || places.some(({ position, userId, waitlistCount }) => holders.get(position) !== userId || position < 1 || position > waitlistCount);
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
    return later === undefined ? [] : [`${place.userId} fell back from ${JSON.stringify(place)} to ${JSON.stringify(later.place)}`];
  });
}

function wrongBalances(calls: readonly Call[], registeredAtTheEnd: ReadonlySet<string>): string[] {
  const people = new Set(calls.flatMap(({ operation }) => ('userId' in operation ? [operation.userId] : [])));
  return [...people].flatMap((userId) => {
    const own = calls.filter(({ operation }) => 'userId' in operation && operation.userId === userId);
    const succeeded = (name: string) => own.filter((call) => call.operation.name === name && valueOf(call) !== null).length;
    const isUncertain = own.some(({ outcome }) => outcome.kind === 'unknown');
    const balance = succeeded('registerForEvent') - succeeded('unregisterFromEvent');
    const isRight = isUncertain || balance === (registeredAtTheEnd.has(userId) ? 1 : 0);
    return isRight ? [] : [`${userId} registered ${balance} times more than they left`];
  });
}
