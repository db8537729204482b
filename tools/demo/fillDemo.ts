import type { Ask } from './ask.ts';

/** Who there is in the demo; olga organizes. */
export const USERS = { ada: 'Ada', bo: 'Bo', cleo: 'Cleo', dan: 'Dan', olga: 'Olga' };

const EVENTS = [
  { eventId: 'demo-concert', title: 'Concert in the yard', capacity: 2, location: 'The yard', inDays: 14, hour: 19 },
  {
    eventId: 'demo-workshop',
    title: 'Bread baking',
    capacity: 12,
    description: 'Bring an apron.',
    inDays: 30,
    hour: 9,
  },
  { eventId: 'demo-talk', title: 'A talk in a small room', capacity: 1, waitlistEnabled: false, inDays: 45, hour: 18 },
  { eventId: 'demo-draft', title: 'Summer party', capacity: 50, status: 'DRAFT', inDays: 90, hour: 16 },
];

/** The events of the demo. */
export const EVENT_IDS = EVENTS.map(({ eventId }) => eventId);

/** In this order. */
const REGISTRATIONS = [
  ['ada', 'demo-concert'],
  ['bo', 'demo-concert'],
  ['cleo', 'demo-concert'],
  ['dan', 'demo-concert'],
  ['ada', 'demo-workshop'],
] as const;

/**
 * Makes what a demo begins with, as far as it is not there: users, events of olga's in the days after `now`, one of
 * them full with a waitlist. What is there is left as it is: whoever has left an event is not put back into it.
 * @returns the events that were there
 */
export async function fillDemo(ask: Ask, now: Date): Promise<string[]> {
  for (const [userId, name] of Object.entries(USERS)) {
    const document = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { userId } }';
    await ask(document, { input: { userId, name } }, ['UserAlreadyExists']);
  }
  const found: string[] = [];
  for (const { inDays, hour, ...event } of EVENTS) {
    const input = { ...event, date: onTheHour(now, inDays, hour), organizer: 'olga' };
    const document = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { eventId } }';
    const { errorTypes } = await ask(document, { input }, ['EventAlreadyExists']);
    if (errorTypes.length > 0) {
      found.push(event.eventId);
    }
  }
  for (const [userId, eventId] of REGISTRATIONS.filter((entry) => !found.includes(entry[1]))) {
    const document =
      'mutation ($userId: ID!, $eventId: ID!) { registerForEvent(userId: $userId, eventId: $eventId) { registrationId } }';
    await ask(document, { userId, eventId });
  }
  return found;
}

/** That hour, UTC, so many days after `now`. */
function onTheHour(now: Date, inDays: number, hour: number): string {
  const date = new Date(now.getTime() + inDays * 24 * 3600 * 1000);
  date.setUTCHours(hour, 0, 0, 0);
  return date.toISOString();
}
