import { describe, expect, test } from 'vitest';
import { eventKey, leaseKey, tableOf, type Key } from '../../../domain/keys.ts';
import type { EventItem } from '../../../domain/item.ts';
import { reserveSeat } from '../../../domain/registration/reserveSeat.ts';
import { askingToLeave, askingToRegister, leaveTicket, type Asking } from '../../../domain/lane/ticket.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { audit } from '../support/audit.ts';
import {
  withFaults,
  withoutConditions,
  withSingleFaults,
  type SingleCall,
  type SingleFault,
} from '../support/faults.ts';
import { holdLease } from '../support/lane.ts';
import { virtualStage, type VirtualStage } from '../support/virtualStage.ts';
import { fresh, organizer, person } from '../support/world.ts';

/** Work on a stage of its own, with Ann and Bob, who has no seat yet, and an event of two seats. */
function onStage<T>(work: (stage: VirtualStage, eventId: string, ann: string, bob: string) => Promise<T>): Promise<T> {
  const stage = virtualStage();
  return stage.run(async () => {
    const [ann = '', bob = ''] = await stage.world.users(2);
    return work(stage, await stage.world.eventWith(2, []), ann, bob);
  });
}

const timestamp = (ms: number) => new Date(ms).toISOString();
const isTicket = ({ SK }: Key) => SK.startsWith('ASKED#');
const isPut = ({ action }: SingleCall) => action?.operation === 'PutItem';
const isDeletion = ({ method, action }: SingleCall) =>
  method === 'write' && action?.operation === 'DeleteItem' && action.key.PK.split('#').length === 3;

/** The table, where each write of this kind in turn suffers what comes next, then nothing. */
function suffering(table: Table, isMeant: (call: SingleCall) => boolean, ...faults: SingleFault[]): Table {
  return withSingleFaults(table, (call) => (isMeant(call) ? (faults.shift() ?? null) : null));
}

