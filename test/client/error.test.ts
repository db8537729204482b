import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { CombinedError } from '@urql/core';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as client from '../../client/error.ts';
import { isEventFull, readError, type ApiError, type ErrorInfos } from '../../client/error.ts';
import type { EventFieldsFragment, RegistrationFieldsFragment } from '../../client/operations.generated.ts';
import * as domain from '../../domain/error.ts';
import { newEvent } from '../../domain/event/createEvent.ts';

const PEOPLE = ['bo.the.person', 'olga.the.organizer'] as const;
const [PERSON, ORGANIZER] = PEOPLE;
const namesIn = (said: unknown) => PEOPLE.filter((name) => JSON.stringify(said).includes(name));

const TIMES = { createdAt: '2031-01-01T00:00:00.000Z', updatedAt: '2031-01-02T00:00:00.000Z' };
/** As the domain shows it, whatever fields it has. */
const {
  organizer: _nobody,
  description: _none,
  ...shown
} = newEvent(
  {
    eventId: 'yoga',
    title: 'Yoga',
    description: null,
    date: '2031-05-01T18:00:00.000Z',
    location: null,
    capacity: 2,
    organizer: null,
    status: 'OPEN',
    waitlistEnabled: true,
  },
  TIMES.createdAt,
);
const event: NonNullable<ErrorInfos['EventAlreadyExists']['event']> = shown;
const registration: ErrorInfos['AlreadyRegistered']['registration'] = {
  eventId: 'yoga',
  registrationId: 'r1',
  registrationStatus: 'WAITLISTED',
  registeredAt: null,
  waitlistedAt: '2031-01-02T00:00:00.000Z',
  promotedAt: null,
  checkedInAt: null,
  cancelledAt: null,
  joinedPosition: 1,
  position: null,
  waitlistCount: null,
  waitlistVersion: null,
};

/** For each error of the API: how the domain makes it, and what the client's type says that it carries. */
const LIST: { [Type in domain.ErrorType]: [failure: domain.Failure, info: ErrorInfos[Type]] } = {
  ValidationError: [
    domain.validationError('capacity', 'is too large', { max: 10 }),
    { retryable: false, field: 'capacity', max: 10 },
  ],
  UserNotFound: [domain.userNotFound(), { retryable: false }],
  UserAlreadyExists: [domain.userAlreadyExists(), { retryable: false }],
  UserIsOrganizer: [domain.userIsOrganizer(2), { retryable: false, events: 2 }],
  EventNotFound: [domain.eventNotFound('yoga'), { retryable: false, eventId: 'yoga' }],
  EventAlreadyExists: [
    domain.eventAlreadyExists('yoga', ORGANIZER, { ...event, organizer: ORGANIZER }),
    { retryable: false, eventId: 'yoga', isSameOrganizer: true, event },
  ],
  EventNotOpen: [
    domain.eventNotOpen({ eventId: 'yoga', status: 'OPEN', opensAt: '2031-01-03T00:00:00.000Z' }, TIMES.updatedAt),
    {
      retryable: false,
      eventId: 'yoga',
      status: 'OPEN',
      opensAt: '2031-01-03T00:00:00.000Z',
      closesAt: null,
      serverTime: TIMES.updatedAt,
    },
  ],
  EventFull: [domain.eventFull('yoga', 2), { retryable: false, eventId: 'yoga', capacity: 2 }],
  EventNotEmpty: [
    domain.eventNotEmpty('yoga', 2, 1),
    { retryable: false, eventId: 'yoga', currentRegistrations: 2, waitlistCount: 1 },
  ],
  AlreadyRegistered: [
    domain.alreadyRegistered('yoga', {
      userId: PERSON,
      admittedBy: ORGANIZER,
      admissionReason: `Comes with ${PERSON}`,
      ...registration,
    }),
    { retryable: false, eventId: 'yoga', registration },
  ],
  NotRegistered: [domain.notRegistered('yoga'), { retryable: false, eventId: 'yoga' }],
  RegistrationStatusChanged: [
    domain.registrationStatusChanged('yoga', 'r1', 'REGISTERED'),
    { retryable: false, eventId: 'yoga', registrationId: 'r1', registrationStatus: 'REGISTERED' },
  ],
  AlreadyCheckedIn: [
    domain.alreadyCheckedIn('yoga', 'r1', TIMES.updatedAt),
    { retryable: false, eventId: 'yoga', registrationId: 'r1', checkedInAt: TIMES.updatedAt },
  ],
  EventChanged: [domain.eventChanged('yoga', 7), { retryable: false, eventId: 'yoga', version: 7 }],
  CapacityBelowRegistrations: [
    domain.capacityBelowRegistrations('yoga', 1, 2),
    { retryable: false, eventId: 'yoga', capacity: 1, currentRegistrations: 2 },
  ],
  Busy: [
    domain.busy('MAYBE_MADE'),
    { retryable: true, outcome: 'UNKNOWN', retryAfterMs: 5000, decidedBy: null, clientRequestId: null },
  ],
  AnswerIncomplete: [domain.answerIncomplete(), { retryable: false }],
  Unauthorized: [domain.unauthorized('getUser', 'Query'), { retryable: false }],
  InternalError: [domain.internalError(), { retryable: false }],
};
const full = { ...domain.eventFull('yoga', 2), path: ['registerForEvent'] };

describe('a failure', () => {
  it.each(Object.entries(LIST))('%s names nobody, for AppSync logs what it says', (_, [failure]) => {
    expect(namesIn(failure)).toEqual([]);
  });

  it('would be found to (the control of the test above)', () => {
    expect(namesIn({ message: `There is no user ${PEOPLE[0]}.` })).toEqual([PEOPLE[0]]);
  });
});

