import * as operations from 'event-registration-client';
import type { Action } from '../../../domain/transaction.ts';
import type { Bench, Part, Row } from './figures.ts';
import { startMeteredApi, type Meter } from './stage/meteredApi.ts';
import { event, ids, leaversOf, place, queueOf, seat, user } from './stage/seeds.ts';

const SIZES = [100, 10_000, 100_000];
/** What a position may cost, whatever is before it. */
const POSITION = { requests: 6, readUnits: 30 };
const PEOPLE = ids('person', 6);
const [ANN, BOB, CID, DAN, COLLECTOR] = PEOPLE as [string, string, string, string, string];

/** The same operations on a table of 10², 10⁴ and 10⁵ items: what they cost must not grow. */
export async function growth({ plainAssemblyDir, scale, seed }: Bench): Promise<Part> {
  const sizes = SIZES.map((size) => Math.max(100, Math.round(size * scale)));
  const bySize: Record<string, Meter>[] = [];
  for (const size of sizes) {
    bySize.push(await measureAt(size, plainAssemblyDir, seed));
  }
  const [small = {}] = bySize;
  const rows = Object.keys(small).map((operation): Row => {
    const cell = ({ count, writeUnits, readUnits }: Meter): string => `${count} / ${writeUnits} / ${readUnits}`;
    return {
      'requests / write / read units': operation,
      ...Object.fromEntries(
        bySize.map((meters, at) => [`${sizes[at]!.toLocaleString('en')} items`, cell(meters[operation]!)]),
      ),
    };
  });
  const isFlat = (name: string): boolean =>
    bySize.every(
      (meters) => meters[name]!.count === small[name]!.count && Math.abs(cost(meters[name]!) - cost(small[name]!)) <= 1,
    );
  const growing = Object.keys(small).filter((name) => !isFlat(name));
  const positions = bySize.flatMap((meters) =>
    Object.keys(meters).flatMap((name) => (name.startsWith('position') ? meters[name]! : [])),
  );
  const most = (figure: (meter: Meter) => number) => Math.max(...positions.map(figure));
  const unexpected = growing.filter((name) => !name.startsWith('position'));
  return {
    id: 'd',
    title: 'On a growing table',
    rows,
    goals: [
      {
        text: 'all but positions stay flat (within one unit)',
        measured: unexpected.join(', ') || 'flat',
        isMet: unexpected.length === 0,
      },
      {
        text: `a position: at most ${POSITION.requests} requests and ${POSITION.readUnits} read units`,
        measured: `${most(({ count }) => count)} and ${most(({ readUnits }) => readUnits)}`,
        isMet: positions.every(({ count, readUnits }) => count <= POSITION.requests && readUnits <= POSITION.readUnits),
      },
    ],
    remarks: [
      'Of n items 30 % are seats of one event, 30 % the queue of another (registration and entry each), 20 % other events, and 20 % the seats of one user, who takes part in all of those.',
      'Twice as many have joined that queue as wait: behind each who waits, somebody has left it. A position reads the registration, the event, the pages of those who have joined behind it and have left (2,400 joins each, up to 900 bytes), and event and entry.',
    ],
  };
}

const cost = ({ writeUnits, readUnits }: Meter): number => writeUnits + readUnits;

async function measureAt(size: number, plainAssemblyDir: string, seed: number): Promise<Record<string, Meter>> {
  const waiting = ids('waiting', size * 0.15);
  const api = await startMeteredApi(plainAssemblyDir, PEOPLE, seed);
  try {
    await api.database.seed(api.tableName, records(size, waiting));
    const {
      RegisterForEventDocument: register,
      UnregisterFromEventDocument: unregister,
      GetRegistrationDocument: get,
    } = operations;
    const on = (userId: string, eventId: string) => ({ userId, eventId });
    // The first call of the Lambda starts its process.
    await api.call(BOB, unregister, on(BOB, 'full'));
    return {
      'register, a seat': await api.call(CID, register, on(CID, 'wide')),
      unregister: await api.call(CID, unregister, on(CID, 'wide')),
      'register, the waitlist': await api.call(DAN, register, on(DAN, 'full')),
      'unregister, promoting': await api.call(ANN, unregister, on(ANN, 'full')),
      'leave the waitlist': await api.call(DAN, unregister, on(DAN, 'full')),
      'position near the head': await api.call('root', get, on(waiting[2]!, 'full')),
      'position at the end': await api.call('root', get, on(waiting.at(-1)!, 'full')),
      getEvent: await api.call(CID, operations.GetEventDocument, { eventId: 'full' }),
      'listEvents, page of 20': await api.call(CID, operations.ListEventsDocument, { limit: 20 }),
      'getUserEvents, page of 20': await api.call(COLLECTOR, operations.GetUserEventsDocument, {
        userId: COLLECTOR,
        limit: 20,
      }),
      'listEventRegistrations, page of 20': await api.call('root', operations.ListEventRegistrationsDocument, {
        eventId: 'wide',
        limit: 20,
      }),
      'listWaitlist, page of 20': await api.call('root', operations.ListWaitlistDocument, {
        eventId: 'full',
        limit: 20,
      }),
    };
  } finally {
    await api.close();
  }
}

function records(size: number, waiting: string[]): Action[] {
  const registered = ids('seated', size * 0.3);
  const events = ids('event', size / 5);
  const full = event('full', {
    capacity: 2,
    currentRegistrations: 2,
    ...queueOf(waiting.length),
  });
  return [
    event('wide', { currentRegistrations: registered.length }),
    full,
    ...PEOPLE.map(user),
    ...[ANN, BOB].map((userId) => seat(userId, 'full')),
    ...registered.map((userId) => seat(userId, 'wide')),
    ...waiting.flatMap((userId, nth) => place(userId, 'full', nth)),
    ...leaversOf('full', waiting.length),
    ...events.flatMap((eventId) => [event(eventId), seat(COLLECTOR, eventId)]),
  ];
}