const NONE = { failure: { errorType: 'Busy', errorInfo: { outcome: 'NONE' } } };
const UNKNOWN = { failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN' } } };
const SEAT = { value: { registrationStatus: 'REGISTERED' } };

describe('a waiter', () => {
  test('polls its own ticket, and takes the lease over soon after it has ended', () =>
    onStage(async (stage, eventId, ann) => {
      await holdLease(stage, eventId, 3000);
      const fromMs = stage.nowMs();
      expect(await stage.world.register(eventId, ann)).toMatchObject(SEAT);
      const tookMs = stage.nowMs() - fromMs;
      expect(tookMs).toBeGreaterThan(3000);
      // Three looks of at most 150 ms each, and the work.
      expect(tookMs).toBeLessThan(3700);
      const { slept } = stage.world.reported;
      // At last, for the group that whoever held it before may be sending.
      expect(slept.at(-1)).toBe(40);
      expect(slept.slice(0, -1).every((ms) => ms >= 50 && ms <= 150)).toBe(true);
      expect(stage.tickets()).toEqual([]);
    }));

  test('goes by a ticket that the resolver has left, and leaves the one that may not be there', () =>
    onStage(async (stage, eventId, ann, bob) => {
      const { world } = stage;
      for (const [userId, isLeft] of [
        [ann, true],
        [bob, false],
      ] as const) {
        const requestId = fresh('request');
        const request = { userId, eventId, requestId, begunAt: timestamp(stage.nowMs()) };
        const asking = askingToRegister(request, timestamp(stage.nowMs()), stage.nowMs() + 20_000, null);
        if (isLeft) {
          await stage.table.write(leaveTicket(asking));
        }
        const answer = await world.register(eventId, userId, { ticket: { asking, isLeft } }, requestId);
        expect(answer).toMatchObject({ value: { registrationStatus: 'REGISTERED', registrationId: requestId } });
      }
      expect(stage.tickets()).toEqual([]);
      expect(await audit(world, eventId, [ann, bob])).toEqual([]);
    }));

  test.each([false, true])(
    'finds what another ticket of its request has made, isRepeat: %s, and takes its own back',
    (isRepeat) =>
      onStage(async (stage, eventId, ann, bob) => {
        const { world } = stage;
        await holdLease(stage, eventId, 15_000);
        const request = {
          userId: ann,
          eventId,
          requestId: 'of-ann',
          caller: person(ann),
          begunAt: timestamp(stage.nowMs()),
        };
        const asking = askingToRegister(request, timestamp(stage.nowMs()), stage.nowMs() + 20_000, null);
        const beginMs = stage.nowMs();
        const answer = world.register(eventId, ann, { ticket: { asking, isLeft: false }, isRepeat }, 'of-ann');
        await stage.pause(1000);
        expect(stage.tickets()).toHaveLength(1);
        await world.apply(reserveSeat(request, timestamp(stage.nowMs())));
        expect(await answer).toMatchObject(SEAT);
        expect(stage.nowMs() - beginMs).toBeLessThan(2000);
        expect(stage.tickets()).toEqual([]);
        expect(await audit(world, eventId, [ann, bob])).toEqual([]);
      }),
  );

  test.each([
    ['its ticket before and its registration after it is served', isTicket],
    ['its registration before and its ticket after it is served', (key: Key) => !isTicket(key)],
  ])('that sees %s answers what was made', (_title, isSeenBefore) =>
    onStage(async (stage, eventId, ann, bob) => {
      const { world } = stage;
      const request = { userId: ann, eventId, requestId: 'of-ann', begunAt: timestamp(stage.nowMs()) };
      const asking = askingToRegister(request, timestamp(stage.nowMs()), stage.nowMs() + 20_000, null);
      await stage.table.write(leaveTicket(asking));
      let looks = 0;
      const table: Table = {
        ...stage.table,
        getEach: async (keys) => {
          looks += 1;
          const before = await stage.table.getEach(keys);
          if (looks === 1) {
            await world.register(eventId, bob);
          }
          const after = await stage.table.getEach(keys);
          return keys.map((key, index) => (isSeenBefore(key) ? before : after)[index] ?? null);
        },
      };
      const answer = await world.register(eventId, ann, { table, ticket: { asking, isLeft: true } }, 'of-ann');
      expect(answer).toMatchObject({ value: { registrationStatus: 'REGISTERED', registrationId: 'of-ann' } });
      expect(looks).toBe(1);
      expect(stage.tickets()).toEqual([]);
      expect(await audit(world, eventId, [ann, bob])).toEqual([]);
    }),
  );

  test('whose ticket was left twice is told what holds for both', () =>
    onStage(async (stage, eventId, ann, bob) => {
      const { world } = stage;
      const request = { userId: ann, eventId, requestId: 'of-ann', begunAt: timestamp(stage.nowMs()) };
      const askings = [0, 1].map((afterMs) =>
        askingToRegister(request, timestamp(stage.nowMs() + afterMs), stage.nowMs() + 20_000, null),
      );
      await world.register(eventId, ann, {}, 'another');
      await Promise.all(askings.map((asking) => stage.table.write(leaveTicket(asking))));
      await serve(stage, eventId, bob);
      expect(stage.tickets()).toMatchObject([{ state: 'REFUSED' }, { state: 'REFUSED' }]);
      const ticket = { asking: askings[1]!, isLeft: true };
      const answer = await world.register(eventId, ann, { ticket }, 'of-ann');
      expect(answer).toMatchObject({ failure: { errorType: 'AlreadyRegistered' } });
    }));

  describe.each([
    ['while its ticket waits', false],
    ['at its deadline', true],
  ])('that finds, %s, a registration of its request id', (_title, isLate) => {
    const register = (stage: VirtualStage, eventId: string, ann: string, organizerOf: string) => {
      const request = { userId: ann, eventId, requestId: 'of-ann', begunAt: timestamp(stage.nowMs()) };
      const deadlineMs = stage.nowMs() + 20_000;
      const asking = askingToRegister(request, timestamp(stage.nowMs()), deadlineMs, organizerOf);
      const table = withSingleFaults(stage.table, ({ method }) =>
        isLate && method === 'getEach' && stage.nowMs() < deadlineMs ? 'throttled' : null,
      );
      const circumstances = { table, ticket: { asking, isLeft: true }, timeMs: 20_000 };
      return stage.table
        .write(leaveTicket(asking))
        .then(() => stage.world.register(eventId, ann, circumstances, 'of-ann', organizer(organizerOf)));
    };

    test('tells nothing of it to an organizer of another event', () =>
      onStage(async (stage, eventId, ann) => {
        await holdLease(stage, eventId, 15_000);
        const request = {
          userId: ann,
          eventId,
          requestId: 'of-ann',
          caller: person(ann),
          begunAt: timestamp(stage.nowMs()),
        };
        await stage.world.apply(reserveSeat(request, timestamp(stage.nowMs())));
        const errorType = isLate ? 'Busy' : 'Unauthorized';
        expect(await register(stage, eventId, ann, 'oscar')).toMatchObject({ failure: { errorType } });
        expect(stage.tickets()).toEqual([]);
      }));

    test('answers it to the organizer of the event', () =>
      onStage(async (stage, eventId, ann) => {
        await holdLease(stage, eventId, 15_000);
        const request = {
          userId: ann,
          eventId,
          requestId: 'of-ann',
          caller: person(ann),
          begunAt: timestamp(stage.nowMs()),
        };
        await stage.world.apply(reserveSeat(request, timestamp(stage.nowMs())));
        const { PK, SK, ...attributes } = (await stage.table.get<EventItem>(eventKey(eventId)))!;
        const organized = { ...attributes, organizer: 'olga' };
        await stage.table.write({ operation: 'PutItem', key: { PK, SK }, attributes: organized });
        expect(await register(stage, eventId, ann, 'olga')).toMatchObject(SEAT);
      }));
  });

  test('takes a refused ticket away, and answers what it finds then', () =>
    onStage(async (stage, eventId, ann, bob) => {
      const { world } = stage;
      const requestId = fresh('request');
      const request = { userId: ann, eventId, requestId, begunAt: timestamp(stage.nowMs()) };
      const asking = askingToRegister(request, timestamp(stage.nowMs()), stage.nowMs() + 20_000, null);
      await world.register(eventId, ann, {}, 'another');
      await stage.table.write(leaveTicket(asking));
      await serve(stage, eventId, bob);
      expect(stage.tickets()).toMatchObject([{ state: 'REFUSED' }]);
      const answer = await world.register(eventId, ann, { ticket: { asking, isLeft: true } }, requestId);
      expect(answer).toMatchObject({ failure: { errorType: 'AlreadyRegistered' } });
      expect(stage.tickets()).toEqual([]);
    }));

  test.each([[['lostAfter']], [['lostBefore']], [['lostBefore', 'lostAfter', 'throttled']]] as SingleFault[][][])(
    'is served once when the answer to its ticket is %s',
    (faults) =>
      onStage(async (stage, eventId, ann) => {
        const table = suffering(stage.table, isPut, ...faults);
        expect(await stage.world.register(eventId, ann, { table })).toMatchObject(SEAT);
        expect(await stage.world.event(eventId)).toMatchObject({ currentRegistrations: 1 });
        expect(stage.tickets()).toEqual([]);
      }),
  );

  test('recognises its own work when the ticket was served before the answer to it was lost, and it was left again', () =>
    onStage(async (stage, eventId, ann, bob) => {
      const { world } = stage;
      const table = suffering(world.table, isPut, 'lostAfter', () => serve(stage, eventId, bob).then(() => null));
      const answer = await world.register(eventId, ann, { table }, 'of-ann');
      expect(answer).toMatchObject({ value: { registrationStatus: 'REGISTERED', registrationId: 'of-ann' } });
      expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 2 });
      expect(stage.tickets()).toEqual([]);
      expect(await audit(world, eventId, [ann, bob])).toEqual([]);
    }));
});

