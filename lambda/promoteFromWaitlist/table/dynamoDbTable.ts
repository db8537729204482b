import { ConditionalCheckFailedException, TransactionCanceledException, type CancellationReason, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Key, KeyCondition } from '../../../domain/keys.ts';
import { verdictOfError, type Reason } from '../../../domain/transaction.ts';
import type { Table, TransactionAnswer } from './table.ts';
import { transactItem } from './transactItem.ts';

/** The table by the AWS SDK's document client. */
export function dynamoDbTable(client: DynamoDBClient, tableName: string): Table {
  const documents = DynamoDBDocumentClient.from(client);
  return {
    async get<Item>(key: Key) {
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
      return (Item ?? null) as Item | null;
    },
    async query<Item>(condition: KeyCondition, limit: number) {
      const { Items = [] } = await documents.send(new QueryCommand({ ...queryInput(tableName, condition), Limit: limit }));
      return Items as Item[];
    },
    async countPage(condition, start) {
      const from = start === null ? {} : { ExclusiveStartKey: start };
      const page = await documents.send(new QueryCommand({ ...queryInput(tableName, condition), ...from, Select: 'COUNT' }));
      return { count: page.Count ?? 0, next: page.LastEvaluatedKey ?? null };
    },
    async getTogether(keys) {
      const items = keys.map((key) => ({ Get: { TableName: tableName, Key: key } }));
      const { Responses = [] } = await documents.send(new TransactGetCommand({ TransactItems: items }));
      return keys.map((_, position) => Responses[position]?.Item ?? null);
    },
    async update(action) {
      const input = { ...transactItem(action, tableName).Update!, ReturnValues: 'UPDATED_NEW' as const };
      try {
        const { Attributes = {} } = await documents.send(new UpdateCommand(input));
        return Attributes;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) {
          return null;
        }
        throw error;
      }
    },
    async transact(actions, token) {
      const items = actions.map((action) => transactItem(action, tableName));
      const command = new TransactWriteCommand({ TransactItems: items, ClientRequestToken: token });
      return documents.send(command).then((): TransactionAnswer => ({ kind: 'done' }), answerOfError);
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

/** The document client leaves the items of reasons as they come (reference dynamodb 1.4). */
function reasonOf(reason: CancellationReason): Reason {
  return { type: reason.Code ?? 'None', item: reason.Item ? unmarshall(reason.Item) : null };
}
