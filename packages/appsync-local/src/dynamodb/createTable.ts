import {
  CreateTableCommand,
  DynamoDBClient,
  DescribeTableCommand,
  DynamoDBServiceException,
  ResourceNotFoundException,
  waitUntilTableExists,
  type CreateTableCommandInput,
  type DynamoDBClientConfig,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { TableBlueprint } from '../assembly/blueprint.ts';
import { StartError } from '../error/localError.ts';

type Index = { IndexName?: string; KeySchema?: unknown; Projection?: unknown };

/** Creates every table that is not there yet. Throws StartError when the database cannot be read. */
export async function createTables(config: DynamoDBClientConfig, tables: readonly TableBlueprint[]): Promise<void> {
  const client = new DynamoDBClient(config);
  try {
    for (const table of tables) {
      await createTable(client, table);
    }
  } catch (error) {
    throw isUnreadable(error)
      ? new StartError(
          'DynamoDB Local cannot read its tables: remove the local database (the folder dynamodb in the state directory) or start with --in-memory.',
        )
      : error;
  } finally {
    client.destroy();
  }
}

/**
 * Creates a table as its template says, with indexes and stream, unless it is there already with the same keys.
 * Throws StartError when the existing table's keys or indexes are others: local data is never dropped unasked.
 */
async function createTable(client: DynamoDBClient, table: TableBlueprint): Promise<void> {
  const wanted = tableInput(table);
  const existing = await describe(client, table.name);
  if (existing !== undefined) {
    if (shapeOf(existing) === shapeOf(wanted)) {
      return;
    }
    throw new StartError(
      `The table ${table.name} exists locally with other keys or indexes than the template's: remove the local database (the folder dynamodb in the state directory) or start with --in-memory.`,
    );
  }
  await client.send(new CreateTableCommand(wanted));
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName: table.name });
}

/** DynamoDB Local says no more than this of a file that is no database, or one it may not write. */
function isUnreadable(error: unknown): boolean {
  return error instanceof DynamoDBServiceException && error.name === 'InternalFailure';
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Template properties as the CreateTable request; CloudFormation's index options that have no local effect are left
 * out.
 */
function tableInput({ name, properties }: TableBlueprint): CreateTableCommandInput {
  const {
    KeySchema,
    AttributeDefinitions,
    GlobalSecondaryIndexes,
    LocalSecondaryIndexes,
    BillingMode,
    ProvisionedThroughput,
    StreamSpecification,
  } = properties as Partial<CreateTableCommandInput>;
  return {
    TableName: name,
    KeySchema,
    AttributeDefinitions,
    GlobalSecondaryIndexes: GlobalSecondaryIndexes?.map(
      ({ IndexName, KeySchema: keys, Projection, ProvisionedThroughput: throughput }) => ({
        IndexName,
        KeySchema: keys,
        Projection,
        ProvisionedThroughput: throughput,
      }),
    ),
    LocalSecondaryIndexes,
    BillingMode: BillingMode ?? 'PROVISIONED',
    ProvisionedThroughput,
    StreamSpecification:
      StreamSpecification === undefined
        ? undefined
        : { StreamEnabled: true, StreamViewType: StreamSpecification.StreamViewType },
  };
}

/** Keys and indexes as comparable text. */
function shapeOf({
  KeySchema,
  GlobalSecondaryIndexes,
  LocalSecondaryIndexes,
  StreamSpecification,
}: CreateTableCommandInput | TableDescription): string {
  const indexes = (list: Index[] | undefined) =>
    (list ?? [])
      .map(
        ({ IndexName, KeySchema: keys, Projection }) =>
          `${IndexName} ${keysOf(keys)} ${JSON.stringify(projectionOf(Projection))}`,
      )
      .sort();
  return JSON.stringify([
    keysOf(KeySchema),
    indexes(GlobalSecondaryIndexes as Index[] | undefined),
    indexes(LocalSecondaryIndexes as Index[] | undefined),
    StreamSpecification?.StreamViewType ?? null,
  ]);
}

function keysOf(schema: unknown): string {
  return ((schema ?? []) as { AttributeName: string; KeyType: string }[])
    .map((key) => `${key.AttributeName}:${key.KeyType}`)
    .join(',');
}

function projectionOf(projection: unknown): unknown {
  const { ProjectionType: type, NonKeyAttributes: names = [] } = (projection ?? {}) as {
    ProjectionType?: string;
    NonKeyAttributes?: string[];
  };
  return [type, [...names].sort()];
}
