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
  /** A refusal always brings the current item. */
  condition?: Expression;
}

/** What DynamoDB said about one action of a cancelled transaction; reasons come in the order of the actions. */
export interface Reason {
  type: string;
  /** The current item, where the condition failed and the item exists. */
  item: Record<string, unknown> | null;
}

/**
 * PASSED: its condition held. REFUSED: its condition failed. HIDDEN: a conflict or throttle kept the condition from being
 * judged. BROKEN: the request itself is wrong.
 */
export type Verdict = 'PASSED' | 'REFUSED' | 'HIDDEN' | 'BROKEN';

/** The verdict of one reason, under both spellings of a failed condition (reference appsync 5.2, dynamodb 1.4). */
export function verdictOf(reason: Reason): Verdict {
  if (reason.type === 'None') {
    return 'PASSED';
  }
  if (reason.type.indexOf('Condition') === 0) {
    return 'REFUSED';
  }
  const hiding = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded', 'RequestLimitExceeded'];
  return hiding.indexOf(reason.type) > -1 ? 'HIDDEN' : 'BROKEN';
}

/** Whether any action of a cancelled transaction was wrong in itself, which repeating cannot mend. */
export function isBroken(reasons: Reason[]): boolean {
  return reasons.some((reason) => verdictOf(reason) === 'BROKEN');
}

/**
 * What a failure without cancellation reasons tells. REFUSED: nothing happened, a later try may succeed. UNCERTAIN: it may
 * have taken effect. BROKEN: the request is wrong or not permitted.
 * @param errorType the exception's name, with or without AppSync's `DynamoDB:` before it
 */
export function verdictOfError(errorType: string, message: string): 'REFUSED' | 'UNCERTAIN' | 'BROKEN' {
  const name = errorType.slice(errorType.lastIndexOf(':') + 1);
  const refusals = [
    'TransactionConflictException',
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'RequestLimitExceededException',
    'TooManyRequestsException',
  ];
  // The SDK within AppSync has no class of its own for on-demand throttling (reference appsync 5.3, 16.33).
  if (refusals.indexOf(name) > -1 || message.indexOf('hroughput') > -1 || message.indexOf('Rate exceeded') > -1) {
    return 'REFUSED';
  }
  const mistakes = [
    'DynamoDbException',
    'AmazonDynamoDBException',
    'UserIllegalArgumentException',
    'ValidationException',
    'AccessDeniedException',
    'ResourceNotFoundException',
    'ConditionalCheckFailedException',
    'ItemCollectionSizeLimitExceededException',
    'IdempotentParameterMismatchException',
    'UnrecognizedClientException',
  ];
  return mistakes.indexOf(name) > -1 ? 'BROKEN' : 'UNCERTAIN';
}
