import {
  DescribeTableCommand,
  ResourceNotFoundException,
  type DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { TABLE_KEYS } from '../../../../domain/keys.ts';
import { openClient } from '../../../../tools/running/openClient.ts';
import type { MigrateOptions } from './options.ts';
import type { Source } from './source/scanSegment.ts';
import type { Target } from './target/writeEvents.ts';
import { RequestWindow } from './requestWindow.ts';
import { UsageError } from '../../../../tools/frame/usageError.ts';

const START_PATIENCE_MS = 10_000;

export interface Connection {
  source: Source;
  target: Target;
  /** Records in the old table, as DynamoDB last counted them (every six hours or so). */
  approximateRecords: number;
  close(): void;
}

/** Both tables, found to have the keys that they should have. Throws UsageError if not. */
export async function connect({
  source,
  target,
  sourceKey,
  endpoint,
  region,
  patience,
}: MigrateOptions): Promise<Connection> {
  if (source === target) {
    throw new UsageError('--source and --target are the same table');
  }
  const client = await openClient({ endpoint, region });
  const [old, current] = await Promise.all([
    describeTable(client, source, patience),
    describeTable(client, target, patience),
  ]);
  requireKeys('--source', old, [sourceKey], 'name its only key attribute with --source-key');
  requireKeys('--target', current, Object.values(TABLE_KEYS), 'this is not a table of the new API');
  const window = () => new RequestWindow({ patienceMs: patience * 1000 });
  return {
    source: { client, tableName: source, key: sourceKey, window: window() },
    target: { client, tableName: target, window: window() },
    approximateRecords: old.ItemCount ?? 0,
    close: () => client.destroy(),
  };
}

async function describeTable(client: DynamoDBClient, name: string, patience: number): Promise<TableDescription> {
  const window = new RequestWindow({ patienceMs: Math.min(patience * 1000, START_PATIENCE_MS) });
  try {
    return (await window.send(1, () => client.send(new DescribeTableCommand({ TableName: name })))).Table ?? {};
  } catch (error) {
    throw error instanceof ResourceNotFoundException ? new UsageError(`there is no table ${name}`) : error;
  }
}

function requireKeys(
  option: string,
  { TableName, KeySchema = [] }: TableDescription,
  keys: string[],
  advice: string,
): void {
  const names = KeySchema.map(({ AttributeName }) => AttributeName ?? '');
  if (names.join() !== keys.join()) {
    throw new UsageError(`${option} ${TableName} has the key ${names.join(', ')}, not ${keys.join(', ')}: ${advice}`);
  }
}
