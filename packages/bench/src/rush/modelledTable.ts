import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ModelAnswer, RunningModel } from 'dynamodb-contention';
import { tableOf, type Key, type KeyCondition } from '../../../../domain/keys.ts';
import { judgeAttempt } from '../../../../domain/verdict.ts';
import type { Attempt, Table } from '../../../../lambda/promoteFromWaitlist/table/table.ts';
import { transactItem } from '../../../../lambda/promoteFromWaitlist/table/transactItem.ts';
import { typedJson } from '../load/typedJson.ts';

/** What the modelled tables are called. */
export const MODELLED_TABLES = { events: 'Events', lane: 'Lane' };

type TypedItem = Record<string, AttributeValue>;

/**
 * The Lambda's table without SDK and sockets: requests go straight to the modelled DynamoDB, so that time may be
 * virtual. It has no queries: registering makes none.
 */
export function modelledTable(model: RunningModel): Table {
  const refuse = async (): Promise<never> => {
    throw new Error('not part of a rush');
  };
  return {
    async get<Item>(key: Key) {
      const answer = await model.send('GetItem', {
        TableName: MODELLED_TABLES[tableOf(key)],
        Key: marshall(key),
        ConsistentRead: true,
      });
      if (answer?.failure !== null) {
        throw refusal(answer);
      }
      const item = answer.content.Item as TypedItem | undefined;
      return item === undefined ? null : (unmarshall(item) as Item);
    },
    async query<Item>(condition: KeyCondition, limit: number) {
      const answer = await model.send('Query', {
        TableName: MODELLED_TABLES[condition.table],
        KeyConditionExpression: condition.expression,
        ExpressionAttributeNames: condition.names,
        ExpressionAttributeValues: marshall(condition.values),
        ConsistentRead: true,
        Limit: limit,
      });
      if (answer?.failure !== null) {
        throw refusal(answer);
      }
      return (answer.content.Items as TypedItem[]).map((item) => unmarshall(item) as Item);
    },
    countPage: refuse,
    async getTogether(keys) {
      const TransactItems = keys.map((key) => ({
        Get: { TableName: MODELLED_TABLES[tableOf(key)], Key: marshall(key) },
      }));
      const answer = await model.send('TransactGetItems', { TransactItems });
      if (answer?.failure !== null) {
        throw refusal(answer);
      }
      return (answer.content.Responses as { Item?: TypedItem }[]).map(({ Item }) => (Item ? unmarshall(Item) : null));
    },
    async write(action) {
      const { Put, Update, Delete } = typedJson(transactItem(action, MODELLED_TABLES));
      const answer = Put
        ? await model.send('PutItem', Put)
        : Update
          ? await model.send('UpdateItem', Update)
          : await model.send('DeleteItem', Delete!);
      if (answer?.failure === null) {
        return { isDone: true };
      }
      if (answer?.failure === 'ConditionalCheckFailedException') {
        const item = answer.content.Item as TypedItem | undefined;
        return { isDone: false, item: item === undefined ? null : unmarshall(item) };
      }
      throw refusal(answer);
    },
    async transact(actions, token): Promise<Attempt> {
      const TransactItems = actions.map((action) => typedJson(transactItem(action, MODELLED_TABLES)));
      const answer = await model.send('TransactWriteItems', { TransactItems, ClientRequestToken: token });
      if (answer === null) {
        return { kind: 'MAYBE_MADE' };
      }
      if (answer.failure === null) {
        return { kind: 'MADE' };
      }
      const cancellation = answer.content.CancellationReasons as { Code: string; Item?: TypedItem }[] | undefined;
      const reasons =
        cancellation?.map(({ Code, Item }) => ({ type: Code, item: Item === undefined ? null : unmarshall(Item) })) ??
        null;
      const verdict = judgeAttempt(answer.failure, '', reasons);
      if (verdict === 'BROKEN') {
        throw new Error(`the modelled DynamoDB does not take this: ${JSON.stringify(answer.content)}`);
      }
      return verdict === 'NOT_MADE' ? { kind: verdict, reasons: reasons ?? [] } : { kind: verdict };
    },
  };
}

function refusal(answer: ModelAnswer | null): Error {
  return Object.assign(new Error('refused'), { name: answer?.failure ?? 'lost' });
}
