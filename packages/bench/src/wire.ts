import * as operations from 'event-registration-client';
import { rounded, type Bench, type Goal, type Part, type Row } from './figures.ts';
import { perMillion, PRICES } from './prices.ts';
import { startMeteredApi, type Meter } from './stage/meteredApi.ts';
import { event, ids, user } from './stage/seeds.ts';

const PEOPLE = ids('person', 8);
const [ANN, BOB, CID, DAN] = PEOPLE as [string, string, string, string];

/** What every operation costs at the wire: requests to DynamoDB and their units, when nobody else is about. */
export async function wire({ plainAssemblyDir, seed }: Bench): Promise<Part> {
  const api = await startMeteredApi(plainAssemblyDir, PEOPLE, seed);
  const rows: Row[] = [];
  const meters: Record<string, Meter> = {};
  const note = (name: string, meter: Meter): void => {
    meters[name] = meter;
    const { count, calls, writeUnits, readUnits } = meter;
    rows.push({
      operation: name,
      requests: count,
      'which ones': calls,
      'write units': writeUnits,
      'read units': readUnits,
      '$ per million': rounded(perMillion(writeUnits, readUnits), 2),
    });
  };
  try {
    await api.database.seed(api.tableName, [event('wide'), event('tight', { capacity: 1 }), ...PEOPLE.map(user)]);
    const on = (userId: string, eventId: string) => ({ userId, eventId });
    const { RegisterForEventDocument: register, UnregisterFromEventDocument: unregister } = operations;
    // The first call of the Lambda starts its process.
    for (const userId of [CID, DAN]) {
      await api.call(userId, register, on(userId, 'tight'));
    }
    await api.call(CID, unregister, on(CID, 'tight'));
    await api.call(DAN, unregister, on(DAN, 'tight'));

    note('registerForEvent, a seat', await api.call(ANN, register, on(ANN, 'wide')));
    note('unregisterFromEvent, nobody waiting', await api.call(ANN, unregister, on(ANN, 'wide')));
    await api.call(ANN, register, on(ANN, 'tight'));
    note('registerForEvent, the waitlist', await api.call(BOB, register, on(BOB, 'tight')));
    await api.call(CID, register, on(CID, 'tight'));
    note('getRegistration, waiting', await api.call(CID, operations.GetRegistrationDocument, on(CID, 'tight')));
    note('unregisterFromEvent, from the waitlist', await api.call(CID, unregister, on(CID, 'tight')));
    note('unregisterFromEvent, promoting', await api.call(ANN, unregister, on(ANN, 'tight')));
    note('getRegistration, a seat', await api.call(BOB, operations.GetRegistrationDocument, on(BOB, 'tight')));
    note('checkIn', await api.call('root', operations.CheckInDocument, on(BOB, 'tight')));
    note('checkIn, scanned again', await api.call('root', operations.CheckInDocument, on(BOB, 'tight')));
    note('undoCheckIn', await api.call('root', operations.UndoCheckInDocument, on(BOB, 'tight')));
    note('getEvent', await api.call(ANN, operations.GetEventDocument, { eventId: 'tight' }));
    note('listEvents, page of 20', await api.call(ANN, operations.ListEventsDocument, { limit: 20 }));
    note(
      'getUserEvents, page of 20',
      await api.call(BOB, operations.GetUserEventsDocument, { userId: BOB, limit: 20 }),
    );
    note('getUser', await api.call(ANN, operations.GetUserDocument, { userId: ANN }));
    note(
      'createUser',
      await api.call('root', operations.CreateUserDocument, { input: { userId: 'new', name: 'New' } }),
    );
    note(
      'createEvent',
      await api.call('root', operations.CreateEventDocument, {
        input: { eventId: 'newer', title: 'T', date: '2031-01-01T00:00:00Z', capacity: 5 },
      }),
    );
    note(
      'updateEvent',
      await api.call('root', operations.UpdateEventDocument, { input: { eventId: 'newer', title: 'U' } }),
    );
    note('deleteEvent', await api.call('root', operations.DeleteEventDocument, { eventId: 'newer' }));
  } finally {
    await api.close();
  }
  const limits = {
    'registerForEvent, a seat': 1,
    'registerForEvent, the waitlist': 2,
    'unregisterFromEvent, nobody waiting': 1,
    'unregisterFromEvent, from the waitlist': 2,
    'unregisterFromEvent, promoting': 3,
  };
  const goals = Object.entries(limits).map(([name, most]): Goal => ({
    text: `${name}: ≤ ${most} requests`,
    measured: String(meters[name]?.count),
    isMet: (meters[name]?.count ?? Infinity) <= most,
  }));
  return { id: 'c', title: 'Requests and units at the wire', rows, goals, remarks: [PRICED, month(meters)] };
}

const PRICED = `Units as the service reckons them (transactions double, index entries once, a refused transaction its prepare half; docs/reference/dynamodb.md#units), at $${PRICES.perMillionWriteUnits} per million write and $${PRICES.perMillionReadUnits} per million read units.`;

/**
 * A month of a million registrations, of which one in five waits and one in ten is given up again, half of those with a
 * promotion.
 */
function month(meters: Record<string, Meter>): string {
  const mix: [string, number][] = [
    ['registerForEvent, a seat', 800_000],
    ['registerForEvent, the waitlist', 200_000],
    ['unregisterFromEvent, nobody waiting', 50_000],
    ['unregisterFromEvent, promoting', 50_000],
  ];
  const units = (which: 'writeUnits' | 'readUnits'): number =>
    mix.reduce((sum, [name, count]) => sum + (meters[name]?.[which] ?? 0) * count, 0);
  const calls = mix.reduce((sum, [, count]) => sum + count, 0);
  const dynamodb = perMillion(units('writeUnits') / 1e6, units('readUnits') / 1e6);
  const appsync = (calls / 1e6) * PRICES.perMillionGraphqlCalls;
  const dollars = (value: number): string => `$${value.toFixed(2)}`;
  return `A month of 1 million registrations (800,000 on a seat, 200,000 waiting; 100,000 given up, half of them with a promotion): ${(units('writeUnits') / 1e6).toFixed(2)} million write units and ${(units('readUnits') / 1e6).toFixed(2)} million read units, ${dollars(dynamodb)} at DynamoDB, and ${dollars(appsync)} for ${(calls / 1e6).toFixed(1)} million calls at AppSync. Storage, stream, pushes, Lambda (50,000 promotions are cents) and reading are not in it.`;
}
