import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { updateEvent } from '../../domain/event/updateEvent.ts';
import type { KeyCondition } from '../../domain/keys.ts';
import { askingToLeave, keyOfTicket, leaveTicket } from '../../domain/lane/ticket.ts';
import type { Table } from '../../lambda/promoteFromWaitlist/table/table.ts';
import { audit } from './support/audit.ts';
import { handOverDirectly, joinDirectly } from './support/direct.ts';
import { forgettingTokens, withFaults, withScript, type Fault } from './support/faults.ts';
import { seeded, START_MS } from './support/clock.ts';
import { startEventTable, type EventTable } from './support/startEventTable.ts';
import { BACKEND, LATER, NOW, World, fresh, organizer, person, type Circumstances } from './support/world.ts';

let running: EventTable;
let world: World;
beforeAll(async () => {
  running = await startEventTable();
  world = new World(running);
});
afterAll(() => running.close());

const cancel = (eventId: string) => () => world.apply(updateEvent(eventId, { status: 'CANCELLED' }, BACKEND, NOW));

/** Long after the event has sent anybody to its lane: then a seat is handed over past it. */
const AT_ONCE: Circumstances = { startMs: Date.parse(LATER) };
const WAYS = [
  ['past the lane', AT_ONCE],
  ['in the lane', {} as Circumstances],
] as const;

/** Unregisters by a pinned registration, for which no try is made past the lane, unless `startMs` asks for one. */
async function unregister(eventId: string, userId: string, circumstances: Circumstances) {
  const own = await world.registration(eventId, userId);
  const pinned = 'startMs' in circumstances ? null : (own?.requestId ?? '');
  return world.unregister(eventId, userId, circumstances, person(userId), pinned);
}

