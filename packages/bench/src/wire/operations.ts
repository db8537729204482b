import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import * as operations from 'event-registration-client';
import { parse } from 'graphql';
import type { Action } from '../../../../domain/transaction.ts';
import type { Meter, MeteredApi } from '../stage/meteredApi.ts';
import { measureBackground } from './background.ts';
import { event, ids, leaversOf, place, queueOf, seat, user } from '../stage/seeds.ts';

const [ANN, BOB, CID, DAN, EVE, FAY, GAL, HAL] = ['ann', 'bob', 'cid', 'dan', 'eve', 'fay', 'gal', 'hal'] as const;
/** Who calls besides `root`, an admin. */
export const PEOPLE = [ANN, BOB, CID, DAN, EVE, FAY, GAL, HAL];
const PAGE = 20;
const EVENTS = ids('listed', PAGE);
const CROWD = ids('crowd', PAGE);
const CANCELLED = 'cancelled';
const DAY = '2031-01-01T00:00:00.000Z';
const PAST = '2001-01-01T00:00:00.000Z';
const FUTURE = '2101-01-01T00:00:00.000Z';

const on = (userId: string, eventId: string) => ({ userId, eventId });
const registrationIdOf = ({ value }: Meter): string => String(value.registrationId);

/** A call of which the client package has no document. */
function asking<V extends object>(text: string): TypedDocumentNode<object, V> {
  return parse(text) as TypedDocumentNode<object, V>;
}

const STANDING = asking<{ eventId: string }>(
  'query ($eventId: ID!) { getEvent(eventId: $eventId) { viewerStanding } }',
);
const STANDINGS = asking<{ filter: object; limit: number }>(
  'query ($filter: EventFilter, $limit: Int) { listEvents(filter: $filter, limit: $limit) { items { viewerStanding } } }',
);
const PLACES = asking<{ limit: number }>(
  'query ($limit: Int) { listUserRegistrations(limit: $limit) { items { eventId registrationStatus joinedPosition } } }',
);
const PLACES_WITH_EVENTS = asking<{ limit: number }>(
  'query ($limit: Int) { listUserRegistrations(limit: $limit) { items { joinedPosition event { title } } } }',
);

/**
 * Seeds an API that has nothing yet, and measures every operation once, when nobody else is about, by what is asked;
 * and what goes on in the background. Pages have 20 items. Of the 20 registrations of one person four wait, two of them
 * where somebody has left since.
 */
export async function measureOperations(
  api: Pick<MeteredApi, 'seed' | 'call' | 'step'>,
): Promise<Record<string, Meter>> {
  await api.seed(records());
  return {
    ...(await measureRegistering(api)),
    ...(await measureReading(api)),
    ...(await measureOrganizing(api)),
    ...(await measureBackground(api)),
  };
}

