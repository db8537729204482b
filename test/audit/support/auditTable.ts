import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notePid } from 'appsync-local/testing';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { inject, vi } from 'vitest';
import { dynamoDbTable } from '../../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import { keyText } from '../../../lambda/audit/rule/keyText.ts';
import { audit, type ExitCode } from '../../../tools/audit/audit.ts';
import type { AuditOptions } from '../../../tools/audit/options.ts';
import { eventTable } from '../../../tools/running/eventTable.ts';
import { putItems, scanTable } from '../../../tools/running/tableContent.ts';
import { TABLE_NAME, type TestTable } from '../../lambda/support/startTable.ts';
import { World } from '../../lambda/support/world.ts';
import type { StoredItem } from '../../support/api.ts';

export interface AuditTable {
  endpoint: string;
  credentials: TestTable['credentials'];
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
 * A table of the API without anything that changes it by itself: no stream, hence no healing. Until it is closed, the
 * access key of the environment is its own and the DynamoDB Local is noted in `stateDir`, so that a command that is
 * started finds this table and no other.
 */
export async function startAuditTable(): Promise<AuditTable> {
  const stateDir = mkdtempSync(join(tmpdir(), 'audit-test-'));
  const endpoint = inject('dynamoDbEndpoint');
  const credentials = { accessKeyId: randomUUID().replaceAll('-', ''), secretAccessKey: 'local' };
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId).stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  notePid(stateDir, inject('dynamoDbPid'), null);
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  await client.send(new CreateTableCommand(eventTable(TABLE_NAME)));
  const close = async () => {
    client.destroy();
    vi.unstubAllEnvs();
    rmSync(stateDir, { recursive: true, force: true });
  };
  return {
    endpoint,
    credentials,
    stateDir,
    client,
    world: new World({ client, endpoint, credentials, table: dynamoDbTable(client, TABLE_NAME), close }),
    async items() {
      const items = await scanTable<StoredItem>(client, TABLE_NAME);
      return items.sort((one, other) => (keyText(one) < keyText(other) ? -1 : 1));
    },
    putAll: (items) =>
      putItems(
        client,
        TABLE_NAME,
        items.map((item) => marshall(item)),
      ),
    async act(more = {}) {
      const printed: string[] = [];
      const options = { endpoint, repair: false, settleSeconds: 0, patience: 60, stateDir, ...more };
      const exitCode = await audit(options, (text) => printed.push(text));
      return { exitCode, printed: printed.join('\n') };
    },
    close,
  };
}
