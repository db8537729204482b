import { issueToken, LocalError } from 'appsync-local';
import { asking } from './demo/ask.ts';
import { EVENT_IDS, fillDemo, USERS } from './demo/fillDemo.ts';
import { describeEvent } from './demo/readDemo.ts';
import { resetDemo } from './demo/resetDemo.ts';
import { withToken } from './frame/api/prove.ts';
import { NoLocalServer } from './frame/api/proveLocally.ts';
import { sendTo, WrongUrl } from './frame/api/sendTo.ts';
import { parseEndpoint } from './frame/argument.ts';
import { defineTool, notDone, runTool } from './frame/tool.ts';
import { locateApi } from './running/locateApi.ts';

/**
 * `npm run demo`: a few users and events in the running local server, one event full with a waitlist. Repeating it
 * changes nothing of what is there.
 */
const command = defineTool('demo', 'fill the running local API with a few users and events, as far as they are missing')
  .option('--reset', 'delete the events of the demo with everybody in them first', false)
  .option('--url <url>', 'the GraphQL endpoint; that of the running npm start if left out', parseEndpoint)
  .option('--state-dir <directory>', 'where the local server keeps its state', '.local');

await runTool(
  command,
  async ({ reset, ...where }) => {
    const url = locateApi(where);
    const token = await issueToken(where.stateDir, 'demo-admin', { groups: ['admins'] });
    const ask = asking(sendTo(url, withToken(token)), url);
    if (reset) {
      await resetDemo(ask);
    }
    const found = await fillDemo(ask, new Date());
    console.log(`users     ${Object.keys(USERS).join(', ')} (olga organizes)`);
    for (const [index, eventId] of EVENT_IDS.entries()) {
      const description = await describeEvent(ask, eventId);
      console.log(`${index === 0 ? 'events' : ''}`.padEnd(10) + `${eventId.padEnd(15)}${description}`);
    }
    if (found.length > 0) {
      const which = found.length === EVENT_IDS.length ? 'all events' : found.join(', ');
      console.log(`as before ${which} stood here already; npm run demo -- --reset starts over`);
    }
  },
  notDone(LocalError, WrongUrl, NoLocalServer),
);
