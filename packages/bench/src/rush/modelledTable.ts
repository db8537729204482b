import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { judgeAttempt } from '../../../../domain/verdict.ts';
import type { Attempt, Table } from '../../../../lambda/promoteFromWaitlist/table/table.ts';
import { transactItem } from '../../../../lambda/promoteFromWaitlist/table/transactItem.ts';
import type { RunningModel } from '../../../dynamodb-contention/src/model/startModel.ts';
import { contentOf } from '../../../dynamodb-contention/src/wire/answer.ts';
import type { RequestBody } from '../../../dynamodb-contention/src/wire/answer.ts';
import { errorName } from '../../../dynamodb-contention/src/wire/errors.ts';
import { typedJson } from '../load/typedJson.ts';
import { MEMORY_TABLE } from './memoryTable.ts';

/**
 * The Lambda's table without SDK and sockets: requests go straight to the modelled DynamoDB, so that time may be
 * virtual. Queries are not offered: nobody who only registers makes one.
 */
export function modelledTable(model: RunningModel): Table {
  const send = async (operation: string, body: RequestBody) => {
    const answer = await model.carryOut({ operation, body, raw: Buffer.alloc(0) });
    return answer === null ? null : { status: answer.status, content: contentOf<Record<string, unknown>>(answer) };
  };
  const refuse = async (): Promise<never> => {
    throw new Error('not part of a rush');
  };
  return {
    async get<Item>(key: object) {
      const answer = await send('GetItem', {
        TableName: MEMORY_TABLE,
        Key: marshall(key),
        ConsistentRead: true,
      } as RequestBody);
      const item = answer?.content['Item'] as Record<string, AttributeValue> | undefined;
      return item === undefined ? null : (unmarshall(item) as Item);
    },
    query: refuse,
    countPage: refuse,
    getTogether: refuse,
    async update(action) {
      const request = typedJson(transactItem(action, MEMORY_TABLE)).Update;
      const answer = await send('UpdateItem', { ...request, ReturnValues: 'UPDATED_NEW' } as RequestBody);
      const failure = answer === null ? 'lost' : errorName(answer.content);
      if (answer?.status === 200) return unmarshall(answer.content['Attributes'] as Record<string, AttributeValue>);
      if (failure === 'ConditionalCheckFailedException') return null;
      throw Object.assign(new Error('refused'), { name: failure ?? 'lost' });
    },
    async transact(actions, token): Promise<Attempt> {
      const items = actions.map(
        (action) => typedJson(transactItem(action, MEMORY_TABLE)) as Record<string, RequestBody>,
      );
      const answer = await send('TransactWriteItems', { TransactItems: items, ClientRequestToken: token });
      if (answer === null) return { kind: 'MAYBE_MADE' };
      if (answer.status === 200) return { kind: 'MADE' };
      const cancellation = answer.content['CancellationReasons'] as
        { Code: string; Item?: Record<string, AttributeValue> }[] | undefined;
      const reasons =
        cancellation?.map(({ Code, Item }) => ({ type: Code, item: Item === undefined ? null : unmarshall(Item) })) ??
        null;
      const verdict = judgeAttempt(errorName(answer.content) ?? '', '', reasons);
      if (verdict === 'BROKEN')
        throw new Error(`the modelled DynamoDB does not take this: ${JSON.stringify(answer.content)}`);
      return verdict === 'NOT_MADE' ? { kind: verdict, reasons: reasons ?? [] } : { kind: verdict };
    },
  };
}
