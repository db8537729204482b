import { describe, expect, it } from 'vitest';
import { isBroken, verdictOf, verdictOfError } from '../../domain/transaction.ts';

describe('verdictOf', () => {
  it.each([
    ['None', 'PASSED'],
    ['ConditionalCheckFailed', 'REFUSED'],
    ['ConditionCheckFailed', 'REFUSED'],
    ['TransactionConflict', 'HIDDEN'],
    ['ThrottlingError', 'HIDDEN'],
    ['ProvisionedThroughputExceeded', 'HIDDEN'],
    ['ValidationError', 'BROKEN'],
    ['ItemCollectionSizeLimitExceeded', 'BROKEN'],
    ['SomethingNew', 'BROKEN'],
  ])('reads %s as %s', (type, verdict) => {
    expect(verdictOf({ type, item: null })).toBe(verdict);
  });
});

describe('isBroken', () => {
  it('is true if one action is wrong in itself, whatever the others say', () => {
    expect(
      isBroken([
        { type: 'TransactionConflict', item: null },
        { type: 'ValidationError', item: null },
      ]),
    ).toBe(true);
    expect(
      isBroken([
        { type: 'TransactionConflict', item: null },
        { type: 'None', item: null },
      ]),
    ).toBe(false);
  });
});

describe('verdictOfError', () => {
  it.each([
    ['DynamoDB:TransactionConflictException', '', 'REFUSED'],
    ['DynamoDB:ProvisionedThroughputExceededException', '', 'REFUSED'],
    ['ThrottlingException', '', 'REFUSED'],
    ['DynamoDB:DynamoDbException', 'Throughput exceeds the current capacity of your table or index.', 'REFUSED'],
    ['DynamoDB:DynamoDbException', 'One or more parameter values were invalid', 'BROKEN'],
    ['ValidationException', '', 'BROKEN'],
    ['AccessDeniedException', '', 'BROKEN'],
    ['DynamoDB:InternalServerErrorException', 'Internal server error', 'UNCERTAIN'],
    ['TimeoutError', '', 'UNCERTAIN'],
    ['', '', 'UNCERTAIN'],
  ])('reads %s %s as %s', (type, message, verdict) => {
    expect(verdictOfError(type, message)).toBe(verdict);
  });
});
