const USERS = { ada: 'Ada', bo: 'Bo', cleo: 'Cleo', dan: 'Dan', olga: 'Olga' };
const EVENTS = [
  { eventId: 'demo-concert', title: 'Concert in the yard', capacity: 2, location: 'The yard', inDays: 14 },
  { eventId: 'demo-workshop', title: 'Bread baking', capacity: 12, description: 'Bring an apron.', inDays: 30 },
  { eventId: 'demo-talk', title: 'A talk without a waitlist', capacity: 1, waitlistEnabled: false, inDays: 45 },
  { eventId: 'demo-draft', title: 'Not public yet', capacity: 50, status: 'DRAFT', inDays: 90 },
];
const REGISTRATIONS = [
  ['ada', 'demo-concert'],
  ['bo', 'demo-concert'],
  ['cleo', 'demo-concert'],
  ['dan', 'demo-concert'],
  ['ada', 'demo-workshop'],
];

/** Sends one mutation as an admin, and throws what must not happen. */
export type Mutate = (query: string, variables: Record<string, unknown>) => Promise<void>;

/**
 * What a demo begins with: users, events of olga's in the days after `now`, and registrations, one event full with a
 * waitlist. In this order.
 */
export async function fillDemo(mutate: Mutate, now: Date): Promise<{ users: string[]; events: string[] }> {
  for (const [userId, name] of Object.entries(USERS)) {
    await mutate('mutation ($input: CreateUserInput!) { createUser(input: $input) { userId } }', {
      input: { userId, name },
    });
  }
  for (const { inDays, ...event } of EVENTS) {
    const date = new Date(now.getTime() + inDays * 24 * 3600 * 1000).toISOString();
    const input = { ...event, date, organizer: 'olga' };
    await mutate('mutation ($input: CreateEventInput!) { createEvent(input: $input) { eventId } }', { input });
  }
  for (const [userId, eventId] of REGISTRATIONS) {
    const document =
      'mutation ($userId: ID!, $eventId: ID!) { registerForEvent(userId: $userId, eventId: $eventId) { registrationId } }';
    await mutate(document, { userId, eventId });
  }
  return { users: Object.keys(USERS), events: EVENTS.map(({ eventId }) => eventId) };
}
