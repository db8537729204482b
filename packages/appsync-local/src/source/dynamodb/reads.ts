import { GetItemCommand, QueryCommand, ScanCommand, type Select } from '@aws-sdk/client-dynamodb';
import type { SourceAnswer } from '../types.ts';
import { plainAttributes, plainItem, readAttributes, type Attributes } from './attributeValues.ts';
import { invalidPaginationToken } from './errors.ts';
import { placeholders, readExpression, readProjection } from './expressions.ts';
import type { Operation, OperationContext } from './operation.ts';
import { allowOnly, flag, optional, required, text, wholeNumber, type RequestObject } from './requestObject.ts';

/** GetItem: the item, or null. */
export const getItem: Operation = async (request, { client, tableName }) => {
  allowOnly(request, ['version', 'operation', 'key', 'consistentRead', 'projection']);
  const projection = optional(request, 'projection', readProjection);
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: tableName,
      Key: required(request, 'key', readAttributes),
      ConsistentRead: optional(request, 'consistentRead', flag),
      ProjectionExpression: projection?.expression,
      ...placeholders(projection),
    }),
  );
  return { result: plainItem(Item) };
};

const pageFields = [
  'version',
  'operation',
  'index',
  'limit',
  'nextToken',
  'consistentRead',
  'select',
  'filter',
  'projection',
];

function readPage(request: RequestObject, { tableName, tokens, resolver }: OperationContext) {
  const index = optional(request, 'index', text);
  const filter = optional(request, 'filter', readExpression);
  const projection = optional(request, 'projection', readProjection);
  const token = optional(request, 'nextToken', text);
  const boundTo = [resolver, required(request, 'operation', text), tableName, index ?? ''];
  const startKey = token === undefined ? undefined : tokens.open(token, boundTo);
  return {
    filter,
    projection,
    hasForeignToken: token !== undefined && startKey === undefined,
    input: {
      TableName: tableName,
      IndexName: index,
      Limit: optional(request, 'limit', wholeNumber),
      ConsistentRead: optional(request, 'consistentRead', flag) ?? false,
      // With a projection SPECIFIC_ATTRIBUTES is the default; else DynamoDB's own defaults are AppSync's
      // (docs/reference/appsync.md#request-objects).
      Select: optional(request, 'select', text) as Select | undefined,
      FilterExpression: filter?.expression,
      ProjectionExpression: projection?.expression,
      ExclusiveStartKey: startKey,
    },
    answer: (output: { Items?: Attributes[]; LastEvaluatedKey?: Attributes; ScannedCount?: number }): SourceAnswer => ({
      result: {
        items: (output.Items ?? []).map(plainAttributes),
        nextToken: output.LastEvaluatedKey ? tokens.seal(output.LastEvaluatedKey, boundTo) : null,
        scannedCount: output.ScannedCount ?? 0,
      },
    }),
  };
}

/** Query: a page `{ items, nextToken, scannedCount }`. */
export const query: Operation = async (request, context) => {
  allowOnly(request, [...pageFields, 'query', 'scanIndexForward']);
  const keyCondition = required(request, 'query', readExpression);
  const page = readPage(request, context);
  const forward = optional(request, 'scanIndexForward', flag) ?? true;
  if (page.hasForeignToken) {
    return { result: null, error: invalidPaginationToken };
  }
  const output = await context.client.send(
    new QueryCommand({
      ...page.input,
      KeyConditionExpression: keyCondition.expression,
      ScanIndexForward: forward,
      ...placeholders(keyCondition, page.filter, page.projection),
    }),
  );
  return page.answer(output);
};

/** Scan: a page like Query's. */
export const scan: Operation = async (request, context) => {
  allowOnly(request, [...pageFields, 'totalSegments', 'segment']);
  const page = readPage(request, context);
  const segments = {
    TotalSegments: optional(request, 'totalSegments', wholeNumber),
    Segment: optional(request, 'segment', wholeNumber),
  };
  if (page.hasForeignToken) {
    return { result: null, error: invalidPaginationToken };
  }
  const output = await context.client.send(
    new ScanCommand({ ...page.input, ...segments, ...placeholders(page.filter, page.projection) }),
  );
  return page.answer(output);
};
