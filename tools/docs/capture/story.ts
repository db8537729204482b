import type { ErrorType } from '../../../domain/error.ts';

/** One request of the story; variables are those of client/operations/examples.json where none are given. */
export interface Step {
  /** Name of an operation of client/operations. */
  operation: string;
  /** A username, or `apiKey`. */
  as: string;
  variables?: Record<string, unknown>;
  /** The error that this request is to get, and to show. */
  refusedWith?: ErrorType;
}

/** Usernames that are in a group. */
export const GROUPS: Record<string, string[]> = { olga: ['organizers'], dora: ['door'] };

const concert = (userId: string) => ({ userId, eventId: 'demo-concert' });

/**
 * After `npm run demo`: everything once, then every error that does not need bad luck. The first request of an
 * operation is its example.
 */
export const STORY: Step[] = [
  { operation: 'CreateUser', as: 'alice' },
  { operation: 'GetUser', as: 'alice' },
  { operation: 'UpdateUser', as: 'alice' },
  { operation: 'ListEvents', as: 'apiKey' },
  { operation: 'GetEvent', as: 'apiKey' },
  {
    operation: 'RegisterForEvent',
    as: 'alice',
    variables: { ...concert('alice'), clientRequestId: 'alice-demo-concert-1' },
  },
  { operation: 'GetEventAsViewer', as: 'alice' },
  { operation: 'GetRegistration', as: 'alice' },
  { operation: 'ListUserRegistrations', as: 'alice' },
  { operation: 'ListEventRegistrations', as: 'olga' },
  { operation: 'ListWaitlist', as: 'olga' },
  { operation: 'ListEventRegistrationsWithUsers', as: 'olga' },
  { operation: 'ListWaitlistWithUsers', as: 'olga' },
  { operation: 'UpdateEvent', as: 'olga' },
  { operation: 'AdmitFromWaitlist', as: 'olga' },
  { operation: 'UnregisterFromEvent', as: 'ada' },
  { operation: 'UnregisterFromEvent', as: 'bo' },
  { operation: 'GetUserEvents', as: 'alice' },
  { operation: 'CheckIn', as: 'dora' },
  { operation: 'UnregisterFromEvent', as: 'alice', refusedWith: 'AlreadyCheckedIn' },
  { operation: 'UndoCheckIn', as: 'dora' },
  { operation: 'CreateEvent', as: 'olga' },
  { operation: 'DeleteEvent', as: 'olga' },
  {
    operation: 'RegisterForEvent',
    as: 'alice',
    variables: { userId: 'alice', eventId: 'no spaces' },
    refusedWith: 'ValidationError',
  },
  { operation: 'RegisterForEvent', as: 'nobody-yet', refusedWith: 'UserNotFound' },
  { operation: 'CreateUser', as: 'alice', refusedWith: 'UserAlreadyExists' },
  {
    operation: 'RegisterForEvent',
    as: 'alice',
    variables: { userId: 'alice', eventId: 'no-such-event' },
    refusedWith: 'EventNotFound',
  },
  {
    operation: 'CreateEvent',
    as: 'olga',
    variables: { input: { eventId: 'demo-workshop', title: 'Bread', date: '2031-05-01T18:00:00Z', capacity: 2 } },
    refusedWith: 'EventAlreadyExists',
  },
  {
    operation: 'UpdateEvent',
    as: 'olga',
    variables: { input: { eventId: 'demo-workshop', registrationOpensAt: '2101-01-01T08:00:00Z' } },
  },
  {
    operation: 'RegisterForEvent',
    as: 'alice',
    variables: { userId: 'alice', eventId: 'demo-workshop' },
    refusedWith: 'EventNotOpen',
  },
  { operation: 'RegisterForEvent', as: 'bo', variables: { userId: 'bo', eventId: 'demo-talk' } },
  {
    operation: 'RegisterForEvent',
    as: 'alice',
    variables: { userId: 'alice', eventId: 'demo-talk' },
    refusedWith: 'EventFull',
  },
  { operation: 'DeleteEvent', as: 'olga', variables: { eventId: 'demo-concert' }, refusedWith: 'EventNotEmpty' },
  { operation: 'RegisterForEvent', as: 'alice', refusedWith: 'AlreadyRegistered' },
  {
    operation: 'UnregisterFromEvent',
    as: 'alice',
    variables: { userId: 'alice', eventId: 'demo-talk' },
    refusedWith: 'NotRegistered',
  },
  {
    operation: 'UnregisterFromEvent',
    as: 'bo',
    variables: { userId: 'bo', eventId: 'demo-talk', ifStatus: 'WAITLISTED' },
    refusedWith: 'RegistrationStatusChanged',
  },
  {
    operation: 'UpdateEvent',
    as: 'olga',
    variables: { input: { eventId: 'demo-concert', title: 'An old title', ifVersion: 1 } },
    refusedWith: 'EventChanged',
  },
  {
    operation: 'UpdateEvent',
    as: 'olga',
    variables: { input: { eventId: 'demo-concert', capacity: 1 } },
    refusedWith: 'CapacityBelowRegistrations',
  },
  { operation: 'GetUser', as: 'alice', variables: { userId: 'ada' }, refusedWith: 'Unauthorized' },
  { operation: 'DeleteUser', as: 'alice' },
  { operation: 'DeleteUser', as: 'olga', refusedWith: 'UserIsOrganizer' },
];

/**
 * Subscriptions in place from the first change of the event on; the first message that `shows` accepts is the example.
 */
export const LISTENERS: { operation: string; as: string; shows: Record<string, unknown> }[] = [
  { operation: 'OnEventChanged', as: 'apiKey', shows: { capacity: 3 } },
  { operation: 'OnWaitlistChanged', as: 'apiKey', shows: { kind: 'PROMOTED' } },
  { operation: 'OnRegistrationChanged', as: 'alice', shows: { registrationStatus: 'REGISTERED' } },
];
