/** What DynamoDB said about one action of a cancelled transaction; reasons come in the order of the actions. */
export interface Reason {
  type: string;
  /** The current item, where the condition failed and the item exists. */
  item: Record<string, unknown> | null;
}

/**
 * What a reason says of its action. HELD: its condition held. FAILED: its condition failed. HIDDEN: a conflict or
 * throttle kept the condition from being judged. BROKEN: the action itself is wrong.
 */
export type ReasonVerdict = 'HELD' | 'FAILED' | 'HIDDEN' | 'BROKEN';

/** What an attempt to write may have done. NOT_MADE: certainly nothing. MAYBE_MADE: everything or nothing. */
export type Effect = 'NOT_MADE' | 'MAYBE_MADE';

/**
 * What is known of an attempt (a whole request to DynamoDB) that failed. It may be repeated, unless it is BROKEN: wrong
 * or not permitted.
 */
export type AttemptVerdict = Effect | 'BROKEN';

/**
 * The verdict of one reason, under both spellings of a failed condition
 * (docs/reference/appsync.md#results-and-cancelled-transactions, docs/reference/dynamodb.md#cancellation-reasons).
 */
export function judgeReason(reason: Reason): ReasonVerdict {
  if (reason.type === 'None') {
    return 'HELD';
  }
  if (reason.type.indexOf('Condition') === 0) {
    return 'FAILED';
  }
  const hiding = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded', 'RequestLimitExceeded'];
  return hiding.indexOf(reason.type) > -1 ? 'HIDDEN' : 'BROKEN';
}

/** Whether any condition was judged and failed. */
export function hasFailed(reasons: Reason[]): boolean {
  return reasons.some((reason) => judgeReason(reason) === 'FAILED');
}

/**
 * The verdict of a failed attempt.
 * @param errorType the exception's name, with or without AppSync's `DynamoDB:` before it
 * @param reasons those of a cancelled transaction, which alone decide; null for every other failure
 */
export function judgeAttempt(errorType: string, message: string, reasons: Reason[] | null): AttemptVerdict {
  if (reasons !== null) {
    return reasons.some((reason) => judgeReason(reason) === 'BROKEN') ? 'BROKEN' : 'NOT_MADE';
  }
  const name = errorType.slice(errorType.lastIndexOf(':') + 1);
  const turnedAway = [
    'TransactionConflictException',
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'RequestLimitExceededException',
    'TooManyRequestsException',
  ];
  // The SDK within AppSync has no class of its own for on-demand throttling; its messages say Throughput or throughput
  // (docs/reference/appsync.md#errors-of-dynamodb).
  const isThrottled = message.indexOf('hroughput') > -1 || message.indexOf('Rate exceeded') > -1;
  if (turnedAway.indexOf(name) > -1 || isThrottled) {
    return 'NOT_MADE';
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
  return mistakes.indexOf(name) > -1 ? 'BROKEN' : 'MAYBE_MADE';
}
