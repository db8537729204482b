import { Command } from 'commander';
import { issueToken } from '../local/auth/issueToken.ts';

/** `npm run demo`: a few users and events in the running local server, one event full with a waitlist. Repeating it changes nothing. */
const command = new Command('demo')
  .description('fill the running local API with a few users and events')
  .option('--url <url>', 'the GraphQL endpoint', 'http://localhost:4000/graphql')
  .option('--state-dir <directory>', 'where the local signing key is kept', '.local')
  .parse();
const options = command.opts<{ url: string; stateDir: string }>();

const USERS = { ada: 'Ada', bo: 'Bo', cleo: 'Cleo', dan: 'Dan', olga: 'Olga' };
const EVENTS = [
  { eventId: 'demo-concert', title: 'Concert in the yard', capacity: 2, location: 'The yard', date: inDays(14), organizer: 'olga' },
  { eventId: 'demo-workshop', title: 'Bread baking', capacity: 12, description: 'Bring an apron.', date: inDays(30), organizer: 'olga' },
  { eventId: 'demo-talk', title: 'A talk without a waitlist', capacity: 1, waitlistEnabled: false, date: inDays(45), organizer: 'olga' },
  { eventId: 'demo-draft', title: 'Not public yet', capacity: 50, status: 'DRAFT', date: inDays(90), organizer: 'olga' },
];
const REGISTRATIONS = [
  ['ada', 'demo-concert'],
  ['bo', 'demo-concert'],
  ['cleo', 'demo-concert'],
  ['dan', 'demo-concert'],
  ['ada', 'demo-workshop'],
];
const DONE_BEFORE = ['UserAlreadyExists', 'EventAlreadyExists', 'AlreadyRegistered'];

const authorization = await issueToken(options.stateDir, 'demo-admin', { groups: ['admins'] });

for (const [userId, name] of Object.entries(USERS)) {
  await mutate('mutation ($input: CreateUserInput!) { createUser(input: $input) { userId } }', { input: { userId, name } });
}
for (const input of EVENTS) {
  await mutate('mutation ($input: CreateEventInput!) { createEvent(input: $input) { eventId } }', { input });
}
for (const [userId, eventId] of REGISTRATIONS) {
  const document = 'mutation ($userId: ID!, $eventId: ID!) { registerForEvent(userId: $userId, eventId: $eventId) { registrationId } }';
  await mutate(document, { userId, eventId });
}
console.log(`users     ${Object.keys(USERS).join(', ')} (olga organizes)`);
console.log(`events    ${EVENTS.map((event) => event.eventId).join(', ')}`);
console.log('waitlist  demo-concert is full: ada and bo have the seats, cleo and dan are waiting');

/** Sends one mutation; what an earlier run has done already is fine, anything else ends the command. */
async function mutate(query: string, variables: Record<string, unknown>): Promise<void> {
  const answer = await fetch(options.url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  }).catch(() => command.error(`error: no API answers at ${options.url}; start it with npm start`));
  const { errors = [] } = (await answer.json()) as { errors?: { message: string; errorType?: string }[] };
  const unexpected = errors.find((error) => !DONE_BEFORE.includes(error.errorType ?? ''));
  if (unexpected) {
    command.error(`error: ${unexpected.message}`);
  }
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 24 * 3600 * 1000).toISOString();
}
