import {
  GetItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type AttributeValue,
  type CancellationReason,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { KeyCondition } from '../../../domain/keys.ts';
import { verdictOfError, type Reason } from '../../../domain/transaction.ts';
import type { Table, TransactionAnswer } from './table.ts';
import { transactItem } from './transactItem.ts';

/**
 * The table by the AWS SDK. Plain client and `util-dynamodb` rather than the document client, which leaves the items of
 * cancellation reasons as they come (reference dynamodb 1.4) and so would need both.
 */
export function dynamoDbTable(client: DynamoDBClient, tableName: string): Table {
  return {
    async get<Item>(key: { PK: string; SK: string }) {
      const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: marshall(key), ConsistentRead: true }));
      return plain(Item) as Item | null;
    },
    async query<Item>(condition: KeyCondition, limit: number) {
      const { Items = [] } = await client.send(new QueryCommand({ ...queryInput(tableName, condition), Limit: limit }));
      return Items.map((item) => unmarshall(item) as Item);
    },
    async countPage(condition, start) {
      const from = start === null ? {} : { ExclusiveStartKey: marshall(start) };
      const page = await client.send(new QueryCommand({ ...queryInput(tableName, condition), ...from, Select: 'COUNT' }));
      return { count: page.Count ?? 0, next: plain(page.LastEvaluatedKey) };
    },
    async getTogether(keys) {
      const items = keys.map((key) => ({ Get: { TableName: tableName, Key: marshall(key) } }));
      const { Responses = [] } = await client.send(new TransactGetItemsCommand({ TransactItems: items }));
      return keys.map((_, position) => plain(Responses[position]?.Item));
    },
    async transact(actions, token) {
      const items = actions.map((action) => transactItem(action, tableName));
      const command = new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: token });
      return client.send(command).then((): TransactionAnswer => ({ kind: 'done' }), answerOfError);
    },
  };
}

function queryInput(tableName: string, condition: KeyCondition) {
  return {
    TableName: tableName,
    KeyConditionExpression: condition.expression,
    ExpressionAttributeNames: condition.names,
    ExpressionAttributeValues: marshall(condition.values),
    ConsistentRead: true,
  };
}

function plain(item: Record<string, AttributeValue> | undefined): Record<string, unknown> | null {
  return item ? unmarshall(item) : null;
}

function answerOfError(error: unknown): TransactionAnswer {
  if (error instanceof TransactionCanceledException && error.CancellationReasons) {
    return { kind: 'cancelled', reasons: error.CancellationReasons.map(reasonOf) };
  }
  const verdict = error instanceof Error ? verdictOfError(error.name, error.message) : 'BROKEN';
  if (verdict === 'BROKEN' || error instanceof TypeError) {
    throw error;
  }
  return { kind: verdict === 'REFUSED' ? 'refused' : 'lost' };
}

function reasonOf(reason: CancellationReason): Reason {
  return { type: reason.Code ?? 'None', item: plain(reason.Item) };
}
