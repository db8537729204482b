import { describe, expect, it } from 'vitest';
import { answerIncomplete, positionNotRead } from '../../domain/error.ts';
import { contextOf } from '../support/failures.ts';
import { bundleResolvers } from '../support/resolverBundles.ts';

const { codeOf } = bundleResolvers();

const THROTTLED = { type: 'DynamoDB:ProvisionedThroughputExceededException', message: 'Too much.' };

function evaluate(bundle: string, handler: 'request' | 'response', context: object) {
  const code = codeOf(bundle);
  return code.evaluate(handler, { ...contextOf(bundle), ...context }, 'User Pool Authorization');
}

/** What a field whose read was throttled answers below this parent. */
const unread = (field: string, source: object) =>
  evaluate(field, 'response', { source, error: THROTTLED, result: null }).error;

describe('a field below a mutation that cannot be read', () => {
  it.each([
    'Event.description.1.readDetails',
    'Event.viewerStanding.1.readViewer',
    'Registration.event',
    'Registration.user.1.readUser',
    'Unregistration.event',
  ])('does not claim that nothing was changed: %s', (field) => {
    expect(unread(field, { eventId: 'event', isAnswer: true })).toMatchObject(answerIncomplete());
  });

  it.each([
    'Event.description.1.readDetails',
    'Event.viewerStanding.1.readViewer',
    'Registration.event',
    'Registration.user.1.readUser',
  ])('may be tried again below a query: %s', (field) => {
    expect(unread(field, { eventId: 'event' })).toMatchObject({ errorType: 'Busy', errorInfo: { outcome: 'NONE' } });
  });

  it.each([
    [{ isAnswer: true }, answerIncomplete()],
    [{}, positionNotRead()],
  ])('is told by the steps of viewerRegistration as its pipeline has noted: %j', (mark, expected) => {
    const { stash } = evaluate('Event.viewerRegistration.pipeline', 'request', {
      stash: {},
      source: { eventId: 'event', ...mark },
    });
    const step = 'Event.viewerRegistration.1.readFirst';
    expect(evaluate(step, 'response', { stash, error: THROTTLED, result: null }).error).toMatchObject(expected);
  });

  it('is marked by every mutation that answers with fields of its own', () => {
    const event = { eventId: 'event', title: 'T' };
    const answerOf = (bundle: string, stash: object) => evaluate(bundle, 'response', { stash, result: {} }).result;
    expect(answerOf('Mutation.updateEvent.pipeline', { event })).toMatchObject({ isAnswer: true });
    expect(answerOf('Mutation.deleteEvent.pipeline', { event })).toMatchObject({ isAnswer: true });
    expect(answerOf('Mutation.createEvent', { event, now: 'now' })).toMatchObject({ isAnswer: true });
    expect(answerOf('Mutation.registerForEvent.pipeline', { done: { userId: 'ada' } })).toMatchObject({
      isAnswer: true,
    });
    const below = { source: { eventId: 'event', isAnswer: true }, result: { status: 'OPEN', listing: 'PUBLIC' } };
    for (const field of ['Registration.event', 'Unregistration.event']) {
      expect(evaluate(field, 'response', below).result).toMatchObject({ isAnswer: true });
    }
    const { stash } = contextOf('Event.viewerRegistration.pipeline');
    const search = { ...(stash.search as object), next: null, registration: { userId: 'ada' } };
    const own = { source: below.source, stash: { ...stash, search } };
    expect(evaluate('Event.viewerRegistration.pipeline', 'response', own).result).toMatchObject({ isAnswer: true });
  });
});

describe('Registration.event', () => {
  it.each([
    [{ isAnswer: true }, { isAnswer: true }],
    [{}, {}],
  ])('marks an event that its parent knows already as it is marked itself: %j', (mark, expected) => {
    const source = { eventId: 'event', event: { eventId: 'event', title: 'T' }, ...mark };
    const { result } = evaluate('Registration.event', 'request', { source });
    expect(result).toEqual({ ...source.event, serverTime: expect.any(String), ...expected });
  });
});

describe('Event.description', () => {
  it.each(['D', '', null])('reads nothing that its parent knows: %j', (description) => {
    const source = { eventId: 'event', description };
    const { stash } = evaluate('Event.description.pipeline', 'request', { stash: {}, source });
    expect(evaluate('Event.description.1.readDetails', 'request', { stash, source })).toHaveProperty('earlyReturn');
    expect(evaluate('Event.description.pipeline', 'response', { stash, source }).result).toBe(description);
  });
});
