import { Command } from 'commander';
import { issueToken } from '../packages/appsync-local/src/auth/issueToken.ts';
import { fillDemo } from './demo/fillDemo.ts';

/**
 * `npm run demo`: a few users and events in the running local server, one event full with a waitlist. Repeating it
 * changes nothing.
 */
const command = new Command('demo')
  .description('fill the running local API with a few users and events')
  .option('--url <url>', 'the GraphQL endpoint', 'http://localhost:4000/graphql')
  .option('--state-dir <directory>', 'where the local signing key is kept', '.local')
  .parse();
const options = command.opts<{ url: string; stateDir: string }>();

const DONE_BEFORE = ['UserAlreadyExists', 'EventAlreadyExists', 'AlreadyRegistered'];

const authorization = await issueToken(options.stateDir, 'demo-admin', { groups: ['admins'] });

const { users, events } = await fillDemo(mutate, new Date());
console.log(`users     ${users.join(', ')} (olga organizes)`);
console.log(`events    ${events.join(', ')}`);
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
