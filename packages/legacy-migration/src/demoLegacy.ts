import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { LocalError, startDynamoDb } from 'appsync-local';
import { parseEndpoint, parseUrl, wholeNumberFrom } from '../../../tools/frame/argument.ts';
import { defineTool, notDone, runTool } from '../../../tools/frame/tool.ts';
import { UsageError } from '../../../tools/frame/usageError.ts';
import { clearDemo } from './demoLegacy/clearDemo.ts';
import { legacyRecords } from './demoLegacy/legacyRecords.ts';
import { createLegacyTable, fillLegacyTable } from './demoLegacy/legacyTable.ts';
import { eventTable } from '../../../tools/running/eventTable.ts';
import { openClient, type ClientOptions } from '../../../tools/running/openClient.ts';
import { findTable } from '../../../tools/running/findTable.ts';
import { locateDatabase } from '../../../tools/running/locateDatabase.ts';

/**
 * `npm run demo:legacy`: makes an old table with awkward records beside the new one, in the DynamoDB Local of a running
 * `npm start`, or in one of its own that lives as long as this command.
 */
const command = defineTool('demo:legacy', 'make an old table with awkward records in DynamoDB Local')
  .option('--endpoint <url>', 'a DynamoDB Local that runs already; that of npm start is found by itself', parseUrl)
  .option('--table <name>', 'the old table', 'legacy-events')
  .option('--count <number>', 'records', wholeNumberFrom(0, 10_000_000), 2000)
  .option('--seed <number>', 'other records for another number', wholeNumberFrom(0, 2 ** 32 - 1), 1)
  .option('--url <url>', 'the npm start, by its GraphQL endpoint, where several run', parseEndpoint)
  .option('--state-dir <directory>', 'where npm start keeps its state', '.local')
  .option('--clear', 'delete the old table, and the events that were moved from it', false);

await runTool(
  command,
  async (options) => {
    const running = options.endpoint === undefined ? await locateDatabase(options) : { endpoint: options.endpoint };
    if (running !== null) {
      return options.clear ? clear(running, options) : fill(running, options);
    }
    if (options.clear) {
      throw new UsageError('there is nothing to clear: no npm start is running here, and none is named by --endpoint');
    }
    const { endpoint, close } = await startOwn();
    try {
      await fill({ endpoint }, options);
    } catch (error) {
      await close();
      throw error;
    }
    console.log(`DynamoDB Local serves at ${endpoint} until Ctrl-C.`);
  },
  notDone(LocalError),
);

type Place = Pick<ClientOptions, 'credentials'> & { endpoint: string };

/** Takes back what was made here, and says what was. */
async function clear({ endpoint, credentials }: Place, { table }: ReturnType<typeof command.opts>): Promise<void> {
  const client = await openClient({ endpoint, region: 'us-east-1', credentials });
  const { cleared, kept } = await clearDemo(client, table, await findTable(client));
  client.destroy();
  const rest = kept === 0 ? '' : `; ${kept} stay, for somebody is in them`;
  console.log(`${table} is gone, and ${cleared} events that were moved from it${rest}.`);
}

/** Makes the old table, the new one unless it is there, and says what to do with them. */
async function fill({ endpoint, credentials }: Place, options: ReturnType<typeof command.opts>): Promise<void> {
  const client = await openClient({ endpoint, region: 'us-east-1', credentials });
  let target = await findTable(client);
  if (target === null) {
    target = 'events';
    await client.send(new CreateTableCommand(eventTable(target)));
  }
  await createLegacyTable(client, options.table);
  await fillLegacyTable(client, options.table, legacyRecords(options.count, options.seed));
  client.destroy();

  const key = credentials === undefined ? '' : `AWS_ACCESS_KEY_ID=${credentials.accessKeyId} `;
  const move = `${key}npm run migrate -- --source ${options.table} --target ${target} --endpoint ${endpoint}`;
  console.log(
    `${options.count} old records in ${options.table}, half of them awkward. What would become of them, then move, compare, and delete the old ones:`,
  );
  for (const action of ['plan', 'run', 'verify', `cleanup --confirm ${options.table}`]) {
    console.log(`  ${move.replace('--', `-- ${action}`)}`);
  }
  console.log(
    `The moved events stay in the API until npm run demo:legacy -- --clear, or, where npm start was told --in-memory, until its end.`,
  );
}

/** In memory, gone with this process. */
async function startOwn(): Promise<{ endpoint: string; close(): Promise<void> }> {
  const stateDir = mkdtempSync(join(tmpdir(), 'demo-legacy-'));
  const database = await startDynamoDb({ stateDir, inMemory: true });
  const close = async (): Promise<void> => {
    await database.close();
    rmSync(stateDir, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void close().then(() => process.exit(0)));
  }
  return { endpoint: database.endpoint, close };
}