/** Bob asks, and serves everybody in the lane. */
const serve = (stage: VirtualStage, eventId: string, bob: string) => stage.world.register(eventId, bob, { seed: 9 });

describe('a waiter that gives up', () => {
  type ServedFirst = (stage: VirtualStage, eventId: string, bob: string) => SingleFault;
  const servedFirst: ServedFirst = (stage, eventId, bob) => async (): Promise<null> => {
    await stage.table.write({ operation: 'DeleteItem', key: leaseKey(eventId) });
    // By a host whose clock is behind, so that the time of the ticket is not over.
    await stage.world.register(eventId, bob, { startMs: Date.parse('2026-03-01T09:59:55.000Z') });
    return null;
  };

  /** Ann asks; nobody works, since somebody holds the lease beyond her deadline; then taking it back suffers. */
  const givingUp = (...faults: (SingleFault | ServedFirst)[]) =>
    onStage(async (stage, eventId, ann, bob) => {
      const { world } = stage;
      await holdLease(stage, eventId, 15_000);
      const suffered = faults.map((fault) => (fault === servedFirst ? servedFirst(stage, eventId, bob) : fault));
      const table = suffering(world.table, isDeletion, ...(suffered as SingleFault[]));
      const answer = await world.register(eventId, ann, { table, timeMs: 3000 });
      const stored = await world.status(eventId, ann);
      await stage.pause(60_000);
      await serve(stage, eventId, bob);
      return { answer, stored, later: await world.status(eventId, ann), tickets: stage.tickets() };
    });
  test('answers NONE when its ticket was still there, which then never takes effect', async () => {
    const { answer, later, tickets } = await givingUp();
    expect(answer).toMatchObject(NONE);
    expect([later, tickets]).toEqual(['NONE', []]);
  });

  test('answers success when its ticket was served just before', async () => {
    const { answer, stored, tickets } = await givingUp(servedFirst);
    expect(answer).toMatchObject(SEAT);
    expect([stored, tickets]).toEqual(['REGISTERED', []]);
  });

  test.each(['throttled', 'lostBefore'] as const)(
    'answers NONE when taking it back is %s at first: the next try finds it there',
    async (fault) => {
      const { answer, later, tickets } = await givingUp(fault);
      expect(answer).toMatchObject(NONE);
      expect([later, tickets]).toEqual(['NONE', []]);
    },
  );

  test('answers UNKNOWN when the answer to taking it back is lost: it is gone, and might have been served', async () => {
    const { answer, later, tickets } = await givingUp('lostAfter');
    expect(answer).toMatchObject(UNKNOWN);
    expect([later, tickets]).toEqual(['NONE', []]);
  });

  test.each(['throttled', 'lostBefore'] as const)(
    'answers UNKNOWN when taking it back is %s all the time, and even a ticket that stays takes no effect later',
    async (fault) => {
      const { answer, later } = await givingUp(...Array<SingleFault>(100).fill(fault));
      expect(answer).toMatchObject(UNKNOWN);
      expect(later).toBe('NONE');
    },
  );

  test('answers UNKNOWN when its ticket was there, but it cannot look whether that was a second one', () =>
    onStage(async (stage, eventId, ann) => {
      const { world } = stage;
      await holdLease(stage, eventId, 15_000);
      const fromMs = stage.nowMs() + 3000;
      const table = withSingleFaults(world.table, (call) =>
        call.method === 'getEach' && call.table === 'events' && stage.nowMs() > fromMs - 200 ? 'throttled' : null,
      );
      expect(await world.register(eventId, ann, { table, timeMs: 3000 })).toMatchObject(UNKNOWN);
      expect(stage.tickets()).toEqual([]);
    }));

  test('answers UNKNOWN when the time is over before it is certain that there is a ticket', () =>
    onStage(async (stage, eventId, ann, bob) => {
      const { world } = stage;
      const table = withSingleFaults(world.table, (call) => (isPut(call) ? 'lostAfter' : null));
      expect(await world.register(eventId, ann, { table, timeMs: 3000 })).toMatchObject(UNKNOWN);
      await serve(stage, eventId, bob);
      expect([await world.status(eventId, ann), stage.tickets()]).toEqual(['NONE', []]);
    }));

  test('finds that an earlier ticket, whose answer was lost, was served, although it takes the later one back', () =>
    onStage(async (stage, eventId, ann, bob) => {
      const { world } = stage;
      const served = async (): Promise<null> => {
        await serve(stage, eventId, bob);
        await holdLease(stage, eventId, 15_000);
        return null;
      };
      const table = suffering(world.table, isPut, 'lostAfter', served);
      const answer = await world.register(eventId, ann, { table, timeMs: 3000 });
      expect(answer).toMatchObject(SEAT);
      expect(stage.tickets()).toEqual([]);
    }));

  /** Ann’s own group is sent and lost; she is told what she is told; then it arrives. */
  const lateGroup = (tableFor: (table: Table) => Table = (table) => table) =>
    onStage(async (stage, eventId, ann) => {
      const { world } = stage;
      const sent: (() => Promise<unknown>)[] = [];
      const base = tableFor(world.table);
      const table: Table = {
        ...base,
        transact: async (actions, token) => {
          sent.push(() => base.transact(actions, token));
          return { kind: 'MAYBE_MADE' };
        },
      };
      const answer = await world.register(eventId, ann, { table, timeMs: 3000 });
      await sent[0]?.();
      return { answer, later: await world.status(eventId, ann) };
    });

  test('answers NONE although its own group was lost: should that arrive later, it does nothing', async () => {
    const { answer, later } = await lateGroup();
    expect(answer).toMatchObject(NONE);
    expect(later).toBe('NONE');
  });

  test('negative control: without the ticket as a condition that group takes effect after NONE', async () => {
    const bare = (table: Table) => withoutConditions(table, ({ key }) => tableOf(key) === 'lane');
    expect(await lateGroup(bare)).toMatchObject({ answer: NONE, later: 'REGISTERED' });
  });
});

