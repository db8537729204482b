import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { RunningModel } from 'dynamodb-contention';
import { judgeAttempt } from '../../../../domain/verdict.ts';
import type { Attempt, Table } from '../../../../lambda/promoteFromWaitlist/table/table.ts';
import { transactItem } from '../../../../lambda/promoteFromWaitlist/table/transactItem.ts';
import { typedJson } from '../load/typedJson.ts';

/** What the modelled table is called. */
export const MODELLED_TABLE = 'Events';

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
    async get<Item>(key: object) {
      const answer = await model.send('GetItem', {
        TableName: MODELLED_TABLE,
        Key: marshall(key),
        ConsistentRead: true,
      });
      const item = answer?.content.Item as TypedItem | undefined;
      return item === undefined ? null : (unmarshall(item) as Item);
    },
    query: refuse,
    countPage: refuse,
    getTogether: refuse,
    async update(action) {
      const request = typedJson(transactItem(action, MODELLED_TABLE)).Update!;
      const answer = await model.send('UpdateItem', request);
      if (answer?.failure === null) {
        return unmarshall(answer.content.Attributes as TypedItem);
      }
      if (answer?.failure === 'ConditionalCheckFailedException') {
        return null;
      }
      throw Object.assign(new Error('refused'), { name: answer?.failure ?? 'lost' });
    },
    async transact(actions, token): Promise<Attempt> {
      const TransactItems = actions.map((action) => typedJson(transactItem(action, MODELLED_TABLE)));
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
