import fc from 'fast-check';
import type { ResolverContext } from 'appsync-local/testing';
import { positionNotRead } from '../../domain/error.ts';
import { eventKey } from '../../domain/keys.ts';
import { searchPlace } from '../../domain/waitlist/placeSearch.ts';

/** What a data source answers when it fails; `marker` is a part of the cause's message that no client may see. */
export interface SourceFailure {
  error: { type: string; message: string };
  result: unknown;
  marker: string;
}

const errorType = fc.oneof(
  fc.string(),
  fc.constantFrom(
    'DynamoDB:TransactionCanceledException',
    'DynamoDB:TransactionConflictException',
    'DynamoDB:ProvisionedThroughputExceededException',
    'DynamoDB:DynamoDbException',
    'DynamoDB:UserIllegalArgumentException',
    'DynamoDB:ConditionalCheckFailedException',
    'DynamoDB:InternalServerErrorException',
    'DynamoDB:AccessDeniedException',
    'Lambda:Unhandled',
    'Lambda:TooManyRequestsException',
    'Lambda:IllegalArgument',
    'Lambda:ExecutionTimeoutException',
    'ExecutionTimeout',
    '',
  ),
);

const reason = fc.record({
  type: fc.oneof(
    fc.constantFrom(
      'None',
      'ConditionalCheckFailed',
      'ConditionCheckFailed',
      'TransactionConflict',
      'ThrottlingError',
      'ValidationError',
    ),
    fc.string(),
  ),
  item: fc.option(
    fc.record({
      status: fc.constantFrom('DRAFT', 'OPEN', 'CLOSED', 'CANCELLED'),
      capacity: fc.nat(3),
      currentRegistrations: fc.nat(3),
      waitlistCount: fc.nat(3),
      waitlistVersion: fc.nat(3),
      waitlistTail: fc.constantFrom('', '2026-01-01T00:00:00.000Z'),
      waitlistEnabled: fc.boolean(),
      organizer: fc.constantFrom('olga', 'oscar'),
      registrationStatus: fc.constantFrom('REGISTERED', 'WAITLISTED'),
      requestId: fc.constantFrom('other-request', 'third-request'),
    }),
  ),
});

const data = {
  userId: 'ada',
  eventId: 'event',
  name: 'Ada',
  title: 'Concert',
  description: 'D',
  items: [],
  value: { userId: 'ada' },
};
const result = fc.oneof(
  fc.constantFrom(null, {}, data, [data], 'text'),
  fc.record({ cancellationReasons: fc.option(fc.array(reason, { maxLength: 5 })), keys: fc.constant([]) }),
  fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })),
);

/** Any failure of a data source: any error, with any result beside it. */
export const failure: fc.Arbitrary<SourceFailure> = fc
  .record({ type: errorType, message: fc.string(), result, id: fc.nat() })
  .map((cause) => {
    const marker = `cause-${cause.id}-of-it`;
    return { error: { type: cause.type, message: `${cause.message} ${marker}` }, result: cause.result, marker };
  });

const EVENT = {
  eventId: 'event',
  status: 'OPEN',
  organizer: 'olga',
  capacity: 1,
  currentRegistrations: 1,
  waitlistCount: 0,
  waitlistVersion: 1,
  waitlistTail: '',
  createdAt: '2025-12-01T00:00:00.000Z',
};
const AT = '2026-01-01T00:00:00.000Z';

/**
 * A context in which every handler finds what it looks for: arguments of every field, and the stash of the steps
 * before. Without a failure, as the first handler gets it.
 * @param name begins with `Type.field`
 */
export function contextOf(name: string, failed?: SourceFailure): ResolverContext {
  const [parentTypeName = '', fieldName = ''] = name.split('.');
  const caller = { username: 'ada', isOrganizer: true, isUnrestricted: false };
  const own = {
    userId: 'ada',
    eventId: 'event',
    requestId: 'own-request',
    registrationStatus: 'WAITLISTED',
    waitlistedAt: AT,
  };
  return {
    args: {
      userId: 'ada',
      eventId: 'event',
      limit: null,
      reason: 'Speaks',
      nextToken: 'token',
      filter: null,
      input: {
        userId: 'ada',
        eventId: 'event',
        name: 'Ada',
        title: 'Concert',
        date: '2026-01-01T00:00:00Z',
        capacity: 1,
      },
    },
    env: { TABLE_NAME: 'Table' },
    identity: { username: 'ada', groups: ['organizers'] },
    source: { eventId: 'event', userId: 'ada', status: 'CANCELLED', isPublic: true },
    stash: {
      isTelling: true,
      read: EVENT,
      request: { userId: 'ada', eventId: 'event', requestId: 'own-request', caller, begunAt: AT },
      now: AT,
      at: AT,
      deadlineMs: 0,
      userId: 'ada',
      eventId: 'event',
      patch: { title: 'Concert', capacity: 1 },
      queue: EVENT,
      joining: { event: EVENT, waitlistedAt: AT },
      waiting: own,
      own,
      before: EVENT,
      entries: [],
      search: searchPlace(true),
      unread: positionNotRead(),
      withPositions: true,
      items: [own, { ...own, eventId: 'other' }],
      searches: [
        { ...searchPlace(true), next: 'EVENT', own },
        { ...searchPlace(true), next: 'QUEUE', own },
      ],
      events: [name.startsWith('Mutation.deleteUser') ? eventKey('event') : EVENT],
      page: { items: [{ userId: 'ada' }], nextToken: null },
      ...(name === 'Mutation.createEvent' ? { event: EVENT } : {}),
    },
    prev: { result: { keys: [], nextToken: null } },
    request: { headers: {}, domainName: null },
    info: { fieldName, parentTypeName, variables: {}, selectionSetList: [], selectionSetGraphQL: '' },
    ...(failed === undefined ? {} : { result: failed.result, error: failed.error }),
  };
}
