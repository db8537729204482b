import {
  util,
  type Context,
  type DynamoDBBatchGetItemRequest,
  type DynamoDBExpression,
  type DynamoDBGetItemRequest,
  type DynamoDBPutItemRequest,
  type DynamoDBQueryRequest,
  type DynamoDBTransactWriteItemsRequest,
  type DynamoDBUpdateItemRequest,
} from '@aws-appsync/utils';
import { keyOf, type Key, type KeyCondition } from '../../domain/keys.ts';
import type { Action, Expression } from '../../domain/transaction.ts';

/** One transaction; if it is cancelled, every failed condition brings the current item. */
export function transact(ctx: Context, actions: Action[]): DynamoDBTransactWriteItemsRequest {
  const table = tableName(ctx);
  return {
    operation: 'TransactWriteItems',
    transactItems: actions.map((action) => {
      const attributes = action.attributes ? { attributeValues: typedMap(action.attributes) } : {};
      const update = action.update ? { update: typed(action.update) } : {};
      const condition = action.condition
        ? { condition: { ...typed(action.condition), returnValuesOnConditionCheckFailure: true } }
        : {};
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

/** One put outside a transaction; where its condition fails, it answers the item that is there. */
export function putItem(action: Action): DynamoDBPutItemRequest {
  return {
    operation: 'PutItem',
    key: typedMap(action.key),
    attributeValues: typedMap(action.attributes ?? {}),
    condition: typed(action.condition as Expression),
  } as DynamoDBPutItemRequest;
}

/** One item, as it is now; not read consistently, as it was a moment ago, at half the price. */
export function getItem(key: Key, consistentRead = true): DynamoDBGetItemRequest {
  return { operation: 'GetItem', key: typedMap(key), consistentRead };
}

export interface QueryOptions {
  index?: string;
  filter?: Expression;
  limit: number;
  nextToken?: string | null;
  consistentRead?: boolean;
  order?: 'newest first';
}

/** The item that a getItem has found, null if there is none. */
export function itemOf<Item>(ctx: Context): Item | null {
  return ctx.result as Item | null;
}

/** Items of a list, and where the next page begins; null at the end. */
export interface Page<Item> {
  items: Item[];
  nextToken: string | null;
}

/** What one step finds for the next one to read. */
export interface KeyPage {
  keys: Key[];
  nextToken: string | null;
}

/** The page that a query has found. */
export function pageOf<Item>(ctx: Context): Page<Item> {
  return ctx.result as Page<Item>;
}

/** One page of items in order of their sort key, or from its end. */
export function query(keyCondition: KeyCondition, options: QueryOptions): DynamoDBQueryRequest {
  const index = options.index ? { index: options.index } : {};
  const filter = options.filter ? { filter: typed(options.filter) } : {};
  const nextToken = options.nextToken ? { nextToken: options.nextToken } : {};
  return {
    operation: 'Query',
    query: typed(keyCondition),
    limit: options.limit,
    scanIndexForward: options.order === undefined,
    consistentRead: options.consistentRead ?? false,
    ...index,
    ...filter,
    ...nextToken,
  };
}

/** Several items (1 to 100, no key twice), in the order of the keys. */
export function batchGet(ctx: Context, keys: Key[], consistentRead: boolean): DynamoDBBatchGetItemRequest {
  return {
    operation: 'BatchGetItem',
    tables: { [tableName(ctx)]: { keys: keys.map((key) => typedMap(keyOf(key))), consistentRead } },
  };
}

/** The items of a batchGet in the order of its keys; null where there is none. */
export function batchItems<T>(ctx: Context): (T | null)[] {
  return batchOf<T>(ctx).data[tableName(ctx)] ?? [];
}

/** Whether a batchGet left keys unread. */
export function isIncomplete(ctx: Context): boolean {
  return (batchOf(ctx).unprocessedKeys?.[tableName(ctx)] ?? []).length > 0;
}

interface Batch<Item> {
  data: Record<string, (Item | null)[]>;
  unprocessedKeys?: Record<string, unknown[] | null> | null;
}

function batchOf<Item>(ctx: Context): Batch<Item> {
  return ctx.result as Batch<Item>;
}

function tableName(ctx: Context): string {
  return ctx.env.TABLE_NAME ?? '';
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
