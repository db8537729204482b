import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSecrets, notePid } from 'appsync-local/testing';
import { marshall } from '@aws-sdk/util-dynamodb';
import { inject, vi } from 'vitest';
import { keyText } from '../../../lambda/audit/rule/keyText.ts';
import { audit, type ExitCode } from '../../../tools/audit/audit.ts';
import type { AuditOptions } from '../../../tools/audit/options.ts';
import { putItems, scanTable, type StoredItem } from '../../../tools/running/tableContent.ts';
import { startEventTable, TABLE_NAME, TABLE_NAMES, type EventTable } from '../../lambda/support/startEventTable.ts';
import { World } from '../../lambda/support/world.ts';

export interface AuditTable extends EventTable {
  stateDir: string;
  world: World;
  /** Everything stored, in order of keys. */
  items(): Promise<StoredItem[]>;
  /** Everything in the lanes, in order of keys. */
  laneItems(): Promise<StoredItem[]>;
  /** Stores many items past all rules. */
  putAll(items: object[]): Promise<void>;
  /** `npm run audit` in this process. */
  act(more?: Partial<AuditOptions>): Promise<{ exitCode: ExitCode; printed: string }>;
}

/**
 * A table of the API without anything that changes it by itself: no stream, hence no healing. It is under the access
 * key of `stateDir`, where the DynamoDB Local is noted, and that is the key of the environment until it is closed: a
 * command that is started finds this table and no other.
 */
export async function startAuditTable(): Promise<AuditTable> {
  const stateDir = mkdtempSync(join(tmpdir(), 'audit-test-'));
  const secrets = await loadSecrets(stateDir);
  const started = await startEventTable(secrets.credentials);
  const { client, endpoint, credentials } = started;
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
  notePid(stateDir, inject('dynamoDbPid'));
  return {
    ...started,
    stateDir,
    world: new World(started),
    items: () => itemsOf(client, TABLE_NAME),
    laneItems: () => itemsOf(client, TABLE_NAMES.lane),
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
    close() {
      started.close();
      vi.unstubAllEnvs();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

async function itemsOf(client: EventTable['client'], tableName: string): Promise<StoredItem[]> {
  const items = await scanTable<StoredItem>(client, tableName);
  return items.sort((one, other) => (keyText(one) < keyText(other) ? -1 : 1));
}
