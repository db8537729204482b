import {
  DescribeTableCommand,
  ResourceNotFoundException,
  type DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { INDEXES, TABLE_KEYS } from '../../domain/keys.ts';
import type { Clock } from '../../lambda/clock.ts';
import { Pace } from '../../lambda/audit/table/pace.ts';
import { TableReader } from '../../lambda/audit/table/tableReader.ts';
import { UsageError } from '../frame/usageError.ts';
import { findTable } from '../running/findTable.ts';
import { noneRuns, type Where } from '../running/locateApi.ts';
import { locateDatabase } from '../running/locateDatabase.ts';
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
  /** The table of the lanes; null where none is named or found. */
  lanes: { tableName: string; reader: TableReader } | null;
  /** As DynamoDB last counted them (every six hours or so). */
  approximateItems: number;
  close(): void;
}

/**
 * The tables to be audited, that of the events found to be one of the API. Throws UsageError if it is not, cannot be
 * reached or may not be read.
 */
export async function connect(options: AuditOptions, clock: Clock): Promise<Connection> {
  const { table, laneTable, region, url, stateDir, patience } = options;
  const started =
    options.endpoint === undefined && table === undefined ? await findStart({ url, stateDir }) : undefined;
  const endpoint = options.endpoint ?? started?.endpoint;
  const client = await openClient({ endpoint, region, credentials: started?.credentials });
  try {
    const tableName = table ?? (await findTable(client));
    if (tableName === null) {
      throw new UsageError(`there is no table of the API at ${endpoint}`);
    }
    const description = await describe(client, tableName, clock);
    requireApiTable(description);
    const unitsPerSecond = options.rate ?? (endpoint === undefined ? USUAL_RATE : Infinity);
    const pace = new Pace({ unitsPerSecond, patienceMs: patience * 1000, clock });
    const laneTableName = laneTable ?? (table === undefined ? await findTable(client, 'lane') : null);
    return {
      client,
      tableName,
      reader: new TableReader(client, tableName, pace),
      lanes:
        laneTableName === null
          ? null
          : { tableName: laneTableName, reader: new TableReader(client, laneTableName, pace) },
      approximateItems: description.ItemCount ?? 0,
      close: () => client.destroy(),
    };
  } catch (error) {
    client.destroy();
    throw error instanceof UsageError
      ? error
      : new UsageError(`the table cannot be reached: ${(error as Error).message}`, { cause: error });
  }
}

async function findStart(where: Where): Promise<NonNullable<Awaited<ReturnType<typeof locateDatabase>>>> {
  const started = await locateDatabase(where);
  if (started === null) {
    throw new UsageError(
      `${noneRuns(where.stateDir)}: start it, name another place with --url or --state-dir, or a table with --table`,
    );
  }
  return started;
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
