import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { memoryTable, type MemoryTable } from '../src/memoryTable.ts';
import { startFaultyDynamoDb, type FaultyDynamoDb, type FaultyDynamoDbOptions } from '../src/startFaultyDynamoDb.ts';
import { startTables } from 'appsync-local/testing';
import { inject } from 'vitest';

export const TABLE_NAME = 'Things';

export type StoredItem = Record<string, AttributeValue>;
export const text = (S: string): AttributeValue => ({ S });
export const number = (N: number): AttributeValue => ({ N: String(N) });
export const keyOf = (PK: string, SK = 'A'): StoredItem => ({ PK: text(PK), SK: text(SK) });

/** The same table without its indexes, empty and in memory. */
export function thingsInMemory(): MemoryTable {
  return memoryTable({
    TableName: TABLE_NAME,
    AttributeDefinitions: ['PK', 'SK'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ],
  });
}

/**
 * A table of its own on the run's DynamoDB Local: keys PK and SK, index All (SK, PK) with everything, index Some
 * (group, PK) with `shown`. `direct` reaches it past all proxies.
 */
export async function startThings() {
  const index = (IndexName: string, partitionKey: string, projected?: string) => ({
    IndexName,
    KeySchema: [
      { AttributeName: partitionKey, KeyType: 'HASH' as const },
      { AttributeName: 'PK', KeyType: 'RANGE' as const },
    ],
    Projection:
      projected === undefined
        ? { ProjectionType: 'ALL' as const }
        : { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [projected] },
  });
  const { client: direct, ...at } = await startTables(inject('dynamoDbEndpoint'), {
    TableName: TABLE_NAME,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['PK', 'SK', 'group'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [index('All', 'SK'), index('Some', 'group', 'shown')],
  });
  const open: (() => Promise<void>)[] = [];
  return {
    endpoint: at.endpoint,
    accessKeyId: at.credentials.accessKeyId,
    direct,
    put: (item: StoredItem) => direct.send(new PutItemCommand({ TableName: TABLE_NAME, Item: item })),
    get: async (key: StoredItem) =>
      (await direct.send(new GetItemCommand({ TableName: TABLE_NAME, Key: key, ConsistentRead: true }))).Item,
    /** A proxy of its own and a client of it that sends everything once. */
    async proxy(options: Partial<FaultyDynamoDbOptions> = {}): Promise<FaultyDynamoDb & { client: DynamoDBClient }> {
      const faulty = await startFaultyDynamoDb({ target: at.endpoint, seed: 1, ...options });
      const client = new DynamoDBClient({ ...at, endpoint: faulty.endpoint, maxAttempts: 1 });
      open.push(async () => {
        client.destroy();
        await faulty.close();
      });
      return { ...faulty, client };
    },
    async stop() {
      await Promise.all(open.map((close) => close()));
      direct.destroy();
    },
  };
}

export type Things = Awaited<ReturnType<typeof startThings>>;

/** Actions of a transaction. */
export const put = (item: StoredItem, ConditionExpression?: string): TransactWriteItem => ({
  Put: { TableName: TABLE_NAME, Item: item, ConditionExpression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
});
export const addOne = (key: StoredItem, condition?: string): TransactWriteItem => ({
  Update: {
    TableName: TABLE_NAME,
    Key: key,
    UpdateExpression: 'ADD #count :one',
    ConditionExpression: condition,
    ExpressionAttributeNames: { '#count': 'count' },
    ExpressionAttributeValues: { ':one': { N: '1' } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});
export const remove = (key: StoredItem): TransactWriteItem => ({ Delete: { TableName: TABLE_NAME, Key: key } });
export const check = (key: StoredItem, ConditionExpression = 'attribute_exists(PK)'): TransactWriteItem => ({
  ConditionCheck: {
    TableName: TABLE_NAME,
    Key: key,
    ConditionExpression,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

/** A promise that the test itself ends. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
