import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ModelAnswer, RunningModel } from 'dynamodb-contention';
import { tableOf, type Key, type KeyCondition } from '../../../domain/keys.ts';
import { judgeAttempt } from '../../../domain/verdict.ts';
import type { Attempt, Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { transactItem } from '../../../lambda/promoteFromWaitlist/table/transactItem.ts';
import { TABLE_NAMES } from './startEventTable.ts';

type TypedItem = Record<string, AttributeValue>;

const plain = (item: unknown) => (item === undefined ? null : unmarshall(item as TypedItem));

/** The tables on the conflict model, without SDK and sockets, so that time may be virtual. */
export function modelTable(model: RunningModel): Table {
  const send = async (operation: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await model.send(operation, body);
    if (answer?.failure !== null) {
      throw refusal(answer);
    }
    return answer.content;
  };
  const query = async ({ table, expression, names, values }: KeyCondition, more: object) =>
    send('Query', {
      TableName: TABLE_NAMES[table],
      KeyConditionExpression: expression,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: marshall(values),
      ConsistentRead: true,
      ...more,
    });
  const located = (key: Key) => ({ TableName: TABLE_NAMES[tableOf(key)], Key: marshall(key) });
  return {
    async get<Item>(key: Key) {
      return plain((await send('GetItem', { ...located(key), ConsistentRead: true })).Item) as Item | null;
    },
    async query<Item>(condition: KeyCondition, limit: number) {
      const { Items } = await query(condition, { Limit: limit });
      return (Items as TypedItem[]).map((item) => unmarshall(item) as Item);
    },
    async countPage(condition) {
      return { count: Number((await query(condition, {})).Count), next: null };
    },
    async getTogether(keys) {
      const { Responses } = await send('TransactGetItems', {
        TransactItems: keys.map((key) => ({ Get: located(key) })),
      });
      return (Responses as { Item?: TypedItem }[]).map(({ Item }) => plain(Item));
    },
    async write(action) {
      const [[kind, request]] = Object.entries(transactItem(action, TABLE_NAMES)) as [[string, object]];
      const answer = await model.send(`${kind}Item`, typed(request));
      if (answer?.failure === 'ConditionalCheckFailedException') {
        return { isDone: false, item: plain(answer.content.Item) };
      }
      if (answer?.failure !== null) {
        throw refusal(answer);
      }
      return { isDone: true };
    },
    async transact(actions, token): Promise<Attempt> {
      const TransactItems = actions.map((action) =>
        Object.fromEntries(
          Object.entries(transactItem(action, TABLE_NAMES)).map(([kind, request]) => [kind, typed(request as object)]),
        ),
      );
      const answer = await model.send('TransactWriteItems', { TransactItems, ClientRequestToken: token });
      if (answer === null) {
        return { kind: 'MAYBE_MADE' };
      }
      if (answer.failure === null) {
        return { kind: 'MADE' };
      }
      const cancelled = answer.content.CancellationReasons as { Code: string; Item?: TypedItem }[] | undefined;
      const reasons = cancelled?.map(({ Code, Item }) => ({ type: Code, item: plain(Item) })) ?? null;
      const verdict = judgeAttempt(answer.failure, '', reasons);
      if (verdict === 'BROKEN') {
        throw refusal(answer);
      }
      return verdict === 'NOT_MADE' ? { kind: verdict, reasons: reasons ?? [] } : { kind: verdict };
    },
  };
}

/** A request with its values in DynamoDB's typed JSON. */
function typed(request: object): object {
  const isValues = (name: string) => ['Key', 'Item', 'ExpressionAttributeValues'].includes(name);
  return Object.fromEntries(
    Object.entries(request).map(([name, value]) => [
      name,
      isValues(name) ? marshall(value as object, { removeUndefinedValues: true }) : value,
    ]),
  );
}

function refusal(answer: ModelAnswer | null): Error {
  return Object.assign(new Error(JSON.stringify(answer?.content ?? null)), { name: answer?.failure ?? 'TimeoutError' });
}
