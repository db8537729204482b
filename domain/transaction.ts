import type { Key } from './keys.ts';

/**
 * A DynamoDB transaction as plain data: resolvers turn it into AppSync's typed JSON, the Lambda into SDK input.
 * Placeholders of updates and of conditions differ, so both may be merged into one request in any way.
 */
export interface Expression {
  expression: string;
  names: Record<string, string>;
  values: Record<string, unknown>;
}

export interface Action {
  operation: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheck';
  key: Key;
  /** PutItem only: the item without its key. */
  attributes?: Record<string, unknown>;
  /** UpdateItem only. */
  update?: Expression;
  /** A failed condition always brings the current item. */
  condition?: Expression;
}
