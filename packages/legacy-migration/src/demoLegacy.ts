import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Command } from 'commander';
import { findDynamoDb, startDynamoDb } from 'appsync-local';
import { legacyRecords } from './demoLegacy/legacyRecords.ts';
import { createLegacyTable, fillLegacyTable } from './demoLegacy/legacyTable.ts';
import { eventTable } from '../../../tools/running/eventTable.ts';
import { findTable } from '../../../tools/running/findTable.ts';

/**
 * `npm run demo:legacy`: makes an old table with awkward records beside the new one, in the DynamoDB Local of a running
 * `npm start`, or in one of its own that lives as long as this command.
 */
const options = new Command('demo:legacy')
  .description('make an old table with awkward records in DynamoDB Local')
  .option('--endpoint <url>', 'a DynamoDB Local that runs already; that of npm start is found by itself')
  .option('--table <name>', 'the old table', 'legacy-events')
  .option('--count <number>', 'records', (text) => Number.parseInt(text, 10), 2000)
  .option('--seed <number>', 'other records for another number', (text) => Number.parseInt(text, 10), 1)
  .option('--state-dir <directory>', 'where npm start keeps its state', '.local')
  .parse()
  .opts<{ endpoint?: string; table: string; count: number; seed: number; stateDir: string }>();

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const found = options.endpoint ?? (await findDynamoDb(options.stateDir));
const endpoint = found ?? (await startOwn());
const client = new DynamoDBClient({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
let target = await findTable(client);
if (target === null) {
  target = 'events';
  await client.send(new CreateTableCommand(eventTable(target)));
}
await createLegacyTable(client, options.table);
await fillLegacyTable(client, options.table, legacyRecords(options.count, options.seed));
client.destroy();

const move = `npm run migrate -- --source ${options.table} --target ${target} --endpoint ${endpoint}`;
console.log(
  `${options.count} old records in ${options.table}, half of them awkward. What would become of them, then move, compare, and delete the old ones:`,
);
for (const action of ['plan', 'run', 'verify', `cleanup --confirm ${options.table}`]) {
  console.log(`  ${move.replace('--', `-- ${action}`)}`);
}
if (found === null) {
  console.log(`DynamoDB Local serves at ${endpoint} until Ctrl-C.`);
}

/** In memory, gone with this process. */
async function startOwn(): Promise<string> {
  const stateDir = mkdtempSync(join(tmpdir(), 'demo-legacy-'));
  const database = await startDynamoDb({ stateDir, inMemory: true });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(
      signal,
      () => void database.close().then(() => (rmSync(stateDir, { recursive: true, force: true }), process.exit(0))),
    );
  }
  return database.endpoint;
}
