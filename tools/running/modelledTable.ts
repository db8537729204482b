import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { tableOf, type Key, type KeyCondition } from '../../domain/keys.ts';
import { judgeAttempt } from '../../domain/verdict.ts';
import { inOrderOf, keysByTable } from '../../lambda/promoteFromWaitlist/table/batch.ts';
import type { Attempt, Table } from '../../lambda/promoteFromWaitlist/table/table.ts';
import { transactItem, type TableNames } from '../../lambda/promoteFromWaitlist/table/transactItem.ts';
import { typedJson } from './typedJson.ts';

type TypedItem = Record<string, AttributeValue>;

const plain = (item: unknown) => (item === undefined ? null : unmarshall(item as TypedItem));

interface ModelAnswer {
  failure: string | null;
  content: Record<string, unknown>;
}

/** The modelled DynamoDB: what it answers to a request in typed JSON, null if the answer is lost. */
interface Model {
  send(operation: string, body: object): Promise<ModelAnswer | null>;
}

/** The Lambda's tables on the conflict model, without SDK and sockets, so that time may be virtual. */
export function modelledTable(model: Model, tableNames: TableNames): Table {
  const send = async (operation: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await model.send(operation, body);
    if (answer?.failure !== null) {
      throw refusal(answer);
    }
    return answer.content;
  };
  const query = async ({ table, expression, names, values }: KeyCondition, more: object) =>
    send('Query', {
      TableName: tableNames[table],
      KeyConditionExpression: expression,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: marshall(values),
      ConsistentRead: true,
      ...more,
    });
  const located = (key: Key) => ({ TableName: tableNames[tableOf(key)], Key: marshall(key) });
  return {
    async get<Item>(key: Key) {
      return plain((await send('GetItem', { ...located(key), ConsistentRead: true })).Item) as Item | null;
    },
    async query<Item>(condition: KeyCondition, limit: number, order?: 'newest first') {
      const { Items } = await query(condition, { Limit: limit, ScanIndexForward: order === undefined });
      return (Items as TypedItem[]).map((item) => unmarshall(item) as Item);
    },
    async countPage(condition) {
      return { count: Number((await query(condition, {})).Count), next: null };
    },
    async getEach(keys) {
      const RequestItems = Object.entries(keysByTable(keys, tableNames)).map(([name, ofTable]) => [
        name,
        { Keys: ofTable.map((key) => marshall(key)), ConsistentRead: true },
      ]);
      const { Responses, UnprocessedKeys } = await send('BatchGetItem', {
        RequestItems: Object.fromEntries(RequestItems),
      });
      if (Object.keys(UnprocessedKeys as object).length > 0) {
        throw Object.assign(new Error('Keys were left out.'), { name: 'ProvisionedThroughputExceededException' });
      }
      const found = Object.values(Responses as Record<string, TypedItem[]>).flat();
      return inOrderOf(
        keys,
        found.map((item) => unmarshall(item)),
      );
    },
    async getTogether(keys) {
      const { Responses } = await send('TransactGetItems', {
        TransactItems: keys.map((key) => ({ Get: located(key) })),
      });
      return (Responses as { Item?: TypedItem }[]).map(({ Item }) => plain(Item));
    },
    async write(action) {
      const [[kind, request]] = Object.entries(typedJson(transactItem(action, tableNames))) as [[string, object]];
      const answer = await model.send(`${kind}Item`, request);
      if (answer?.failure === 'ConditionalCheckFailedException') {
        return { isDone: false, item: plain(answer.content.Item) };
      }
      if (answer?.failure !== null) {
        throw refusal(answer);
      }
      return { isDone: true };
    },
    async transact(actions, token): Promise<Attempt> {
      const TransactItems = actions.map((action) => typedJson(transactItem(action, tableNames)));
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

function refusal(answer: ModelAnswer | null): Error {
  return Object.assign(new Error(JSON.stringify(answer?.content ?? null)), { name: answer?.failure ?? 'TimeoutError' });
}