async function measureRegistering({ call }: Pick<MeteredApi, 'call'>): Promise<Record<string, Meter>> {
  const {
    RegisterForEventDocument: register,
    RegisterForEventWithCountersDocument: registerWithEvent,
    UnregisterFromEventDocument: unregister,
    UnregisterFromEventWithCountersDocument: unregisterWithEvent,
    GetRegistrationDocument: get,
    CheckInDocument: checkIn,
  } = operations;
  // The first call of the Lambda starts its process.
  for (const userId of [CID, DAN]) {
    await call(userId, register, on(userId, 'tight'));
  }
  await call(CID, unregister, on(CID, 'tight'));
  await call(DAN, unregister, on(DAN, 'tight'));

  const meters: Record<string, Meter> = {};
  meters['registerForEvent, a seat'] = await call(ANN, register, on(ANN, 'wide'));
  meters['unregisterFromEvent, nobody waiting'] = await call(ANN, unregister, on(ANN, 'wide'));
  const again = await call(ANN, registerWithEvent, on(ANN, 'wide'));
  meters['registerForEvent, a seat, with the event'] = again;
  meters['unregisterFromEvent, nobody waiting, exactly'] = await call(ANN, unregister, {
    ...on(ANN, 'wide'),
    registrationId: registrationIdOf(again),
    ifStatus: 'REGISTERED',
  });
  meters['registerForEvent, a seat, opened by the clock'] = await call(ANN, register, on(ANN, 'clocked'));
  meters['unregisterFromEvent, nobody waiting, with the event'] = await call(
    ANN,
    unregisterWithEvent,
    on(ANN, 'clocked'),
  );
  const held = await call(ANN, register, on(ANN, 'tight'));
  meters['registerForEvent, the waitlist'] = await call(BOB, register, on(BOB, 'tight'));
  await call(CID, register, on(CID, 'tight'));
  meters['registerForEvent, the waitlist, with the event'] = await call(DAN, registerWithEvent, on(DAN, 'tight'));
  await call(EVE, register, on(EVE, 'tight'));
  const last = await call(FAY, register, on(FAY, 'tight'));
  meters['getRegistration, waiting'] = await call(EVE, get, on(EVE, 'tight'));
  meters['unregisterFromEvent, from the waitlist, first on its page'] = await call(CID, unregister, on(CID, 'tight'));
  meters['unregisterFromEvent, from the waitlist'] = await call(DAN, unregister, on(DAN, 'tight'));
  meters['unregisterFromEvent, from the waitlist, exactly'] = await call(FAY, unregister, {
    ...on(FAY, 'tight'),
    registrationId: registrationIdOf(last),
    ifStatus: 'WAITLISTED',
  });
  meters['getRegistration, waiting, after somebody has left'] = await call(EVE, get, on(EVE, 'tight'));
  meters['unregisterFromEvent, promoting, exactly'] = await call(ANN, unregister, {
    ...on(ANN, 'tight'),
    registrationId: registrationIdOf(held),
    ifStatus: 'REGISTERED',
  });
  meters['unregisterFromEvent, promoting'] = await call(BOB, unregister, on(BOB, 'tight'));
  meters['getRegistration, a seat'] = await call(EVE, get, on(EVE, 'tight'));
  meters.checkIn = await call('root', checkIn, on(EVE, 'tight'));
  meters['checkIn, scanned again'] = await call('root', checkIn, on(EVE, 'tight'));
  meters.undoCheckIn = await call('root', operations.UndoCheckInDocument, on(EVE, 'tight'));
  await call(ANN, register, on(ANN, 'tight'));
  meters.admitFromWaitlist = await call('root', operations.AdmitFromWaitlistDocument, {
    ...on(ANN, 'tight'),
    reason: 'Speaker',
  });
  return meters;
}

async function measureReading({ call }: Pick<MeteredApi, 'call'>): Promise<Record<string, Meter>> {
  const filter = { from: DAY, to: DAY };
  const limit = PAGE;
  const ofEvent = { eventId: 'crowd', limit };
  const isSeat = { filter: { status: 'REGISTERED' as const } };
  return {
    getEvent: await call(EVE, operations.GetEventDocument, { eventId: 'tight' }),
    'getEvent, viewerStanding alone': await call(EVE, STANDING, { eventId: 'tight' }),
    'getEvent as viewer': await call(EVE, operations.GetEventAsViewerDocument, { eventId: 'tight' }),
    listEvents: await call(GAL, operations.ListEventsDocument, { filter, limit }),
    'listEvents, viewerStanding alone': await call(GAL, STANDINGS, { filter, limit }),
    'listEvents as viewer': await call(GAL, operations.ListEventsAsViewerDocument, { filter, limit }),
    'listEvents by organizer, who sees all': await call('root', operations.ListEventsDocument, {
      filter: { ...filter, organizer: 'olga' },
      limit,
    }),
    'listEvents by organizer, anybody else': await call(GAL, operations.ListEventsDocument, {
      filter: { ...filter, organizer: 'olga' },
      limit,
    }),
    getUserEvents: await call(GAL, operations.GetUserEventsDocument, { userId: GAL, limit }),
    listUserRegistrations: await call(GAL, PLACES, { limit }),
    'listUserRegistrations, events': await call(GAL, PLACES_WITH_EVENTS, { limit }),
    'listUserRegistrations, events and positions': await call(GAL, operations.ListUserRegistrationsDocument, {
      limit,
    }),
    listEventRegistrations: await call('root', operations.ListEventRegistrationsDocument, ofEvent),
    'listEventRegistrations by status': await call('root', operations.ListEventRegistrationsDocument, {
      ...ofEvent,
      ...isSeat,
    }),
    'listEventRegistrations, names': await call('root', operations.ListEventRegistrationsWithUsersDocument, ofEvent),
    listWaitlist: await call('root', operations.ListWaitlistDocument, ofEvent),
    'listWaitlist, names': await call('root', operations.ListWaitlistWithUsersDocument, ofEvent),
    getUser: await call(ANN, operations.GetUserDocument, { userId: ANN }),
  };
}

