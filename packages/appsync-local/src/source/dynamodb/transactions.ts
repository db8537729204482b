import { randomUUID } from 'node:crypto';
import {
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import type { SourceAnswer } from '../types.ts';
import { plainAttributes, plainItem, readAttributes, type Attributes } from './attributeValues.ts';
import { describeFailure } from './errors.ts';
import { placeholders, readExpression, readProjection, readTransactionCondition } from './expressions.ts';
import type { Operation } from './operation.ts';
import { RequestFault } from './requestFault.ts';
import { allowOnly, list, optional, readObject, required, text, type RequestObject } from './requestObject.ts';

function readItems(request: RequestObject): RequestObject[] {
  allowOnly(request, ['version', 'operation', 'transactItems']);
  const place = `${request.place}[transactItems]`;
  return required(request, 'transactItems', list).map((item, index) => readObject(item, `${place}[${index}]`));
}

/** TransactGetItems: `{ items: [item or null], cancellationReasons: null }`; without `items` when it was cancelled. */
export const transactGetItems: Operation = async (request, { client }) => {
  const items = readItems(request).map((item) => {
    allowOnly(item, ['table', 'key', 'projection']);
    const projection = optional(item, 'projection', readProjection);
    return {
      Get: {
        TableName: required(item, 'table', text),
        Key: required(item, 'key', readAttributes),
        ProjectionExpression: projection?.expression,
        ExpressionAttributeNames: projection?.names,
      },
    };
  });
  return unlessCancelled('items', async () => {
    const { Responses = [] } = await client.send(new TransactGetItemsCommand({ TransactItems: items }));
    return Responses.map(({ Item }) => plainItem(Item));
  });
};

/**
 * TransactWriteItems: `{ keys, cancellationReasons: null }`; when cancelled `keys` is null. Each call has a token of
 * its own.
 */
export const transactWriteItems: Operation = async (request, { client }) => {
  const actions = readItems(request).map(readAction);
  const command = new TransactWriteItemsCommand({
    TransactItems: actions.map(({ action }) => action),
    ClientRequestToken: randomUUID(),
  });
  return unlessCancelled('keys', async () => {
    await client.send(command);
    return actions.map(({ key }) => plainAttributes(key));
  });
};

const actionFields = ['table', 'operation', 'key', 'condition'];

function readAction(item: RequestObject): { key: Attributes; action: TransactWriteItem } {
  const operation = required(item, 'operation', text);
  const TableName = required(item, 'table', text);
  const key = required(item, 'key', readAttributes);
  const isCheck = operation === 'ConditionCheck';
  const condition = (isCheck ? required : optional)(item, 'condition', readTransactionCondition);
  const common = {
    TableName,
    ConditionExpression: condition?.expression,
    ReturnValuesOnConditionCheckFailure: condition?.returnValuesOnConditionCheckFailure
      ? ('ALL_OLD' as const)
      : undefined,
  };
  switch (operation) {
    case 'PutItem': {
      allowOnly(item, [...actionFields, 'attributeValues']);
      const Item = { ...required(item, 'attributeValues', readAttributes), ...key };
      return { key, action: { Put: { ...common, Item, ...placeholders(condition) } } };
    }
    case 'UpdateItem': {
      allowOnly(item, [...actionFields, 'update']);
      const update = required(item, 'update', readExpression);
      const UpdateExpression = update.expression;
      return { key, action: { Update: { ...common, Key: key, UpdateExpression, ...placeholders(update, condition) } } };
    }
    case 'DeleteItem':
      allowOnly(item, actionFields);
      return { key, action: { Delete: { ...common, Key: key, ...placeholders(condition) } } };
    case 'ConditionCheck': {
      allowOnly(item, actionFields);
      const ConditionExpression = condition?.expression;
      return {
        key,
        action: { ConditionCheck: { ...common, ConditionExpression, Key: key, ...placeholders(condition) } },
      };
    }
    default:
      throw new RequestFault(`Unsupported operation '${operation}' for '${item.place}[operation]'.`);
  }
}

/**
 * `keys`/`items` and `cancellationReasons` are always both present; a blameless item's reason is 'None'
 * (docs/reference/appsync.md#results-and-cancelled-transactions).
 */
async function unlessCancelled(field: 'items' | 'keys', send: () => Promise<unknown[]>): Promise<SourceAnswer> {
  try {
    return { result: { [field]: await send(), cancellationReasons: null } };
  } catch (failure) {
    const reasons = failure instanceof TransactionCanceledException ? failure.CancellationReasons : undefined;
    const cancellationReasons =
      reasons?.map(({ Code = 'None', Message = 'None', Item }) => ({
        type: Code,
        // DynamoDB Local ends this message with a full stop when it returns the item; the service never does.
        message: Code === 'ConditionalCheckFailed' ? Message.replace(/\.$/, '') : Message,
        ...(Item === undefined ? {} : { item: plainAttributes(Item) }),
      })) ?? null;
    return { result: { [field]: null, cancellationReasons }, error: describeFailure(failure) };
  }
}
