import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { afterEach, describe, expect, test, vi } from 'vitest';

const PERSON = 'zebulon.quill';

/** A cancelled transaction, which carries the items that stood in its way. */
const cancelled = new TransactionCanceledException({
  message: 'Transaction cancelled',
  $metadata: {},
  CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: { userId: { S: PERSON } } }],
});

/** What Lambda prints of what a handler throws: name, message and stack, and every other field. */
const printedByLambda = (error: unknown): string =>
  JSON.stringify(error, (_, value: unknown) =>
    value instanceof Error
      ? { errorType: value.name, errorMessage: value.message, ...value, stack: value.stack, cause: value.cause }
      : value,
  );

afterEach(() => vi.restoreAllMocks());

/** What is logged and what is thrown on by an invocation that ends with an error. */
async function end(error: unknown): Promise<{ logged: string; thrown: unknown }> {
  const written: string[] = [];
  for (const method of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((...text) => void written.push(text.join(' ')));
  }
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.resetModules();
  const { observe } = await import('../../lambda/telemetry.ts');
  const context = { functionName: 'settle', awsRequestId: 'invocation' } as Context;
  const thrown: unknown = await observe('fillSeats', context, undefined, () => Promise.reject(error)).catch(
    (caught: unknown) => caught,
  );
  vi.unstubAllEnvs();
  return { logged: written.join('\n'), thrown };
}

describe('an invocation that ends with a bug', () => {
  test.each([
    ['a cancelled transaction', cancelled],
    ['what one has caused', new Error('A transaction is wrong in itself', { cause: cancelled })],
  ])('tells of %s by name, words and stack, and not whose items were in the way', async (_, error) => {
    const { logged, thrown } = await end(error);
    expect(logged).toContain('The operation ended with a bug');
    expect(logged).toContain('TransactionCanceledException');
    expect(thrown).toMatchObject({ name: error.name, message: error.message, stack: error.stack });
    expect([logged, printedByLambda(thrown)].filter((text) => text.includes(PERSON))).toEqual([]);
  });

  test('would tell, if the error were passed on as it is (the control of the test above)', () => {
    expect(printedByLambda(cancelled)).toContain(PERSON);
  });
});
