import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchWriteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { startDynamoDb } from '../../../packages/appsync-local/src/dynamodb/startDynamoDb.ts';
import { dynamoDbTable } from '../../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import { keyText } from '../../../lambda/audit/rule/keyText.ts';
import { createTargetTable } from '../../../packages/legacy-migration/src/demoLegacy/targetTable.ts';
import { audit, type ExitCode } from '../../../tools/audit/audit.ts';
import type { AuditOptions } from '../../../tools/audit/options.ts';
import { TABLE_NAME } from '../../lambda/support/startTable.ts';
import { World } from '../../lambda/support/world.ts';
import type { StoredItem } from '../../support/api.ts';

export interface AuditTable {
  endpoint: string;
  stateDir: string;
  client: DynamoDBClient;
  world: World;
  /** Everything stored, in order of keys. */
  items(): Promise<StoredItem[]>;
  /** Stores many items past all rules. */
  putAll(items: object[]): Promise<void>;
  /** `npm run audit` in this process. */
  act(more?: Partial<AuditOptions>): Promise<{ exitCode: ExitCode; printed: string }>;
  close(): Promise<void>;
}

/**
 * A table of the API without anything that changes it by itself: no stream, hence no healing.
 * @param inFront puts something between the table and everybody but `items`, given its endpoint
 */
export async function startAuditTable(
  inFront: (endpoint: string) => Promise<{ endpoint: string; close(): Promise<void> } | null> = async () => null,
): Promise<AuditTable> {
  const stateDir = mkdtempSync(join(tmpdir(), 'audit-test-'));
  const database = await startDynamoDb({ stateDir, inMemory: true });
  const between = await inFront(database.endpoint);
  const endpoint = between?.endpoint ?? database.endpoint;
  const settings = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const [direct, client] = [
    new DynamoDBClient({ ...settings, endpoint: database.endpoint }),
    new DynamoDBClient({ ...settings, endpoint }),
  ];
  await createTargetTable(direct, TABLE_NAME);
  const close = async () => {
    direct.destroy();
    client.destroy();
    await between?.close();
    await database.close();
    rmSync(stateDir, { recursive: true, force: true });
  };
  return {
    endpoint,
    stateDir,
    client,
    world: new World({ client, endpoint, table: dynamoDbTable(client, TABLE_NAME), close }),
    async items() {
      const items: StoredItem[] = [];
      for await (const { Items = [] } of paginateScan({ client: direct }, { TableName: TABLE_NAME }))
        items.push(...Items.map((item) => unmarshall(item) as StoredItem));
      return items.sort((one, other) => (keyText(one) < keyText(other) ? -1 : 1));
    },
    async putAll(items) {
      for (let start = 0; start < items.length; start += 25) {
        const puts = items.slice(start, start + 25).map((item) => ({ PutRequest: { Item: marshall(item) } }));
        await direct.send(new BatchWriteItemCommand({ RequestItems: { [TABLE_NAME]: puts } }));
      }
    },
    async act(more = {}) {
      const printed: string[] = [];
      const options = { endpoint, repair: false, settleSeconds: 0, patience: 60, stateDir, ...more };
      const exitCode = await audit(options, (text) => printed.push(text));
      return { exitCode, printed: printed.join('\n') };
    },
    close,
  };
}