describe('ErrorInfos', () => {
  it('is the closed list of the API, no more and no less', () => {
    expectTypeOf<client.ErrorInfos>().toExtend<domain.ErrorInfos>();
    expectTypeOf<domain.ErrorInfos>().toExtend<client.ErrorInfos>();
    expect(client.ERROR_TYPES).toEqual(Object.keys(LIST));
  });

  it('holds events and registrations as operations answer them', () => {
    expectTypeOf<NonNullable<ErrorInfos['EventAlreadyExists']['event']>>().toExtend<EventFieldsFragment>();
    expectTypeOf<ErrorInfos['AlreadyRegistered']['registration']>().toExtend<
      Omit<RegistrationFieldsFragment, 'userId'>
    >();
  });

  it.each(Object.entries(LIST))('says what %s carries, and has a guard for it', (errorType, [failure, info]) => {
    expect(failure).toMatchObject({ errorType, errorInfo: info });
    expect(failure.errorInfo).toEqual(info);
    const error = readError({ errors: [failure] });
    expect(error).toEqual({ ...failure, path: [] });
    const guards = Object.entries(client).filter(([name]) => name.startsWith('is')) as [
      string,
      (error: ApiError | null) => boolean,
    ][];
    expect(guards.filter(([, isIt]) => isIt(error)).map(([name]) => name)).toEqual([`is${errorType}`]);
  });
});

const withErrors = Object.assign(new Error(full.message), { errors: [full] });
const urql = new CombinedError({ graphQLErrors: [full], response: new Response() });
/** As version 7 throws it; its message has the whole answer in it. */
const graphqlRequest = Object.assign(new Error(`${full.message}: ${JSON.stringify({ errors: [full] })}`), {
  request: { query: 'mutation { registerForEvent { eventId } }' },
  response: { status: 200, headers: new Headers(), data: null, errors: [full] },
});

describe('readError', () => {
  it('gives a guard’s error the type of its errorInfo', () => {
    const error = readError({ errors: [full] });
    if (!isEventFull(error)) {
      throw new Error('not full');
    }
    expectTypeOf(error.errorInfo.capacity).toEqualTypeOf<number>();
    expect(error.errorInfo.capacity).toBe(2);
    expect(error.path).toEqual(['registerForEvent']);
  });

  it.each([
    ['the body of an answer', { data: null, errors: [full] }],
    ['an Error with errors, as the fetch recipe, appSyncTransport and Amplify throw', withErrors],
    ['what appSyncTransport and urql say of a subscription', { networkError: withErrors, graphQLErrors: [] }],
    ['Apollo Client 4’s CombinedGraphQLErrors', new CombinedGraphQLErrors({ errors: [full] as never })],
    ['Apollo Client 3’s ApolloError', { graphQLErrors: [full], clientErrors: [], networkError: null }],
    [
      'Apollo Client 3’s ApolloError for an answer with another status',
      { graphQLErrors: [], networkError: { statusCode: 400, result: { errors: [full] } } },
    ],
    ['urql’s CombinedError, which wraps it', urql],
    ['graphql-request’s ClientError', graphqlRequest],
    ['Relay’s error', { name: 'RelayNetwork', source: { errors: [full] } }],
    ['the answer of a hook: Apollo Client’s', { error: new CombinedGraphQLErrors({ errors: [full] as never }) }],
    ['the answer of a hook: urql’s', { data: undefined, fetching: false, error: urql }],
    ['the answer of a hook: TanStack Query’s, over graphql-request', { status: 'error', error: graphqlRequest }],
    ['an error of one’s own', new Error('Not registered.', { cause: graphqlRequest })],
    ['the error itself', full],
    ['a list of errors', [{ message: 'other' }, full]],
  ])('finds it in %s', (_what, thrown) => {
    expect(readError(thrown)).toEqual(full);
  });

  it('comes to an end where errors hold each other', () => {
    const one: { cause?: unknown; error?: unknown } = {};
    one.cause = one.error = { cause: one, error: one };
    expect(readError(one)).toBeNull();
  });

  it('finds the first error that is the API’s own', () => {
    expect(readError({ errors: [{ message: 'other', errorType: 'MappingTemplate' }, null, full] })).toEqual(full);
  });

  it.each([
    [
      'by its type',
      { errorType: 'ExecutionTimeout', message: 'Timed out', errorInfo: null, path: ['registerForEvent'] },
    ],
    ['by its message', { errorType: 'Other', message: 'Execution timed out.', path: ['registerForEvent'] }],
  ])('reads a call that AppSync has given up as Busy whose outcome is UNKNOWN, known %s', (_by, error) => {
    expect(readError({ errors: [error] })).toEqual({
      errorType: 'Busy',
      message: error.message,
      errorInfo: { retryable: true, outcome: 'UNKNOWN', retryAfterMs: 5000, decidedBy: null, clientRequestId: null },
      path: ['registerForEvent'],
    });
  });

  it('gives AppSync’s own Unauthorized, which has no errorInfo, the same shape', () => {
    const error = readError({
      errors: [{ message: 'Not Authorized', errorType: 'Unauthorized', errorInfo: null, path: null }],
    });
    expect(error).toEqual({
      errorType: 'Unauthorized',
      message: 'Not Authorized',
      errorInfo: { retryable: false },
      path: [],
    });
  });

  it.each([
    undefined,
    null,
    'text',
    7,
    [],
    new TypeError('fetch failed'),
    { errors: 'none' },
    { errors: [{ errorType: 'toString' }] },
    { errors: [{ errorType: 'UnauthorizedException' }] },
  ])('is null for anything else: %s', (thrown) => {
    expect(readError(thrown)).toBeNull();
  });
});
