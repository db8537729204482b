import * as operations from 'event-registration-client';
import type { Action } from '../../../domain/transaction.ts';
import { sweep } from '../../../tools/audit/sweep.ts';
import type { StoredItem } from '../../../tools/running/tableContent.ts';
import type { Bench, Part, Row } from './figures.ts';
import { startMeteredApi, type Meter, type MeteredApi } from './stage/meteredApi.ts';
import { event, ids, leaversOf, place, queueOf, seat, user } from './stage/seeds.ts';

const SIZES = [100, 10_000, 100_000];
/** What a position may cost, whatever is before it. */
const POSITION = { requests: 6, readUnits: 30 };
const [ANN, BOB, CID, DAN, COLLECTOR] = ['ann', 'bob', 'cid', 'dan', 'collector'] as const;
/** Who calls besides `root`, an admin. */
const CALLERS = [ANN, BOB, CID, DAN, COLLECTOR];

/** What the operations have cost beside a queue of some length, and what the audit would find in what was seeded. */
export interface Measured {
  length: number;
  meters: Record<string, Meter>;
  findings: string[];
}

/** The same operations beside queues of 10², 10⁴ and 10⁵ people: what they cost must not grow. */
export async function growth({ plainAssemblyDir, scale, seed }: Bench): Promise<Part> {
  const lengths = SIZES.map((length) => Math.max(100, Math.round(length * scale)));
  const measured: Measured[] = [];
  for (const length of lengths) {
    const api = await startMeteredApi(plainAssemblyDir, CALLERS, seed);
    try {
      measured.push(await measureBeside(length, api));
    } finally {
      await api.close();
    }
  }
  return reportGrowth(measured);
}

/** The costs as a table, by length of the queue, the shortest first, and whether they stay as they are. */
export function reportGrowth(measured: Measured[]): Part {
  const { meters: small = {} } = measured[0] ?? {};
  const cell = ({ count, writeUnits, readUnits }: Meter): string => `${count} / ${writeUnits} / ${readUnits}`;
  const rows = Object.keys(small).map((operation): Row => ({
    'requests / write / read units': operation,
    ...Object.fromEntries(
      measured.map(({ length, meters }) => [`${length.toLocaleString('en')} waiting`, cell(meters[operation]!)]),
    ),
  }));
  const isFlat = (name: string): boolean =>
    measured.every(
      ({ meters }) =>
        meters[name]!.count === small[name]!.count && Math.abs(cost(meters[name]!) - cost(small[name]!)) <= 1,
    );
  const isPosition = (name: string): boolean => name.startsWith('position');
  const growing = Object.keys(small).filter((name) => !isPosition(name) && !isFlat(name));
  const positions = measured.flatMap(({ meters }) =>
    Object.entries(meters).flatMap(([name, meter]) => (isPosition(name) ? meter : [])),
  );
  const most = (figure: (meter: Meter) => number): number => Math.max(...positions.map(figure));
  const findings = measured.flatMap((one) => one.findings);
  return {
    id: 'd',
    title: 'Beside a growing queue',
    rows,
    goals: [
      {
        text: 'all but positions stay flat (within one unit)',
        measured: growing.join(', ') || 'flat',
        isMet: growing.length === 0,
      },
      {
        text: `a position: at most ${POSITION.requests} requests and ${POSITION.readUnits} read units`,
        measured: `${most(({ count }) => count)} and ${most(({ readUnits }) => readUnits)}`,
        isMet: positions.every(({ count, readUnits }) => count <= POSITION.requests && readUnits <= POSITION.readUnits),
      },
      {
        text: 'by the rules of the audit nothing is wrong with what was stored before',
        measured: findings.slice(0, 3).join('; ') || 'nothing',
        isMet: findings.length === 0,
      },
    ],
    remarks: [
      'Beside n people in the queue of one event (registration and entry each) the table has all of them as users, 0.3 n of them with a seat of another event, and 0.2 n more events, in each of which one user takes part.',
      'Twice as many have joined that queue as wait: behind each who waits, somebody has left it. A position reads the registration, the event, the pages of those who have joined behind it and have left (2,400 joins each, up to 900 bytes), and event and entry.',
      'Who was before costs nothing: the last of 100,000 reads one page, the first of them all 84.',
    ],
  };
}

