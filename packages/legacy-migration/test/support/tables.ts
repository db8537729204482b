import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTables } from 'appsync-local/testing';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { inject, vi } from 'vitest';
import { createLegacyTable, fillLegacyTable } from '../../src/demoLegacy/legacyTable.ts';
import { migrate } from '../../src/migrate/migrate.ts';
import type { ActionName, MigrateOptions } from '../../src/migrate/options.ts';
import type { RejectLine, RecordLine } from '../../src/migrate/record/lines.ts';
import type { LegacyRecord } from '../../src/migrate/rules/attributeJson.ts';
import { eventTable } from '../../../../tools/running/eventTable.ts';
import { scanTable, type StoredItem } from '../../../../tools/running/tableContent.ts';
import { jsonOf, linesOf } from './files.ts';

/** An old and a new table of one case, and a directory for its files. */
export interface Move {
  options: MigrateOptions;
  directory: string;
  /** Runs an action in this process. */
  act(
    action: ActionName,
    more?: Partial<MigrateOptions>,
  ): Promise<{ exitCode: number; printed: string; records: RecordLine[]; rejects: RejectLine[] }>;
  oldRecords(): Promise<Record<string, unknown>[]>;
  newItems(): Promise<StoredItem[]>;
}

export interface MoveTables {
  endpoint: string;
  client: DynamoDBClient;
  documents: DynamoDBDocumentClient;
  /** Fresh tables, the old one with these records. */
  move(records: LegacyRecord[]): Promise<Move>;
  close(): Promise<void>;
}

/**
 * Tables for moving events, without the API, on the run's DynamoDB Local. Until they are closed, the access key of the
 * environment is their own, so that a command that is started finds them and no others.
 */
export async function startMoveTables(): Promise<MoveTables> {
  const stateDir = mkdtempSync(join(tmpdir(), 'migrate-test-'));
  const { endpoint, credentials, client, close } = await startTables(inject('dynamoDbEndpoint'));
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  let cases = 0;
  const documents = DynamoDBDocumentClient.from(client);
  return {
    endpoint,
    client,
    documents,
    async move(records) {
      cases += 1;
      const [source, target] = [`old-${cases}`, `new-${cases}`];
      await Promise.all([createLegacyTable(client, source), client.send(new CreateTableCommand(eventTable(target)))]);
      await fillLegacyTable(
        client,
        source,
        records.map((record) => ({ kind: 'plain', record })),
      );
      const directory = mkdtempSync(join(stateDir, 'case-'));
      const options = optionsOf({ source, target, endpoint }, directory);
      return {
        options,
        directory,
        async act(action, more = {}) {
          const printed: string[] = [];
          const report = join(directory, `${action}.json`);
          const exitCode = await migrate({ ...options, action, report, ...more }, (text) => printed.push(text));
          return {
            exitCode,
            printed: printed.join('\n'),
            records: jsonOf(more.report ?? report)?.records ?? [],
            rejects: linesOf(options.rejects),
          };
        },
        oldRecords: () => scanTable(client, source),
        newItems: () => scanTable(client, target),
      };
    },
    async close() {
      close();
      vi.unstubAllEnvs();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

/** The options of a case, its files in the directory. */
function optionsOf(tables: Pick<MigrateOptions, 'source' | 'target' | 'endpoint'>, directory: string): MigrateOptions {
  const files = { checkpoint: join(directory, 'checkpoint.json'), rejects: join(directory, 'rejects.jsonl') };
  return { ...tables, ...files, action: 'plan', sourceKey: 'eventId', mapIds: false, segments: 3, patience: 60 };
}
