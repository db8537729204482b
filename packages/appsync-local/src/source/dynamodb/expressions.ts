import { readAttributes, type Attributes } from './attributeValues.ts';
import { RequestFault } from './requestFault.ts';
import { allowOnly, flag, list, optional, readObject, required, text, texts } from './requestObject.ts';

/** An expression with its placeholders. */
export interface Expression {
  expression: string;
  names?: Record<string, string>;
  values?: Attributes;
}

/** The condition of a single-item write (docs/reference/appsync.md#request-objects). */
export interface WriteCondition extends Expression {
  equalsIgnore: string[];
  consistentRead: boolean;
}

/** The condition of a transaction's item. */
export interface TransactionCondition extends Expression {
  returnValuesOnConditionCheckFailure: boolean;
}

const parts = ['expression', 'expressionNames', 'expressionValues'];

function readParts(value: unknown, place: string, known: string[]) {
  const object = readObject(value, place);
  allowOnly(object, known);
  const expression: Expression = {
    expression: required(object, 'expression', text),
    names: optional(object, 'expressionNames', texts),
    values: optional(object, 'expressionValues', readAttributes),
  };
  return { object, expression };
}

/** Reads `query`, `update` or `filter`. */
export function readExpression(value: unknown, place: string): Expression {
  return readParts(value, place, parts).expression;
}

/** Reads `projection`, which has names but no values. */
export function readProjection(value: unknown, place: string): Expression {
  return readParts(value, place, ['expression', 'expressionNames']).expression;
}

/** Reads the condition of PutItem, UpdateItem or DeleteItem. Only the strategy "Reject" is emulated. */
export function readWriteCondition(value: unknown, place: string): WriteCondition {
  const { object, expression } = readParts(value, place, [
    ...parts,
    'equalsIgnore',
    'consistentRead',
    'conditionalCheckFailedHandler',
  ]);
  const handler = optional(object, 'conditionalCheckFailedHandler', readObject);
  const strategy = handler && required(handler, 'strategy', text);
  if (strategy !== undefined && strategy !== 'Reject') {
    throw new RequestFault(`not emulated: conditionalCheckFailedHandler with strategy ${strategy}`);
  }
  const ignored = optional(object, 'equalsIgnore', list) ?? [];
  return {
    ...expression,
    equalsIgnore: ignored.map((name, index) => text(name, `${object.place}[equalsIgnore][${index}]`)),
    consistentRead: optional(object, 'consistentRead', flag) ?? true,
  };
}

/** Reads the condition of a transaction's item; the old item is returned unless that is switched off. */
export function readTransactionCondition(value: unknown, place: string): TransactionCondition {
  const { object, expression } = readParts(value, place, [...parts, 'returnValuesOnConditionCheckFailure']);
  const asked = optional(object, 'returnValuesOnConditionCheckFailure', flag);
  return { ...expression, returnValuesOnConditionCheckFailure: asked ?? true };
}

/** The placeholders of several expressions of one request, as DynamoDB wants them. */
export function placeholders(...expressions: (Expression | undefined)[]) {
  const given = expressions.filter((expression) => expression !== undefined);
  return {
    ExpressionAttributeNames: merged(given.map(({ names }) => names)),
    ExpressionAttributeValues: merged(given.map(({ values }) => values)),
  };
}

function merged<T>(maps: (Record<string, T> | undefined)[]): Record<string, T> | undefined {
  const given = maps.filter((map) => map !== undefined);
  return given.length > 0 ? Object.assign({}, ...given) : undefined;
}