const cost = ({ writeUnits, readUnits }: Meter): number => writeUnits + readUnits;

/** Seeds an API that has nothing yet with a queue of so many, and measures. */
export async function measureBeside(length: number, api: Pick<MeteredApi, 'seed' | 'call'>): Promise<Measured> {
  const waiting = ids('waiting', length);
  const seeded = records(waiting);
  await api.seed(seeded);
  const {
    RegisterForEventDocument: register,
    UnregisterFromEventDocument: unregister,
    GetRegistrationDocument: get,
  } = operations;
  const on = (userId: string, eventId: string) => ({ userId, eventId });
  // The first call of the Lambda starts its process.
  await api.call(BOB, unregister, on(BOB, 'full'));
  const meters = {
    'register, a seat': await api.call(CID, register, on(CID, 'wide')),
    unregister: await api.call(CID, unregister, on(CID, 'wide')),
    'register, the waitlist': await api.call(DAN, register, on(DAN, 'full')),
    'unregister, promoting': await api.call(ANN, unregister, on(ANN, 'full')),
    'leave the waitlist': await api.call(DAN, unregister, on(DAN, 'full')),
    ...(await positions()),
    getEvent: await api.call(CID, operations.GetEventDocument, { eventId: 'full' }),
    'listEvents, page of 20': await api.call(CID, operations.ListEventsDocument, { limit: 20 }),
    'getUserEvents, page of 20': await api.call(COLLECTOR, operations.GetUserEventsDocument, {
      userId: COLLECTOR,
      limit: 20,
    }),
    'listUserRegistrations, page of 20': await api.call(COLLECTOR, operations.ListUserRegistrationsDocument, {
      limit: 20,
    }),
    'listEventRegistrations, page of 20': await api.call('root', operations.ListEventRegistrationsDocument, {
      eventId: 'wide',
      limit: 20,
    }),
    'listWaitlist, page of 20': await api.call('root', operations.ListWaitlistDocument, { eventId: 'full', limit: 20 }),
  };
  return { length, meters, findings: sweep(seeded.map(itemOf)) };

  async function positions(): Promise<Record<string, Meter>> {
    const found: Record<string, Meter> = {};
    const places = { 'at the head': 2, 'in the middle': length / 2, 'at the end': length - 1 };
    for (const [where, nth] of Object.entries(places)) {
      const meter = await api.call('root', get, on(waiting[nth]!, 'full'));
      // Two have got a seat meanwhile.
      if (meter.value.position !== nth - 1) {
        throw new Error(`the position of ${waiting[nth]!} is not ${String(meter.value.position)}`);
      }
      found[`position ${where}`] = meter;
    }
    return found;
  }
}

function itemOf({ key, attributes }: Action): StoredItem {
  return { ...key, ...attributes } as StoredItem;
}

function records(waiting: string[]): Action[] {
  const registered = waiting.slice(0, waiting.length * 0.3);
  const events = ids('event', waiting.length / 5);
  return [
    ...[...CALLERS, ...waiting].map(user),
    event('wide', { currentRegistrations: registered.length }),
    event('full', { capacity: 2, currentRegistrations: 2, ...queueOf(waiting.length) }),
    ...[ANN, BOB].map((userId) => seat(userId, 'full')),
    ...registered.map((userId) => seat(userId, 'wide')),
    ...waiting.flatMap((userId, nth) => place(userId, 'full', nth)),
    ...leaversOf('full', waiting.length),
    ...events.flatMap((eventId) => [event(eventId, { currentRegistrations: 1 }), seat(COLLECTOR, eventId)]),
  ];
}
