import type { Ask } from './ask.ts';

/** Somebody in an event. */
export interface Attendee {
  userId: string;
  registrationStatus: 'REGISTERED' | 'WAITLISTED';
  waitlistedAt: string | null;
  checkedInAt: string | null;
}

/** More names than these are counted. */
const NAMED = 6;

const EVENT = 'query ($eventId: ID!) { getEvent(eventId: $eventId) { status capacity currentRegistrations } }';
const REGISTRATIONS = `query ($eventId: ID!, $nextToken: String) {
  listEventRegistrations(eventId: $eventId, limit: 100, nextToken: $nextToken) {
    items { userId registrationStatus waitlistedAt checkedInAt } nextToken } }`;

/** "2 of 2 seats taken: ada, bo; waiting: cleo, dan", as it is now. */
export async function describeEvent(ask: Ask, eventId: string): Promise<string> {
  const { getEvent } = (await ask(EVENT, { eventId })).data as {
    getEvent: { status: string; capacity: number; currentRegistrations: number } | null;
  };
  if (getEvent === null) {
    return 'is gone';
  }
  const { status, capacity, currentRegistrations } = getEvent;
  const attendees = await attendeesOf(ask, eventId);
  const seated = namesOf(attendees.filter(({ registrationStatus }) => registrationStatus === 'REGISTERED'));
  const waiting = namesOf(
    attendees
      .filter(({ registrationStatus }) => registrationStatus === 'WAITLISTED')
      .sort((one, other) => String(one.waitlistedAt).localeCompare(String(other.waitlistedAt))),
  );
  return [
    ...(status === 'OPEN' ? [] : [status]),
    `${currentRegistrations} of ${capacity} seats taken${seated && `: ${seated}`}`,
    ...(waiting === '' ? [] : [`waiting: ${waiting}`]),
  ].join('; ');
}

/** Everybody in an event; nobody if there is no such event. */
export async function attendeesOf(ask: Ask, eventId: string): Promise<Attendee[]> {
  const attendees: Attendee[] = [];
  for (let nextToken: string | null = null; ;) {
    const { data } = await ask(REGISTRATIONS, { eventId, nextToken }, ['EventNotFound']);
    const page = (data as { listEventRegistrations: { items: Attendee[]; nextToken: string | null } | null } | null)
      ?.listEventRegistrations;
    attendees.push(...(page?.items ?? []));
    nextToken = page?.nextToken ?? null;
    if (nextToken === null) {
      return attendees;
    }
  }
}

function namesOf(attendees: readonly Attendee[]): string {
  const names = attendees.slice(0, NAMED).map(({ userId }) => userId);
  const more = attendees.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