async function measureOrganizing({ call }: Pick<MeteredApi, 'call'>): Promise<Record<string, Meter>> {
  const { UpdateEventDocument: update } = operations;
  const createUser = await call('root', operations.CreateUserDocument, { input: { userId: 'new', name: 'New' } });
  const updateUser = await call('root', operations.UpdateUserDocument, { input: { userId: 'new', name: 'Newer' } });
  const deleteUser = await call('root', operations.DeleteUserDocument, { userId: 'new' });
  const createEvent = await call('root', operations.CreateEventDocument, {
    input: { eventId: 'newer', title: 'T', date: DAY, capacity: 5 },
  });
  const updateEvent = await call('root', update, { input: { eventId: 'newer', title: 'U' } });
  const ifVersion = updateEvent.value.version as number;
  const exactly = await call('root', update, { input: { eventId: 'newer', title: 'V', ifVersion } });
  const deleteEvent = await call('root', operations.DeleteEventDocument, { eventId: 'newer' });
  const cancelling = await call('root', update, { input: { eventId: CANCELLED, status: 'CANCELLED' } });
  const marking = await call('root', operations.DeleteEventDocument, { eventId: CANCELLED });
  return {
    createUser,
    updateUser,
    deleteUser,
    createEvent,
    updateEvent,
    'updateEvent, ifVersion': exactly,
    'updateEvent, cancelling it': cancelling,
    deleteEvent,
    'deleteEvent, cancelled, with people in it': marking,
  };
}

/** Events, a person who has 20 registrations, and an event with 20 seats taken and 20 people waiting. */
function records(): Action[] {
  const queue = { capacity: 1, currentRegistrations: 1 };
  const quiet = { waitlistCount: 1, waitlistJoins: 1, waitlistNoted: 0, waitlistVersion: 2 };
  const waitsIn = (at: number): boolean => at < 4;
  const isQuiet = (at: number): boolean => at < 2;
  const listed = EVENTS.map((eventId, at) => {
    const own = waitsIn(at) ? { ...queue, ...queueOf(1), ...(isQuiet(at) ? quiet : {}) } : { currentRegistrations: 1 };
    return event(eventId, { date: DAY, ...own });
  });
  const places = EVENTS.flatMap((eventId, at): Action[] => {
    const left = isQuiet(at) ? [] : leaversOf(eventId, 1);
    return waitsIn(at) ? [seat(HAL, eventId), ...place(GAL, eventId, 0), ...left] : [seat(GAL, eventId)];
  });
  const waiting = CROWD.map((userId) => `${userId}-waiting`);
  return [
    ...[...PEOPLE, ...CROWD, ...waiting].map(user),
    event('wide'),
    event('clocked', { opensAt: PAST, closesAt: FUTURE }),
    event('tight', { capacity: 1 }),
    event(CANCELLED, { capacity: 1, currentRegistrations: 1 }),
    seat(HAL, CANCELLED),
    ...listed,
    ...places,
    event('crowd', { capacity: PAGE, currentRegistrations: PAGE, ...queueOf(PAGE) }),
    ...CROWD.map((userId) => seat(userId, 'crowd')),
    ...waiting.flatMap((userId, nth) => place(userId, 'crowd', nth)),
    ...leaversOf('crowd', PAGE),
  ];
}