describe('unregisterFromEvent', () => {
  test.each(WAYS)('hands the seat to the head of the waitlist, %s', async (_, circumstances) => {
    const [ann = '', bob = '', cid = ''] = await world.users(3);
    const eventId = await world.eventWith(1, [ann, bob, cid]);
    const own = await world.registration(eventId, ann);
    const answer = await world.unregister(eventId, ann, circumstances);
    expect(answer).toEqual({
      value: {
        userId: ann,
        eventId,
        registrationStatus: 'REGISTERED',
        promoted: true,
        promotedUserId: null,
        registrationId: 'startMs' in circumstances ? null : own?.requestId,
      },
    });
    expect(await world.registration(eventId, ann)).toBeNull();
    expect(await world.registration(eventId, bob)).toMatchObject({
      registrationStatus: 'REGISTERED',
      promotedAt: 'startMs' in circumstances ? LATER : NOW,
      joinedPosition: 1,
    });
    expect(await world.waiting(eventId)).toEqual([cid]);
    expect(await audit(world, eventId, [ann, bob, cid])).toEqual([]);
    expect(world.reported.metrics).toEqual({});
  });

  test('frees the seat when nobody waits', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, [ann]);
    expect(await world.unregister(eventId, ann)).toMatchObject({
      value: { registrationStatus: 'REGISTERED', promoted: false },
    });
    expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 0 });
  });

  test('leaves the waitlist when the registration waits', async () => {
    const [ann = '', bob = '', cid = ''] = await world.users(3);
    const eventId = await world.eventWith(1, [ann, bob, cid]);
    expect(await world.unregister(eventId, bob)).toMatchObject({
      value: { registrationStatus: 'WAITLISTED', promoted: false },
    });
    expect(await world.waiting(eventId)).toEqual([cid]);
    expect(await audit(world, eventId, [ann, bob, cid])).toEqual([]);
  });

  test('names the promoted to the backend and to the event’s organizer, to nobody else', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const named = async (caller: typeof BACKEND) => {
      const eventId = await world.eventWith(1, [ann, bob], { organizer: caller.username === ann ? ann : 'olga' });
      return world.unregister(eventId, ann, {}, caller);
    };
    expect(await named(BACKEND)).toMatchObject({ value: { promotedUserId: bob } });
    expect(await named(organizer('olga'))).toMatchObject({ value: { promotedUserId: bob } });
    expect(await named(organizer(ann))).toMatchObject({ value: { promotedUserId: bob } });
    expect(await named(person(ann))).toMatchObject({ value: { promoted: true, promotedUserId: null } });
  });

  test('rejects with NotRegistered, EventNotFound and Unauthorized, and changes nothing', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann, bob], { organizer: 'olga' });
    const draft = await world.eventWith(1, [], { status: 'DRAFT' });
    const rejections = [
      await world.unregister(eventId, 'nobody'),
      await world.unregister('nowhere', ann),
      await world.unregister(draft, ann),
      await world.unregister(eventId, ann, {}, organizer('otto')),
      await world.unregister(eventId, bob, {}, organizer('otto')),
      await world.unregister(eventId, 'nobody', {}, organizer('otto')),
    ];
    const types = ['NotRegistered', 'EventNotFound', 'EventNotFound', 'Unauthorized', 'Unauthorized', 'Unauthorized'];
    expect(rejections).toMatchObject(types.map((errorType) => ({ failure: { errorType } })));
    expect(await audit(world, eventId, [ann, bob])).toEqual([]);
  });

  test('reads again when the leaver, just promoted, seemed to be the head', async () => {
    const [ann = '', bob = '', cid = ''] = await world.users(3);
    const eventId = await world.eventWith(1, [ann, bob, cid]);
    const stale = await world.queue(eventId);
    await world.unregister(eventId, ann);
    let reads = 0;
    const query: Table['query'] = async <Item>(condition: KeyCondition, limit: number) => {
      const isFirst = condition.table === 'events' && (reads += 1) === 1;
      return isFirst ? (stale.slice(0, 1) as Item[]) : world.table.query<Item>(condition, limit);
    };
    const answer = await world.unregister(eventId, bob, { table: { ...world.table, query } });
    expect(reads).toBeGreaterThan(1);
    expect(answer).toMatchObject({ value: { registrationStatus: 'REGISTERED', promoted: true } });
    expect(await world.status(eventId, cid)).toBe('REGISTERED');
    expect(world.reported.warnings).toEqual([]);
  });

  test('drops an entry of the leaver himself that is damage', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann, bob]);
    const [entry] = await world.queue(eventId);
    await world.put({
      ...entry,
      SK: `WAITLIST#2026-01-01T00:00:00.000Z#${ann}`,
      userId: ann,
      waitlistedAt: '2026-01-01T00:00:00.000Z',
    });
    await world.put({ ...(await world.event(eventId)), waitlistCount: 2 });
    expect(await world.unregister(eventId, ann)).toMatchObject({ value: { promoted: true } });
    expect(await audit(world, eventId, [ann, bob])).toEqual([]);
  });

  test('drops a head whose registration is missing, reports it, and promotes the next', async () => {
    const [ann = '', bob = '', cid = ''] = await world.users(3);
    const eventId = await world.eventWith(1, [ann, bob, cid]);
    await world.remove((await world.registration(eventId, bob))!);
    expect(await world.unregister(eventId, ann)).toMatchObject({ value: { promoted: true } });
    expect(await world.status(eventId, cid)).toBe('REGISTERED');
    expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 1, waitlistCount: 0 });
    expect(world.reported.metrics).toMatchObject({ DamagedEntries: 1 });
  });

  test('promotes a head whose registration has another moment, by the only place that it has, and reports it', async () => {
    const [ann = '', bob = '', cid = ''] = await world.users(3);
    const eventId = await world.eventWith(1, [ann, bob, cid]);
    const stored = await world.registration(eventId, bob);
    await world.put({ ...stored, waitlistedAt: '2020-01-01T00:00:00.000Z' });
    expect(await world.unregister(eventId, ann)).toMatchObject({ value: { promoted: true } });
    const { waitlistedAt } = stored!;
    expect(await world.registration(eventId, bob)).toMatchObject({ registrationStatus: 'REGISTERED', waitlistedAt });
    expect(await audit(world, eventId, [ann, bob, cid])).toEqual([]);
    expect(world.reported.metrics).toMatchObject({ DamagedEntries: 1 });
  });

  test.each(WAYS)('promotes nobody when the event is cancelled meanwhile, %s', async (_, circumstances) => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann, bob]);
    const table = withScript(world.table, [cancel(eventId)]);
    const answer = await world.unregister(eventId, ann, { ...circumstances, table });
    expect(answer).toMatchObject({ value: { registrationStatus: 'REGISTERED', promoted: false } });
    expect(await world.status(eventId, bob)).toBe('WAITLISTED');
    expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 0, waitlistCount: 1 });
  });

  test.each(WAYS)('frees the seat when the waitlist is emptied meanwhile, %s', async (_, circumstances) => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann, bob]);
    const answer = await world.unregister(eventId, ann, {
      ...circumstances,
      table: withScript(world.table, [() => world.unregister(eventId, bob)]),
    });
    expect(answer).toMatchObject({ value: { promoted: false } });
    expect(await audit(world, eventId, [ann, bob])).toEqual([]);
  });

  test('promotes the one who joins while it would free the seat', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann]);
    const answer = await world.unregister(eventId, ann, {
      table: withScript(world.table, [() => joinDirectly(world, eventId, bob)]),
    });
    expect(answer).toMatchObject({ value: { promoted: true } });
    expect(await world.status(eventId, bob)).toBe('REGISTERED');
  });

  test('frees the seat for the one who asks in the lane after it, though both are served by the other', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann]);
    const answers: unknown[] = [];
    const asLate = { startMs: Date.parse(NOW) + 1000 };
    const table = withScript(world.table, [async () => answers.push(await world.register(eventId, bob, asLate))]);
    answers.push(await world.unregister(eventId, ann, { table }));
    expect(answers).toMatchObject([{ value: { registrationStatus: 'REGISTERED' } }, { value: { promoted: false } }]);
    expect(await audit(world, eventId, [ann, bob])).toEqual([]);
  });

  test('gives up the seat when it is promoted while it would leave the waitlist', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann, bob]);
    const answer = await world.unregister(eventId, bob, {
      table: withScript(world.table, [() => handOverDirectly(world, eventId, ann)]),
    });
    expect(answer).toMatchObject({ value: { registrationStatus: 'REGISTERED', promoted: false } });
    expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 0, waitlistCount: 0 });
    expect(await audit(world, eventId, [ann, bob])).toEqual([]);
  });

  test.each(['conflict', 'throttled', 'refused'] as const)(
    'waits patiently through a storm of 20 × %s',
    async (fault) => {
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(1, [ann, bob]);
      const answer = await world.unregister(eventId, ann, { table: withScript(world.table, Array(20).fill(fault)) });
      expect(answer).toMatchObject({ value: { promoted: true } });
    },
  );

  test.each(
    (['lostBefore', 'lostAfter'] as const).flatMap((fault) => WAYS.map(([way, more]) => [fault, way, more] as const)),
  )(
    'promotes exactly one when the answer is %s, %s, repeating under the same token',
    async (fault, _, circumstances) => {
      const [ann = '', bob = '', cid = ''] = await world.users(3);
      const eventId = await world.eventWith(1, [ann, bob, cid]);
      const table = withScript(world.table, [fault, 'conflict', fault]);
      expect(await unregister(eventId, ann, { ...circumstances, table })).toMatchObject({ value: { promoted: true } });
      expect(table.tokens).toHaveLength(4);
      expect(new Set(table.tokens).size).toBe(1);
      expect(await audit(world, eventId, [ann, bob, cid])).toEqual([]);
    },
  );

  test('negative control: without tokens a lost success past the lane ends as Busy and outcome UNKNOWN', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann, bob]);
    const answer = await world.unregister(eventId, ann, {
      ...AT_ONCE,
      table: withScript(forgettingTokens(world.table), ['lostAfter']),
    });
    expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN' } } });
  });

  test('finds a lost success in the lane by its ticket, even without tokens', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann, bob]);
    const table = withScript(forgettingTokens(world.table), ['lostAfter']);
    expect(await unregister(eventId, ann, { table })).toMatchObject({ value: { promoted: true } });
    expect(await audit(world, eventId, [ann, bob])).toEqual([]);
  });

  test('rejects with Busy and outcome NONE at the deadline when every try was turned away', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann, bob]);
    const answer = await world.unregister(eventId, ann, { table: withFaults(world.table, () => 'conflict') });
    expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'NONE' } } });
    expect(await audit(world, eventId, [ann, bob])).toEqual([]);
  });

  test.each(['lostBefore', 'lostAfter'] as const)(
    'rejects with Busy and outcome UNKNOWN at the deadline when every answer past the lane is %s',
    async (fault) => {
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(1, [ann, bob]);
      const answer = await world.unregister(eventId, ann, { ...AT_ONCE, table: withFaults(world.table, () => fault) });
      expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN' } } });
      expect(await audit(world, eventId, [ann, bob])).toEqual([]);
    },
  );

  test('is certain at the deadline, by its ticket, when every answer in the lane is lost', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const lost = async (fault: Fault) => {
      const eventId = await world.eventWith(1, [ann, bob]);
      const answer = await unregister(eventId, ann, { table: withFaults(world.table, () => fault) });
      expect(await audit(world, eventId, [ann, bob])).toEqual([]);
      return answer;
    };
    expect(await lost('lostBefore')).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'NONE' } } });
    expect(await lost('lostAfter')).toMatchObject({ value: { promoted: true } });
  });

  test('rejects with Busy and outcome UNKNOWN when it may have been made before and the registration is gone', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, []);
    const answer = await world.unregister(eventId, ann, {}, person(ann), null, 'MAYBE_MADE');
    expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN' } } });
  });

  test('rejects with Busy and outcome UNKNOWN when its ticket was swept and the registration is gone', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, []);
    const request = { userId: ann, eventId, caller: person(ann) };
    const wish = { kind: 'leaveSeat' as const, pinned: null, begunAt: LATER };
    const rest = { requestId: 'swept', askedAt: LATER, deadlineMs: START_MS + 25_000, organizer: null };
    const ticket = { asking: askingToLeave(request, wish, rest), isLeft: true };
    const call = { operation: 'unregisterFromEvent', request, pinned: null, begunAt: LATER } as const;
    const answer = await world.call({ ...call, effect: 'NOT_MADE', ticket });
    const decidedBy = new Date(START_MS + 40_000).toISOString();
    expect(answer).toMatchObject({
      failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN', decidedBy, clientRequestId: null } },
    });
    expect(await world.call({ ...call, effect: 'NOT_MADE', ticket: null })).toMatchObject({
      failure: { errorType: 'NotRegistered' },
    });
  });

  test('finishes when it may have been made before and the registration is still there', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann, bob]);
    const pinned = (await world.registration(eventId, ann))?.requestId ?? '';
    expect(await world.unregister(eventId, ann, {}, person(ann), pinned, 'MAYBE_MADE')).toMatchObject({
      value: { promoted: true },
    });
  });

  test.each(['REGISTERED', 'WAITLISTED'] as const)(
    'gives up what is asked for, and nothing else, also through the lane: %s',
    async (ifStatus) => {
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(1, [ann, bob]);
      const [leaver, other] = ifStatus === 'REGISTERED' ? [ann, bob] : [bob, ann];
      const leave = async (userId: string, meant: object, effect: 'NOT_MADE' | 'MAYBE_MADE') =>
        world.call({
          operation: 'unregisterFromEvent',
          request: { userId, eventId, caller: person(userId), ...meant },
          pinned: null,
          begunAt: LATER,
          effect,
          ticket: null,
        });
      const stored = () => Promise.all([ann, bob].map((userId) => world.registration(eventId, userId)));
      const before = await stored();
      for (const effect of ['NOT_MADE', 'MAYBE_MADE'] as const) {
        expect(await leave(other, { ifStatus }, effect)).toMatchObject({
          failure: { errorType: 'RegistrationStatusChanged' },
        });
        expect(await leave(leaver, { registrationId: 'older' }, effect)).toMatchObject({
          failure: { errorType: effect === 'NOT_MADE' ? 'NotRegistered' : 'Busy' },
        });
      }
      expect(await stored()).toEqual(before);
      const { requestId: registrationId = '' } = (await world.registration(eventId, leaver)) ?? {};
      // What may have been made is not handed over at once: the lane decides.
      const effect = ifStatus === 'REGISTERED' ? 'NOT_MADE' : 'MAYBE_MADE';
      expect(await leave(leaver, { ifStatus, registrationId }, effect)).toMatchObject({
        value: { registrationId, registrationStatus: ifStatus, promoted: ifStatus === 'REGISTERED' },
      });
      expect(await audit(world, eventId, [ann, bob])).toEqual([]);
    },
  );

  test.each(WAYS)('keeps the seat of somebody who has come, %s, until that is undone', async (_, circumstances) => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann, bob]);
    const own = await world.registration(eventId, ann);
    await world.put({ ...own, checkedInAt: NOW });
    const failure = { errorType: 'AlreadyCheckedIn', errorInfo: { eventId, checkedInAt: NOW } };
    expect(await unregister(eventId, ann, circumstances)).toMatchObject({ failure });
    const mayBeMade = await world.unregister(eventId, ann, circumstances, person(ann), null, 'MAYBE_MADE');
    expect(mayBeMade).toMatchObject({ failure });
    expect([await world.status(eventId, ann), await world.waiting(eventId)]).toEqual(['REGISTERED', [bob]]);
    expect(await audit(world, eventId, [ann, bob])).toEqual([]);
    await world.put({ ...own });
    expect(await unregister(eventId, ann, circumstances)).toMatchObject({ value: { promoted: true } });
  });

  test('gives a seat that is meant up through the lane', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann, bob]);
    const { requestId: registrationId = '' } = (await world.registration(eventId, ann)) ?? {};
    const request = { userId: ann, eventId, caller: person(ann), registrationId, ifStatus: 'REGISTERED' as const };
    const call = { operation: 'unregisterFromEvent', request, pinned: registrationId, begunAt: LATER } as const;
    expect(await world.call({ ...call, effect: 'MAYBE_MADE', ticket: null })).toMatchObject({
      value: { registrationId, promoted: true },
    });
  });

  test('never touches a newer registration than the pinned one', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, [ann]);
    const replace = async () => world.put({ ...(await world.registration(eventId, ann))!, requestId: 'newer' });
    const sighted = await world.unregister(eventId, ann, { table: withScript(world.table, [replace]) });
    const pinned = await world.unregister(eventId, ann, {}, person(ann), 'older');
    const maybeMade = await world.unregister(eventId, ann, {}, person(ann), 'older', 'MAYBE_MADE');
    expect([sighted, pinned]).toMatchObject([
      { failure: { errorType: 'NotRegistered' } },
      { failure: { errorType: 'NotRegistered' } },
    ]);
    expect(maybeMade).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN' } } });
    expect(await world.registration(eventId, ann)).toMatchObject({ requestId: 'newer' });
  });

  describe('with a registration that was made after the request began', () => {
    const replaced = async (eventId: string, userId: string) =>
      world.put({
        ...(await world.registration(eventId, userId))!,
        requestId: 'newer',
        createdAt: '2026-03-01T10:02:00.000Z',
      });
    const repeatedLate = async (begunAt: string) => {
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(1, [ann, bob]);
      const table = withScript(world.table, ['lostBefore', () => replaced(eventId, ann)]);
      const circumstances = { ...AT_ONCE, table };
      return {
        answer: await world.unregister(eventId, ann, circumstances, person(ann), null, 'NOT_MADE', begunAt),
        kept: await world.registration(eventId, ann),
      };
    };
    /** The resolver has left a ticket without having seen the registration. */
    const askedUnseen = async (begunAt: string) => {
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(1, [ann, bob]);
      await replaced(eventId, ann);
      const wish = { kind: 'leaveSeat' as const, pinned: null, begunAt };
      const rest = { requestId: fresh('ticket'), askedAt: NOW, deadlineMs: Date.parse(NOW) + 25_000, organizer: null };
      const asking = askingToLeave({ userId: ann, eventId }, wish, rest);
      await world.table.write(leaveTicket(asking));
      // Somebody else combines.
      const [cid = ''] = await world.users(1);
      await world.register(eventId, cid);
      return { kept: await world.registration(eventId, ann), ticket: await world.table.get(keyOfTicket(asking)) };
    };

    test('rejects with Busy and outcome UNKNOWN, and leaves it, when a lost try is repeated', async () => {
      const { answer, kept } = await repeatedLate(LATER);
      expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN' } } });
      expect(kept).toMatchObject({ requestId: 'newer' });
    });

    test('refuses a ticket that was left before it was made', async () => {
      const { kept, ticket } = await askedUnseen(LATER);
      expect([kept, ticket]).toMatchObject([{ requestId: 'newer' }, { state: 'REFUSED' }]);
    });

    test('negative control: without that moment it is given up', async () => {
      expect((await repeatedLate('9999-12-31T00:00:00.000Z')).kept).toBeNull();
      expect(await askedUnseen('9999-12-31T00:00:00.000Z')).toMatchObject({ kept: null, ticket: { state: 'DONE' } });
    });
  });

  test('always promotes in order, nobody lost or twice, when 30 leave at once under conflicts and lost answers', async () => {
    const people = await world.users(70);
    const eventId = await world.eventWith(30, people);
    const answers = await Promise.all(
      people.slice(0, 30).map((userId, seed) => {
        const random = seeded(seed + 100);
        const kinds = ['conflict', 'throttled', 'refused', 'lostBefore', 'lostAfter'] as const;
        const table = withFaults(world.table, () =>
          random() < 0.4 ? (kinds[Math.floor(random() * 5)] ?? null) : null,
        );
        return world.unregister(eventId, userId, { seed, table, timeMs: 600_000 }, BACKEND);
      }),
    );
    const promoted = answers.map((answer) =>
      'value' in answer ? answer.value.promotedUserId : answer.failure.errorType,
    );
    expect(promoted.sort()).toEqual(people.slice(30, 60).sort());
    expect(await world.waiting(eventId)).toEqual(people.slice(60));
    expect(await audit(world, eventId, people)).toEqual([]);
  });
});
