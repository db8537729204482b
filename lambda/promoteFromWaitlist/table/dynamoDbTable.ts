import {
  ConditionalCheckFailedException,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  type CancellationReason,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { tableOf, type Key, type KeyCondition } from '../../../domain/keys.ts';
import { judgeAttempt, type Reason } from '../../../domain/verdict.ts';
import { inOrderOf, keysByTable } from './batch.ts';
import type { Attempt, Table } from './table.ts';
import { transactItem, type TableNames } from './transactItem.ts';

/** The tables by the AWS SDK's document client. */
export function dynamoDbTable(client: DynamoDBClient, tableNames: TableNames): Table {
  const documents = DynamoDBDocumentClient.from(client);
  const nameFor = (key: Key): string => tableNames[tableOf(key)];
  return {
    async get<Item>(key: Key) {
      const { Item } = await documents.send(
        new GetCommand({ TableName: nameFor(key), Key: key, ConsistentRead: true }),
      );
      return (Item ?? null) as Item | null;
    },
    async query<Item>(condition: KeyCondition, limit: number, order?: 'newest first') {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          ...queryInput(tableNames[condition.table], condition),
          ...(order === undefined ? {} : { ScanIndexForward: false }),
          Limit: limit,
        }),
      );
      return Items as Item[];
    },
    async countPage(condition, start) {
      const from = start === null ? {} : { ExclusiveStartKey: start };
      const page = await documents.send(
        new QueryCommand({ ...queryInput(tableNames[condition.table], condition), ...from, Select: 'COUNT' }),
      );
      return { count: page.Count ?? 0, next: page.LastEvaluatedKey ?? null };
    },
    async getEach(keys) {
      const requests = Object.entries(keysByTable(keys, tableNames)).map(([name, Keys]) => [
        name,
        { Keys, ConsistentRead: true },
      ]);
      const command = new BatchGetCommand({ RequestItems: Object.fromEntries(requests) });
      const { Responses = {}, UnprocessedKeys = {} } = await documents.send(command);
      // Parts of it can be throttled alone; then all of it is asked for again.
      if (Object.keys(UnprocessedKeys).length > 0) {
        throw new ProvisionedThroughputExceededException({ message: 'Keys were left out.', $metadata: {} });
      }
      return inOrderOf(keys, Object.values(Responses).flat());
    },
    async getTogether(keys) {
      const items = keys.map((key) => ({ Get: { TableName: nameFor(key), Key: key } }));
      const { Responses = [] } = await documents.send(new TransactGetCommand({ TransactItems: items }));
      return keys.map((_, position) => Responses[position]?.Item ?? null);
    },
    async write(action) {
      const { Put, Update, Delete } = transactItem(action, tableNames);
      try {
        if (Put) {
          await documents.send(new PutCommand(Put));
        } else if (Update) {
          await documents.send(new UpdateCommand(Update));
        } else {
          await documents.send(new DeleteCommand(Delete!));
        }
        return { isDone: true };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) {
          return { isDone: false, item: error.Item ? unmarshall(error.Item) : null };
        }
        throw error;
      }
    },
    async transact(actions, token) {
      const items = actions.map((action) => transactItem(action, tableNames));
      const command = new TransactWriteCommand({ TransactItems: items, ClientRequestToken: token });
      return documents.send(command).then((): Attempt => ({ kind: 'MADE' }), failedAttempt);
    },
  };
}

function queryInput(tableName: string, condition: KeyCondition) {
  return {
    TableName: tableName,
    KeyConditionExpression: condition.expression,
    ExpressionAttributeNames: condition.names,
    ExpressionAttributeValues: condition.values,
    ConsistentRead: true,
  };
}

/**
 * @throws the error itself if the transaction is BROKEN; for one that was cancelled, an Error with the types of its
 * reasons
 */
function failedAttempt(error: unknown): Attempt {
  if (!(error instanceof Error) || error instanceof TypeError) {
    throw error;
  }
  const cancellation = error instanceof TransactionCanceledException ? error.CancellationReasons : undefined;
  const reasons = cancellation?.map(reasonOf) ?? null;
  const verdict = judgeAttempt(error.name, error.message, reasons);
  if (verdict === 'BROKEN' && reasons !== null) {
    const types = reasons.map(({ type }) => type).join(', ');
    throw new Error(`A transaction is wrong in itself: ${types}`, { cause: error });
  }
  if (verdict === 'BROKEN') {
    throw error;
  }
  return verdict === 'NOT_MADE' ? { kind: verdict, reasons: reasons ?? [] } : { kind: verdict };
}

/** The document client leaves the items of reasons as they come (docs/reference/dynamodb.md#cancellation-reasons). */
function reasonOf(reason: CancellationReason): Reason {
  return { type: reason.Code ?? 'None', item: reason.Item ? unmarshall(reason.Item) : null };
}
