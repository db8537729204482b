import { describe, expect, it } from 'vitest';
import { hasFailed, judgeAttempt, judgeReason, type Reason } from '../../domain/verdict.ts';

const reason = (type: string): Reason => ({ type, item: null });

describe('judgeReason', () => {
  it.each([
    ['None', 'HELD'],
    ['ConditionalCheckFailed', 'FAILED'],
    ['ConditionCheckFailed', 'FAILED'],
    ['TransactionConflict', 'HIDDEN'],
    ['ThrottlingError', 'HIDDEN'],
    ['ProvisionedThroughputExceeded', 'HIDDEN'],
    ['ValidationError', 'BROKEN'],
    ['ItemCollectionSizeLimitExceeded', 'BROKEN'],
    ['SomethingNew', 'BROKEN'],
  ])('reads %s as %s', (type, verdict) => {
    expect(judgeReason(reason(type))).toBe(verdict);
  });
});

describe('hasFailed', () => {
  it('is true if any condition failed, whatever the others say', () => {
    expect(hasFailed([reason('TransactionConflict'), reason('ConditionalCheckFailed')])).toBe(true);
    expect(hasFailed([reason('TransactionConflict'), reason('None')])).toBe(false);
    expect(hasFailed([])).toBe(false);
  });
});

describe('judgeAttempt', () => {
  it.each([
    ['DynamoDB:TransactionConflictException', '', 'NOT_MADE'],
    ['DynamoDB:ProvisionedThroughputExceededException', '', 'NOT_MADE'],
    ['ThrottlingException', '', 'NOT_MADE'],
    ['DynamoDB:DynamoDbException', 'Throughput exceeds the current capacity of your table or index.', 'NOT_MADE'],
    ['DynamoDB:DynamoDbException', 'One or more parameter values were invalid', 'BROKEN'],
    ['ValidationException', '', 'BROKEN'],
    ['AccessDeniedException', '', 'BROKEN'],
    ['DynamoDB:InternalServerErrorException', 'Internal server error', 'MAYBE_MADE'],
    ['TimeoutError', '', 'MAYBE_MADE'],
    ['', '', 'MAYBE_MADE'],
  ])('reads %s %s as %s', (type, message, verdict) => {
    expect(judgeAttempt(type, message, null)).toBe(verdict);
  });

  it.each<[string, string, string[]]>([
    ['NOT_MADE', 'cancelled for reasons that pass or tell', ['TransactionConflict', 'ConditionalCheckFailed', 'None']],
    ['BROKEN', 'cancelled because one action is wrong in itself', ['TransactionConflict', 'ValidationError']],
  ])('reads as %s what was %s, whatever the error is called', (verdict, _what, types) => {
    for (const errorType of ['DynamoDB:TransactionCanceledException', 'ValidationException', '']) {
      expect(judgeAttempt(errorType, '', types.map(reason))).toBe(verdict);
    }
  });
});