describe('a leaver who waits', () => {
  /** Ann has a seat, Bob waits; Ann’s request to leave has left a ticket. */
  const leaving = <T>(work: (stage: VirtualStage, eventId: string, ann: string, asking: Asking) => Promise<T>) =>
    onStage(async (stage, _, ann, bob) => {
      const { world } = stage;
      const eventId = await world.eventWith(1, [ann, bob]);
      const pinned = (await world.registration(eventId, ann))?.requestId ?? '';
      const askedAt = timestamp(stage.nowMs());
      const wish = { kind: 'leaveSeat' as const, pinned, begunAt: askedAt };
      const rest = { requestId: fresh('ticket'), askedAt, deadlineMs: stage.nowMs() + 3000, organizer: null };
      const asking = askingToLeave({ userId: ann, eventId }, wish, rest);
      await stage.table.write(leaveTicket(asking));
      return work(stage, eventId, ann, asking);
    });
  const PROMOTED = { value: { registrationStatus: 'REGISTERED', promoted: true } };
  const somebodyServes = async ({ world }: VirtualStage, eventId: string) => {
    const [cid = ''] = await world.users(1);
    await world.register(eventId, cid, { startMs: Date.parse('2026-03-01T09:59:55.000Z') });
  };

  test('is told who got the seat by the ticket, which is taken away with the answer', () =>
    leaving(async (stage, eventId, ann, asking) => {
      await somebodyServes(stage, eventId);
      expect(stage.tickets()).toMatchObject([{ state: 'DONE' }]);
      const answer = await stage.world.unregister(eventId, ann, { ticket: { asking, isLeft: true } });
      expect(answer).toMatchObject(PROMOTED);
      expect(stage.tickets()).toEqual([]);
    }));

  test('is told even when the ticket cannot be taken away', () =>
    leaving(async (stage, eventId, ann, asking) => {
      const table = withSingleFaults(stage.table, (call) => (isDeletion(call) ? 'throttled' : null));
      const answer = await stage.world.unregister(eventId, ann, { table, ticket: { asking, isLeft: true } });
      expect(answer).toMatchObject(PROMOTED);
      expect(stage.tickets()).toMatchObject([{ state: 'DONE' }]);
    }));

  test.each([
    ['NONE when its ticket was still there', null, NONE, 'REGISTERED'],
    ['success when its ticket was served just before', somebodyServes, PROMOTED, 'NONE'],
  ] as const)('answers %s as it gives up', (_, act, expected, status) =>
    leaving(async (stage, eventId, ann, asking) => {
      await holdLease(stage, eventId, 15_000);
      const table = suffering(stage.table, isDeletion, async () => {
        await stage.table.write({ operation: 'DeleteItem', key: leaseKey(eventId) });
        await act?.(stage, eventId);
        return null;
      });
      const ticket = { asking, isLeft: true };
      const answer = await stage.world.unregister(eventId, ann, { table, ticket, timeMs: 3000 });
      expect(answer).toMatchObject(expected);
      expect(await stage.world.status(eventId, ann)).toBe(status);
      expect(stage.tickets()).toEqual([]);
    }),
  );

  test('answers UNKNOWN as it gives up when the ticket may have been served', () =>
    leaving(async (stage, eventId, ann, asking) => {
      await holdLease(stage, eventId, 15_000);
      const table = withSingleFaults(stage.table, (call) => (isDeletion(call) ? 'lostBefore' : null));
      const ticket = { asking, isLeft: true };
      const answer = await stage.world.unregister(eventId, ann, { table, ticket, timeMs: 3000 });
      expect(answer).toMatchObject(UNKNOWN);
    }));

  test('decides anew, and answers NotRegistered, when the ticket is refused since another request was first', () =>
    leaving(async (stage, eventId, ann, asking) => {
      const { world } = stage;
      // Until the event sends nobody to its lane any more.
      await stage.pause(1500);
      expect(await world.unregister(eventId, ann)).toMatchObject(PROMOTED);
      await somebodyServes(stage, eventId);
      const ticket = { asking, isLeft: true };
      const answer = await world.unregister(eventId, ann, { ticket }, person(ann), null);
      expect(answer).toMatchObject({ failure: { errorType: 'NotRegistered' } });
      expect(stage.tickets()).toEqual([]);
    }));

  test('loses nothing when its own group is lost and repeated', () =>
    leaving(async (stage, eventId, ann, asking) => {
      const table = withFaults(stage.table, (call) => (call < 2 ? 'lostAfter' : null));
      const answer = await stage.world.unregister(eventId, ann, { table, ticket: { asking, isLeft: true } });
      expect(answer).toMatchObject(PROMOTED);
      expect(table.tokens).toHaveLength(3);
      expect(new Set(table.tokens).size).toBe(1);
      expect(await stage.world.event(eventId)).toMatchObject({ currentRegistrations: 1, waitlistCount: 0 });
    }));
});
