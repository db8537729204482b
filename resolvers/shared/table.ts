import {
  util,
  type Context,
  type DynamoDBBatchGetItemRequest,
  type DynamoDBExpression,
  type DynamoDBGetItemRequest,
  type DynamoDBQueryRequest,
  type DynamoDBTransactWriteItemsRequest,
  type DynamoDBUpdateItemRequest,
} from '@aws-appsync/utils';
import type { Key, KeyCondition } from '../../domain/keys.ts';
import { keyOf } from '../../domain/keys.ts';
import type { Action, Expression } from '../../domain/transaction.ts';

/** One transaction; a refusal brings the current item of every failed condition. */
export function transact(ctx: Context, actions: Action[]): DynamoDBTransactWriteItemsRequest {
  const table = ctx.env.TABLE_NAME;
  return {
    operation: 'TransactWriteItems',
    transactItems: actions.map((action) => {
      const attributes = action.attributes ? { attributeValues: typedMap(action.attributes) } : {};
      const update = action.update ? { update: typed(action.update) } : {};
      const condition = action.condition ? { condition: { ...typed(action.condition), returnValuesOnConditionCheckFailure: true } } : {};
      return {
        table,
        operation: action.operation,
        key: typedMap(action.key),
        ...attributes,
        ...update,
        ...condition,
      } as DynamoDBTransactWriteItemsRequest['transactItems'][number];
    }),
  };
}

/** One update outside a transaction; it answers the whole item after the update. */
export function updateItem(action: Action): DynamoDBUpdateItemRequest {
  return {
    operation: 'UpdateItem',
    key: typedMap(action.key),
    update: typed(action.update as Expression),
    condition: typed(action.condition as Expression),
  };
}

/** One item, as it is now. */
export function getItem(key: Key): DynamoDBGetItemRequest {
  return { operation: 'GetItem', key: typedMap(key), consistentRead: true };
}

export interface QueryOptions {
  index?: string;
  filter?: Expression;
  limit: number;
  nextToken?: string | null;
  consistentRead?: boolean;
}

/** One page of items in order of their sort key. */
export function query(keyCondition: KeyCondition, options: QueryOptions): DynamoDBQueryRequest {
  const index = options.index ? { index: options.index } : {};
  const filter = options.filter ? { filter: typed(options.filter) } : {};
  const nextToken = options.nextToken ? { nextToken: options.nextToken } : {};
  return {
    operation: 'Query',
    query: typed(keyCondition),
    limit: options.limit,
    scanIndexForward: true,
    consistentRead: options.consistentRead ?? false,
    ...index,
    ...filter,
    ...nextToken,
  };
}

/** Several items (1 to 100, no key twice), in the order of the keys. */
export function batchGet(ctx: Context, keys: Key[], consistentRead: boolean): DynamoDBBatchGetItemRequest {
  const table = ctx.env.TABLE_NAME ?? '';
  return {
    operation: 'BatchGetItem',
    tables: { [table]: { keys: keys.map((key) => typedMap(keyOf(key))), consistentRead } },
  };
}

/** The items of a batchGet in the order of its keys; null where there is none. */
export function batchItems<T>(ctx: Context): (T | null)[] {
  return ctx.result.data[ctx.env.TABLE_NAME ?? ''] as (T | null)[];
}

/** Whether a batchGet left keys unread. */
export function isIncomplete(ctx: Context): boolean {
  const unprocessed = ctx.result.unprocessedKeys?.[ctx.env.TABLE_NAME ?? ''] as unknown[] | null | undefined;
  return unprocessed !== null && unprocessed !== undefined && unprocessed.length > 0;
}

/** An expression with its values in DynamoDB's typed JSON; DynamoDB refuses empty maps. */
function typed(expression: Expression): DynamoDBExpression {
  const names = Object.keys(expression.names).length > 0 ? { expressionNames: expression.names } : {};
  const values = Object.keys(expression.values).length > 0 ? { expressionValues: typedMap(expression.values) } : {};
  return { expression: expression.expression, ...names, ...values };
}

/** Each value in DynamoDB's typed JSON. */
function typedMap(values: object): Record<string, unknown> {
  return util.dynamodb.toMapValues(values as Record<string, unknown>) as Record<string, unknown>;
}
