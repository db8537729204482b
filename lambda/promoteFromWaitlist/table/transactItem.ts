import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { tableOf, type TableName } from '../../../domain/keys.ts';
import type { Action, Expression } from '../../../domain/transaction.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** What each table is called. */
export type TableNames = Record<TableName, string>;

/** One action of a transaction as the SDK takes it; a failed condition brings the current item (`ALL_OLD`). */
export function transactItem(action: Action, tableNames: TableNames): TransactItem {
  const condition = action.condition ? conditionOf(action.condition) : {};
  const named = {
    TableName: tableNames[tableOf(action.key)],
    ...placeholders([action.update, action.condition]),
    ...condition,
  };
  if (action.operation === 'PutItem') {
    return { Put: { ...named, Item: { ...action.key, ...action.attributes } } };
  }
  if (action.operation === 'DeleteItem') {
    return { Delete: { ...named, Key: action.key } };
  }
  if (action.operation === 'UpdateItem') {
    return { Update: { ...named, Key: action.key, UpdateExpression: action.update?.expression } };
  }
  return { ConditionCheck: { ...named, Key: action.key, ConditionExpression: action.condition?.expression } };
}

function conditionOf(condition: Expression) {
  return { ConditionExpression: condition.expression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
}

/** DynamoDB refuses empty maps of placeholders, hence absent instead. */
function placeholders(expressions: (Expression | undefined)[]) {
  const names = Object.assign({}, ...expressions.map((one) => one?.names)) as Record<string, string>;
  const values = Object.assign({}, ...expressions.map((one) => one?.values)) as Record<string, unknown>;
  return {
    ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
}
