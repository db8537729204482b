import { describe, expect, it } from 'vitest';
import { contextOf } from '../support/failures.ts';
import { bundleResolvers } from '../support/resolverBundles.ts';

const { codeOf } = bundleResolvers();

const DEADLINE_MS = 1_800_000_000_000;
const ASKING = { userId: 'ada', eventId: 'event', requestId: 'own-request' };
const ASK = ['Mutation.registerForEvent.5.askInLane', 'Mutation.unregisterFromEvent.3.askInLane'];
const REGISTER = 'Mutation.registerForEvent.6.settle';
const SETTLE = [REGISTER, 'Mutation.unregisterFromEvent.4.promoteFromWaitlist'];

interface Circumstances {
  ticket?: object | null;
  username?: string;
  errorType?: string;
  isRepeat?: boolean;
}

/** One handler of a step of a pipeline; its data source has failed with this error, if any. */
function evaluate(
  bundle: string,
  handler: 'request' | 'response',
  { ticket = null, username = 'ada', errorType, isRepeat = false }: Circumstances,
) {
  const code = codeOf(bundle);
  const failed = errorType && { error: { type: errorType, message: 'It failed.' }, result: null, marker: 'none' };
  const context = contextOf(bundle, failed || undefined);
  const caller = { username, isOrganizer: true, isUnrestricted: false };
  const stash = {
    ...context.stash,
    request: { ...ASKING, caller },
    now: '2026-01-01T00:00:00.000Z',
    begunAt: '2026-01-01T00:00:00.000Z',
    deadlineMs: DEADLINE_MS,
    effect: 'NOT_MADE',
    ticketId: 'ticket',
    ticket,
    done: null,
  };
  return code.evaluate(
    handler,
    { ...context, args: { ...(context.args as object), isRepeat }, stash },
    'User Pool Authorization',
  );
}

const left = { asking: ASKING, isLeft: true };
const outcomeOf = (answer: ReturnType<typeof evaluate>) => [
  answer.error?.errorType,
  (answer.error?.errorInfo as { outcome?: string } | undefined)?.outcome,
];

describe.each(ASK)('%s', (bundle) => {
  it.each([
    ['DynamoDB:ConditionalCheckFailedException', true],
    ['DynamoDB:InternalServerErrorException', false],
  ])('after %s hands a ticket over of which it is certain that it is there: %s', (errorType, isLeft) => {
    const { stash } = evaluate(bundle, 'response', { errorType });
    expect(stash.ticket).toMatchObject({ asking: { userId: 'ada' }, isLeft });
  });

  it('after a throttle hands none over', () => {
    expect(evaluate(bundle, 'response', { errorType: 'DynamoDB:ThrottlingException' }).stash.ticket).toBeNull();
  });
});

describe.each(SETTLE)('%s', (bundle) => {
  it('says with a ticket that the request may be served, to a function that knows no tickets', () => {
    expect(evaluate(bundle, 'request', { ticket: left }).result).toMatchObject({ payload: { effect: 'MAYBE_MADE' } });
    expect(evaluate(bundle, 'request', {}).result).toMatchObject({ payload: { effect: 'NOT_MADE', ticket: null } });
  });

  it('answers Busy and UNKNOWN when the function fails, as one without its configuration does', () => {
    const answer = evaluate(bundle, 'response', { errorType: 'Lambda:Unhandled' });
    expect(outcomeOf(answer)).toEqual(['Busy', 'UNKNOWN']);
  });

  it('says by when it is decided, 15 s after the deadline, and under which id to repeat what has one', () => {
    const errorType = 'Lambda:TooManyRequestsException';
    const clientRequestId = bundle === REGISTER ? 'own-request' : null;
    expect(evaluate(bundle, 'response', { errorType, ticket: left }).error?.errorInfo).toEqual({
      retryable: true,
      outcome: 'UNKNOWN',
      retryAfterMs: 5000,
      decidedBy: new Date(DEADLINE_MS + 15_000).toISOString(),
      clientRequestId,
    });
    expect(evaluate(bundle, 'response', { errorType }).error?.errorInfo).toEqual({
      retryable: true,
      outcome: 'NONE',
      retryAfterMs: 2000,
      decidedBy: null,
      clientRequestId,
    });
  });

  it('answers NONE without a ticket when no function is free, and UNKNOWN with one', () => {
    const errorType = 'Lambda:TooManyRequestsException';
    expect(outcomeOf(evaluate(bundle, 'response', { errorType }))).toEqual(['Busy', 'NONE']);
    expect(outcomeOf(evaluate(bundle, 'response', { errorType, ticket: left }))).toEqual(['Busy', 'UNKNOWN']);
  });
});

describe(REGISTER, () => {
  it('never answers NONE to a repeated call, for an earlier one may still be served; but it may soon come again', () => {
    const errorType = 'Lambda:TooManyRequestsException';
    expect(evaluate(REGISTER, 'response', { errorType, isRepeat: true }).error?.errorInfo).toMatchObject({
      outcome: 'UNKNOWN',
      retryAfterMs: 2000,
      decidedBy: new Date(DEADLINE_MS + 15_000).toISOString(),
    });
  });

  it('tells an organizer who acts for another the same with and without a ticket, which only people have who exist', () => {
    const circumstances = { errorType: 'Lambda:TooManyRequestsException', username: 'olga' };
    const without = evaluate(REGISTER, 'response', circumstances);
    expect(outcomeOf(without)).toEqual(['Busy', 'UNKNOWN']);
    expect(evaluate(REGISTER, 'response', { ...circumstances, ticket: left }).error).toEqual(without.error);
  });
});
