import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { SourceAnswer } from '../types.ts';
import { canonicalMap, plainAttributes, plainItem, readAttributes, type Attributes } from './attributeValues.ts';
import { describeFailure } from './errors.ts';
import { placeholders, readExpression, readWriteCondition, type WriteCondition } from './expressions.ts';
import type { Operation, OperationContext } from './operation.ts';
import { allowOnly, optional, required } from './requestObject.ts';

/**
 * PutItem: the item as written. A failed condition counts as success if the stored item equals it
 * (docs/reference/appsync.md#failed-conditions-of-single-writes).
 */
export const putItem: Operation = async (request, context) => {
  allowOnly(request, ['version', 'operation', 'key', 'attributeValues', 'condition']);
  const key = required(request, 'key', readAttributes);
  const item = { ...required(request, 'attributeValues', readAttributes), ...key };
  const condition = optional(request, 'condition', readWriteCondition);
  const command = new PutItemCommand({
    TableName: context.tableName,
    Item: item,
    ConditionExpression: condition?.expression,
    ...placeholders(condition),
  });
  return unlessRefused(() => context.client.send(command).then(() => ({ result: plainAttributes(item) })), {
    key,
    condition,
    context,
    isDoneBy: (stored) => stored !== undefined && isEqual(stored, item, condition),
  });
};

/** UpdateItem: the whole item after the update. */
export const updateItem: Operation = async (request, context) => {
  allowOnly(request, ['version', 'operation', 'key', 'update', 'condition']);
  const key = required(request, 'key', readAttributes);
  const update = required(request, 'update', readExpression);
  const condition = optional(request, 'condition', readWriteCondition);
  const command = new UpdateItemCommand({
    TableName: context.tableName,
    Key: key,
    UpdateExpression: update.expression,
    ConditionExpression: condition?.expression,
    ...placeholders(update, condition),
    ReturnValues: 'ALL_NEW',
  });
  return unlessRefused(
    () => context.client.send(command).then(({ Attributes }) => ({ result: plainItem(Attributes) })),
    { key, condition, context, isDoneBy: () => false },
  );
};

/** DeleteItem: the item as it was, or null. A failed condition counts as success if the item is gone. */
export const deleteItem: Operation = async (request, context) => {
  allowOnly(request, ['version', 'operation', 'key', 'condition']);
  const key = required(request, 'key', readAttributes);
  const condition = optional(request, 'condition', readWriteCondition);
  const command = new DeleteItemCommand({
    TableName: context.tableName,
    Key: key,
    ConditionExpression: condition?.expression,
    ...placeholders(condition),
    ReturnValues: 'ALL_OLD',
  });
  return unlessRefused(
    () => context.client.send(command).then(({ Attributes }) => ({ result: plainItem(Attributes) })),
    { key, condition, context, isDoneBy: (stored) => stored === undefined },
  );
};

interface FailedCondition {
  key: Attributes;
  condition: WriteCondition | undefined;
  context: OperationContext;
  isDoneBy(stored: Attributes | undefined): boolean;
}

/** After a failed condition AppSync reads the item again; the current one is the result, whatever the verdict. */
async function unlessRefused(write: () => Promise<SourceAnswer>, refusal: FailedCondition): Promise<SourceAnswer> {
  try {
    return await write();
  } catch (failure) {
    if (!(failure instanceof ConditionalCheckFailedException)) {
      throw failure;
    }
    const { key, condition, context } = refusal;
    const { Item } = await context.client.send(
      new GetItemCommand({ TableName: context.tableName, Key: key, ConsistentRead: condition?.consistentRead ?? true }),
    );
    const result = plainItem(Item);
    return refusal.isDoneBy(Item) ? { result } : { result, error: describeFailure(failure) };
  }
}

function isEqual(stored: Attributes, wanted: Attributes, condition: WriteCondition | undefined): boolean {
  const compared = (item: Attributes) => {
    const kept = Object.entries(item).filter(([name]) => !condition?.equalsIgnore.includes(name));
    return canonicalMap(Object.fromEntries(kept));
  };
  return compared(stored) === compared(wanted);
}
