import { issueToken, LocalError } from 'appsync-local';
import { fillDemo, type Mutate } from './demo/fillDemo.ts';
import { withToken } from './frame/api/prove.ts';
import { sendTo, Unreachable, WrongUrl } from './frame/api/sendTo.ts';
import { parseUrl } from './frame/argument.ts';
import { defineTool, notDone, runTool } from './frame/tool.ts';
import { UsageError } from './frame/usageError.ts';

/** What an earlier run has done already. */
const DONE_BEFORE = ['UserAlreadyExists', 'EventAlreadyExists', 'AlreadyRegistered'];

/**
 * `npm run demo`: a few users and events in the running local server, one event full with a waitlist. Repeating it
 * changes nothing.
 */
const command = defineTool('demo', 'fill the running local API with a few users and events')
  .option('--url <url>', 'the GraphQL endpoint', parseUrl, 'http://localhost:4000/graphql')
  .option('--state-dir <directory>', 'where the local signing key is kept', '.local');

await runTool(
  command,
  async ({ url, stateDir }) => {
    const send = sendTo(url, withToken(await issueToken(stateDir, 'demo-admin', { groups: ['admins'] })));
    const mutate: Mutate = async (query, variables) => {
      const { errorTypes, message } = await send(query, variables).catch((error: unknown) => {
        throw error instanceof Unreachable
          ? new UsageError(`no API answers at ${url}; start it with npm start`)
          : error;
      });
      if (!errorTypes.every((errorType) => DONE_BEFORE.includes(errorType))) {
        throw new UsageError(message);
      }
    };
    const { users, events } = await fillDemo(mutate, new Date());
    console.log(`users     ${users.join(', ')} (olga organizes)`);
    console.log(`events    ${events.join(', ')}`);
    console.log('waitlist  demo-concert is full: ada and bo have the seats, cleo and dan are waiting');
  },
  notDone(LocalError, WrongUrl),
);
