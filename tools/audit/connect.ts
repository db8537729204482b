import {
  DescribeTableCommand,
  ResourceNotFoundException,
  type DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { INDEXES, TABLE_KEYS } from '../../domain/keys.ts';
import { Pace, type Clock } from '../../lambda/audit/table/pace.ts';
import { TableReader } from '../../lambda/audit/table/tableReader.ts';
import { UsageError } from '../../packages/legacy-migration/src/migrate/usageError.ts';
import { findDynamoDb } from '../running/findDynamoDb.ts';
import { findTable } from '../running/findTable.ts';
import { openClient } from '../running/openClient.ts';
import type { AuditOptions } from './options.ts';

const START_PATIENCE_MS = 5_000;
const USUAL_RATE = 500;
/** What the audit reads from the inverted index. */
const NEEDED = ['registrationStatus', 'waitlistedAt'];

export interface Connection {
  client: DynamoDBClient;
  tableName: string;
  reader: TableReader;
  /** As DynamoDB last counted them (every six hours or so). */
  approximateItems: number;
  close(): void;
}

/**
 * The table to be audited, found to be one of the API. Throws UsageError if it is not, cannot be reached or may not be
 * read.
 */
export async function connect(options: AuditOptions, clock: Clock): Promise<Connection> {
  const { table, region, stateDir, patience } = options;
  const endpoint = options.endpoint ?? (table === undefined ? await endpointOfStart(stateDir) : undefined);
  const client = openClient({ endpoint, region });
  try {
    const tableName = table ?? (await findTable(client));
    if (tableName === null) throw new UsageError(`there is no table of the API at ${endpoint}`);
    const description = await describe(client, tableName, clock);
    requireApiTable(description);
    const unitsPerSecond = options.rate ?? (endpoint === undefined ? USUAL_RATE : Infinity);
    const reader = new TableReader(client, tableName, new Pace({ unitsPerSecond, patienceMs: patience * 1000, clock }));
    return { client, tableName, reader, approximateItems: description.ItemCount ?? 0, close: () => client.destroy() };
  } catch (error) {
    client.destroy();
    throw error instanceof UsageError
      ? error
      : new UsageError(`the table cannot be reached: ${(error as Error).message}`, { cause: error });
  }
}

async function endpointOfStart(stateDir: string): Promise<string> {
  const endpoint = await findDynamoDb(stateDir);
  if (endpoint === null) throw new UsageError('no npm start is running here: start it, or name a table with --table');
  return endpoint;
}

async function describe(client: DynamoDBClient, tableName: string, clock: Clock): Promise<TableDescription> {
  const pace = new Pace({ unitsPerSecond: Infinity, patienceMs: START_PATIENCE_MS, clock });
  try {
    return (
      (
        await pace.send(
          () => client.send(new DescribeTableCommand({ TableName: tableName })),
          () => 0,
        )
      ).Table ?? {}
    );
  } catch (error) {
    throw error instanceof ResourceNotFoundException ? new UsageError(`there is no table ${tableName}`) : error;
  }
}

function requireApiTable({ TableName, KeySchema = [], GlobalSecondaryIndexes = [] }: TableDescription): void {
  const { Projection } = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === INDEXES.inverted.name) ?? {};
  const isProjected =
    Projection?.ProjectionType === 'ALL' || NEEDED.every((name) => Projection?.NonKeyAttributes?.includes(name));
  if (KeySchema.map(({ AttributeName }) => AttributeName).join() !== Object.values(TABLE_KEYS).join() || !isProjected) {
    throw new UsageError(`${TableName} is not a table of the API`);
  }
}
