import { describe, expect, test } from 'vitest';
import { updateEvent } from '../../../domain/event/updateEvent.ts';
import type { RegistrationItem } from '../../../domain/item.ts';
import { askingToLeave, askingToRegister, leaveTicket, takeTicket, type Asking } from '../../../domain/lane/ticket.ts';
import { tableOf } from '../../../domain/keys.ts';
import type { Action } from '../../../domain/transaction.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { audit } from '../support/audit.ts';
import { START_MS } from '../support/clock.ts';
import { forever, withFaults, withoutConditions, withoutLease, withSingleFaults } from '../support/faults.ts';
import { virtualStage, type VirtualStage } from '../support/virtualStage.ts';
import { BACKEND, fresh, NOW } from '../support/world.ts';

/** Work on a stage of its own. */
function onStage<T>(work: (stage: VirtualStage) => Promise<T>): Promise<T> {
  const stage = virtualStage();
  return stage.run(() => work(stage));
}

const timestamp = (ms: number) => new Date(ms).toISOString();

/** A ticket to register that was left this long after now, with so much time. */
function ticketOf(stage: VirtualStage, eventId: string, userId: string, afterMs = 0, timeMs = 20_000): Asking {
  const request = { userId, eventId, requestId: fresh('request') };
  return askingToRegister(request, timestamp(stage.nowMs() + afterMs), stage.nowMs() + timeMs, null);
}

/** A ticket to give a seat up: of the registration with that request id. */
function leavingTicketOf(stage: VirtualStage, eventId: string, userId: string, pinned: string, afterMs = 0): Asking {
  const { askedAt, deadlineMs } = ticketOf(stage, eventId, userId, afterMs);
  const wish = { kind: 'leaveSeat' as const, pinned, begunAt: askedAt };
  return askingToLeave({ userId, eventId }, wish, { requestId: fresh('t'), askedAt, deadlineMs, organizer: null });
}

/** Leaves tickets that nobody watches. */
async function leaveAll(stage: VirtualStage, tickets: Asking[]): Promise<void> {
  await Promise.all(tickets.map((ticket) => stage.table.write(leaveTicket(ticket))));
}

/** Tickets to register of new users, left one millisecond after the other. */
async function leaveFor(stage: VirtualStage, eventId: string, people: string[]): Promise<void> {
  await leaveAll(
    stage,
    people.map((userId, n) => ticketOf(stage, eventId, userId, n - people.length)),
  );
}

/** The table, how many people each of its group transactions was to serve, and when it was sent. */
function counted(table: Table, nowMs = (): number => 0): Table & { groups: number[]; sentMs: number[] } {
  const groups: number[] = [];
  const sentMs: number[] = [];
  const noted = withFaults(table, (_, actions) => {
    groups.push(actions.filter((action) => isTicket(action)).length);
    sentMs.push(nowMs());
    return null;
  });
  return { ...noted, groups, sentMs };
}

const isTicket = ({ key }: Action) => tableOf(key) === 'lane';

const outcomes = (answers: Awaited<ReturnType<VirtualStage['world']['register']>>[]) =>
  answers.map((answer) => ('value' in answer ? (answer.value.position ?? 'seat') : answer.failure.errorType));

describe('a combiner', () => {
  test('serves everybody who has asked, in the order of asking, for as many at once as a transaction holds', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(160);
      const eventId = await world.eventWith(60, []);
      await leaveFor(stage, eventId, people.slice(1));
      const table = counted(world.table, stage.nowMs);
      await world.register(eventId, people[0]!, { table });
      expect(table.groups).toEqual([49, 11, 33, 33, 33, 1]);
      // As fast as the partition takes them: seats every 40 ms, places every 60 ms.
      const pausesMs = table.sentMs.slice(1).map((ms, n) => ms - table.sentMs[n]!);
      expect(pausesMs.every((ms, n) => ms >= (n < 2 ? 40 : 60))).toBe(true);
      expect(await world.waiting(eventId)).toEqual([...people.slice(61), people[0]]);
      const seated = await Promise.all(people.slice(1, 61).map((userId) => world.status(eventId, userId)));
      expect(new Set(seated)).toEqual(new Set(['REGISTERED']));
      expect(await audit(world, eventId, people)).toEqual([]);
      expect([stage.tickets(), stage.leases()]).toEqual([[], []]);
    }));

  test('lets nobody pass who has asked later, where a shard holds more tickets than are read at once', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [first = '', second = '', third = '', combiner = '', seated = ''] = await world.users(5);
      const eventId = await world.eventWith(1, [seated]);
      // The last character says which shard it is.
      const inShard = (ticket: Asking, shard: number) => ({ ...ticket, requestId: `${ticket.requestId}-${shard}` });
      const leaving = Array.from({ length: 60 }, (_, n) => leavingTicketOf(stage, eventId, `no-${n}`, 'none', n - 900));
      await leaveAll(stage, [
        ...leaving.map((ticket) => inShard(ticket, 0)),
        inShard(ticketOf(stage, eventId, first, -1000), 5),
        inShard(ticketOf(stage, eventId, second, -500), 0),
        inShard(ticketOf(stage, eventId, third, -400), 5),
      ]);
      await world.register(eventId, combiner);
      expect(await world.waiting(eventId)).toEqual([first, second, third, combiner]);
    }));

  test('serves leavers and heads together: the first leaver’s seat goes to the first head', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(80);
      const eventId = await world.eventWith(30, people);
      const registrations = await Promise.all(people.slice(0, 30).map((userId) => world.registration(eventId, userId)));
      await leaveAll(
        stage,
        registrations.slice(1).map((own, n) => leavingTicketOf(stage, eventId, own!.userId, own!.requestId, n - 40)),
      );
      // The own request is a ticket as well, as the resolver leaves it when others are in the way.
      const own = leavingTicketOf(stage, eventId, people[0]!, registrations[0]!.requestId);
      const table = counted(world.table);
      await stage.table.write(leaveTicket(own));
      const answer = await world.unregister(eventId, people[0]!, { table, ticket: { asking: own, isLeft: true } });
      expect(answer).toMatchObject({ value: { promoted: true } });
      expect(table.groups).toEqual([24, 6]);
      const words = stage.tickets().sort((one, other) => (one.SK < other.SK ? -1 : 1));
      expect(words.map(({ promotedUserId }) => promotedUserId)).toEqual(people.slice(30, 59));
      expect(await world.status(eventId, people[59]!)).toBe('REGISTERED');
      expect(await world.waiting(eventId)).toEqual(people.slice(60));
      expect(await audit(world, eventId, people)).toEqual([]);
    }));

  test('takes a damaged head out of the queue, and the leaver’s seat goes to the next, without another request', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(5);
      const [leaver = '', damaged = '', next = '', last = '', combiner = ''] = people;
      const eventId = await world.eventWith(1, [leaver, damaged, next, last]);
      const own = await world.registration(eventId, leaver);
      await world.remove((await world.registration(eventId, damaged))!);
      await leaveAll(stage, [leavingTicketOf(stage, eventId, leaver, own!.requestId, -1)]);
      await world.register(eventId, combiner);
      expect(stage.tickets()).toMatchObject([{ state: 'DONE', promotedUserId: next }]);
      expect(await world.waiting(eventId)).toEqual([last, combiner]);
      expect(world.reported.metrics).toMatchObject({ DamagedEntries: 1 });
      expect(await audit(world, eventId, people)).toEqual([]);
    }));

  describe('with a bad ticket', () => {
    const PEOPLE = 8;

    /** A group of these wishes, of which those at `bad` cannot be served. */
    const groupWith = (kind: 'seats' | 'places' | 'releases' | 'handOvers', bad: number[]) =>
      onStage(async (stage) => {
        const { world } = stage;
        const [combiner = '', ...people] = await world.users(PEOPLE + 1);
        const waiting = await world.users(kind === 'handOvers' ? PEOPLE : 0);
        const isLeaving = kind === 'releases' || kind === 'handOvers';
        const members = people.slice(0, PEOPLE);
        const capacity = kind === 'seats' ? 20 : PEOPLE;
        const before = isLeaving ? [...members, ...waiting] : [];
        const filling = kind === 'places' ? await world.users(PEOPLE) : [];
        const eventId = await world.eventWith(capacity, [...filling, ...before]);
        const tickets = await Promise.all(
          members.map(async (userId, n) => {
            const isBad = bad.includes(n);
            const own = await world.registration(eventId, userId);
            if (!isLeaving) {
              return ticketOf(stage, eventId, userId, n - 20);
            }
            return leavingTicketOf(stage, eventId, userId, isBad ? 'another' : (own?.requestId ?? ''), n - 20);
          }),
        );
        if (!isLeaving) {
          for (const n of bad) {
            await world.register(eventId, members[n]!);
          }
        }
        const registered = await Promise.all(bad.map((n) => world.registration(eventId, members[n]!)));
        await leaveAll(stage, tickets);
        const table = counted(world.table);
        await world.register(eventId, combiner, { table });
        const states = stage.tickets().filter(({ state }) => state === 'REFUSED');
        expect(states.map(({ userId }) => userId).sort()).toEqual(bad.map((n) => members[n]!).sort());
        const kept = await Promise.all(bad.map((n) => world.registration(eventId, members[n]!)));
        expect(kept).toEqual(registered);
        const others = members.filter((_, n) => !bad.includes(n));
        const served = await Promise.all(others.map((userId) => world.status(eventId, userId)));
        const expected = { seats: 'REGISTERED', places: 'WAITLISTED', releases: 'NONE', handOvers: 'NONE' }[kind];
        expect(served).toEqual(others.map(() => expected));
        expect(await audit(world, eventId, [combiner, ...people, ...waiting, ...filling])).toEqual([]);
        return table.groups;
      });

    test.each(['seats', 'places', 'releases', 'handOvers'] as const)(
      'at any place of a group of %s serves the others with one more transaction',
      async (kind) => {
        const more = kind === 'seats' || kind === 'places' ? 1 : 0;
        for (let place = 0; place < PEOPLE; place += 1) {
          const groups = await groupWith(kind, [place]);
          expect(groups.slice(0, 2)).toEqual([PEOPLE + more, PEOPLE + more - 1]);
        }
      },
    );

    test.each(['seats', 'places', 'releases', 'handOvers'] as const)(
      'and more of them in a group of %s refuses all at once',
      async (kind) => {
        const more = kind === 'seats' || kind === 'places' ? 1 : 0;
        const groups = await groupWith(kind, [0, 2, 3, 7]);
        expect(groups.slice(0, 2)).toEqual([PEOPLE + more, PEOPLE + more - 4]);
      },
    );
  });

  test('refuses 1,000 bad tickets, and still serves the one who comes after them', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = ''] = await world.users(1);
      const eventId = await world.eventWith(1, []);
      const tickets = Array.from({ length: 1000 }, (_, n) =>
        leavingTicketOf(stage, eventId, `nobody-${n}`, 'none', n - 2000),
      );
      for (let at = 0; at < tickets.length; at += 100) {
        await leaveAll(stage, tickets.slice(at, at + 100));
        await stage.pause(200);
      }
      const table = counted(world.table);
      const answer = await world.register(eventId, ann, { table });
      expect(answer).toMatchObject({ value: { registrationStatus: 'REGISTERED' } });
      expect(table.groups).toHaveLength(Math.ceil(1000 / 49) + 1);
      expect(stage.tickets().map(({ state }) => state)).toEqual(Array(1000).fill('REFUSED'));
    }));

  test('serves who has asked behind more refused tickets than are read at once', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(2, []);
      const refused = Array.from({ length: 120 }, (_, n) => ({
        ...ticketOf(stage, eventId, `nobody-${n}`, n - 2000),
        requestId: `refused-${n}-0`,
      }));
      await leaveAll(stage, refused);
      for (const ticket of stage.tickets()) {
        await world.put({ ...ticket, state: 'REFUSED' });
      }
      await leaveAll(stage, [{ ...ticketOf(stage, eventId, ann, -1), requestId: 'request-of-ann-0' }]);
      await world.register(eventId, bob);
      expect(await world.status(eventId, ann)).toBe('REGISTERED');
    }));

  test('serves one ticket of a user, and refuses the second at once', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(5, []);
      const [first, second] = [ticketOf(stage, eventId, ann, -2), ticketOf(stage, eventId, ann, -1)];
      await leaveAll(stage, [first, second]);
      const table = counted(world.table);
      await world.register(eventId, bob, { table });
      expect(table.groups).toEqual([2]);
      expect(await world.registration(eventId, ann)).toMatchObject({ requestId: first.requestId });
      expect(stage.tickets()).toMatchObject([{ requestId: second.requestId, state: 'REFUSED' }]);
    }));

  test('takes no ticket with less than half a second left, and every one with more', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = '', cid = ''] = await world.users(3);
      const eventId = await world.eventWith(5, []);
      await leaveAll(stage, [ticketOf(stage, eventId, ann, -2, 505), ticketOf(stage, eventId, bob, -1, 700)]);
      await world.register(eventId, cid);
      expect([await world.status(eventId, ann), await world.status(eventId, bob)]).toEqual(['NONE', 'REGISTERED']);
      expect(stage.tickets()).toMatchObject([{ userId: ann, state: 'ASKED' }]);
    }));

  test('sweeps tickets 15 s after their deadline, whatever their state, and no other', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = ''] = await world.users(1);
      const eventId = await world.eventWith(5, []);
      const states = ['ASKED', 'REFUSED', 'DONE'] as const;
      const old = states.map((state) => ({ ...ticketOf(stage, eventId, `old-${state}`, -60_000, -15_100), state }));
      const late = states.map((state) => ({ ...ticketOf(stage, eventId, `late-${state}`, -60_000, -14_000), state }));
      await leaveAll(stage, [...old, ...late]);
      for (const ticket of stage.tickets()) {
        const state = [...old, ...late].find(({ requestId }) => requestId === ticket.requestId)?.state;
        await world.put({ ...ticket, state });
      }
      await leaveFor(stage, eventId, await world.users(1));
      await world.register(eventId, ann);
      const kept = stage.tickets().map(({ userId }) => userId);
      expect(kept.sort()).toEqual(['late-ASKED', 'late-DONE', 'late-REFUSED']);
    }));

  test('repeats a group whose answer is lost under the same token, and its own answer is none the less certain', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(20);
      const eventId = await world.eventWith(5, [], { waitlistEnabled: false });
      await leaveFor(stage, eventId, people.slice(1));
      const table = withFaults(
        world.table,
        (call) => (['lostAfter', 'conflict', 'lostBefore', 'lostAfter'] as const)[call] ?? null,
      );
      const answer = await world.register(eventId, people[0]!, { table });
      expect(answer).toMatchObject({ failure: { errorType: 'EventFull' } });
      expect(new Set(table.tokens).size).toBe(1);
      expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 5, version: 2 });
      expect(await audit(world, eventId, people)).toEqual([]);
    }));

  test('goes on while nobody watches until the lane is empty, at almost its full pace', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(1000);
      const eventId = await world.eventWith(2000, []);
      // As if they had asked after the combiner, which is served first.
      const tickets = people.slice(1).map((userId, n) => ticketOf(stage, eventId, userId, 10_000 + n));
      for (let at = 0; at < tickets.length; at += 100) {
        await leaveAll(stage, tickets.slice(at, at + 100));
      }
      const fromMs = stage.nowMs();
      expect(await world.register(eventId, people[0]!)).toMatchObject({ value: { registrationStatus: 'REGISTERED' } });
      expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 1000 });
      // Of virtual time: 21 groups of 40 to 60 ms, and 300 ms for others to take over after each half second.
      expect(stage.nowMs() - fromMs).toBeLessThan(2000);
      expect(stage.tickets()).toEqual([]);
    }));

  test('hands over to somebody who watches half a second after it is served', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(200);
      const eventId = await world.eventWith(1000, []);
      const answeredMs: number[] = [];
      const lastHolders = new Set<string>();
      await Promise.all(
        people.map(async (userId, n) => {
          await stage.pause(20 * n);
          await world.register(eventId, userId, { seed: n });
          answeredMs[n] = stage.nowMs() - START_MS - 20 * n;
          stage.leases().forEach(({ holder }) => lastHolders.add(holder));
        }),
      );
      expect(Math.max(...answeredMs)).toBeLessThan(2000);
      expect(lastHolders.size).toBeGreaterThan(2);
      expect(await audit(world, eventId, people)).toEqual([]);
    }));
});

describe('combiners in each other’s way', () => {
  /** 24 people at once for ten seats, while `tableFor` stands before the table of each. */
  const rush = (
    tableFor: (table: Table, n: number, stage: VirtualStage) => Table,
    startMs: (n: number) => number = () => START_MS,
  ) =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(24);
      const eventId = await world.eventWith(10, []);
      const answers = await Promise.all(
        people.map((userId, n) =>
          world.register(eventId, userId, { seed: n, table: tableFor(world.table, n, stage), startMs: startMs(n) }),
        ),
      );
      const told = outcomes(answers);
      return { told, findings: await audit(world, eventId, people), stage, event: await world.event(eventId) };
    });
  const EVERYBODY = [...Array(10).fill('seat'), ...Array.from({ length: 14 }, (_, n) => n + 1)];
  const inOrder = (told: (string | number)[]) => [
    ...told.filter((one) => typeof one === 'string'),
    ...told.filter((one) => typeof one === 'number').sort((one, other) => one - other),
  ];

  test('serve everybody once, although all have the lease', async () => {
    const { told, findings, stage } = await rush(withoutLease);
    expect(inOrder(told)).toEqual(EVERYBODY);
    expect(findings).toEqual([]);
    expect(stage.tickets()).toEqual([]);
  });

  test('serve everybody once, although the lease ends under a combiner that is stalled', async () => {
    const { told, findings, stage } = await rush((table, n, { pause }) =>
      withFaults(table, (call) => (call === 0 ? () => pause(n % 2 === 0 ? 3000 : 1500) : null)),
    );
    expect(inOrder(told)).toEqual(EVERYBODY);
    expect(findings).toEqual([]);
    expect([stage.tickets(), stage.leases()]).toEqual([[], []]);
  });

  test('do not go on once another has taken their lease', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(122);
      const [ann = '', bob = '', ...others] = people;
      const eventId = await world.eventWith(500, []);
      await leaveFor(stage, eventId, others);
      const stalled = (ms: number) => withFaults(world.table, (call) => (call === 0 ? () => stage.pause(ms) : null));
      const [ofAnn, ofBob] = [stalled(1500), stalled(1000)];
      const answers = [
        world.register(eventId, ann, { table: ofAnn }),
        stage.pause(1200).then(() => world.register(eventId, bob, { table: ofBob })),
      ];
      expect(outcomes(await Promise.all(answers))).toEqual(['seat', 'seat']);
      expect(ofAnn.tokens).toHaveLength(1);
      expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 122 });
      expect(await audit(world, eventId, people)).toEqual([]);
    }));

  test.each(['everybody with the lease', 'one by one'])(
    'serve everybody once, although clocks of hosts are apart by 5 s either way, %s',
    async (how) => {
      const { told, findings, stage } = await rush(
        (table) => (how === 'one by one' ? table : withoutLease(table)),
        (n) => START_MS + [0, 5000, -5000][n % 3]!,
      );
      expect(inOrder(told)).toEqual(EVERYBODY);
      expect(findings).toEqual([]);
      expect(stage.tickets()).toEqual([]);
    },
  );

  test('negative control: without conditions people are served twice', async () => {
    const { findings, event } = await rush((table, n, { pause }) =>
      withFaults(
        withoutConditions(withoutLease(table), () => true),
        (call) => (call === 0 ? () => pause(40 * n) : null),
      ),
    );
    expect(event.currentRegistrations + event.waitlistCount).toBeGreaterThan(24);
    expect(findings).not.toEqual([]);
  });

  /** Ann has asked, and bob combines; just before the group of both is sent, somebody else does this. */
  const meanwhile = (
    act: (stage: VirtualStage, eventId: string, ofAnn: Asking) => Promise<unknown>,
    tableFor: (table: Table) => Table = (table) => table,
  ) =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(5, []);
      const ofAnn = ticketOf(stage, eventId, ann, -1);
      await leaveAll(stage, [ofAnn]);
      const table = withFaults(tableFor(world.table), (call) => (call === 0 ? () => act(stage, eventId, ofAnn) : null));
      const answer = await world.register(eventId, bob, { table });
      return { told: outcomes([answer]), ann: await world.status(eventId, ann) };
    });
  const close = ({ world }: VirtualStage, eventId: string) =>
    world.apply(updateEvent(eventId, { status: 'CLOSED' }, BACKEND, NOW));
  const takeBack = ({ table }: VirtualStage, _: string, ofAnn: Asking) => table.write(takeTicket(ofAnn));

  test('lets nobody in who would come after the event is closed', async () => {
    expect(await meanwhile(close)).toEqual({ told: ['EventNotOpen'], ann: 'NONE' });
  });

  test('negative control: without the condition on the event they are let in', async () => {
    const onEvent = ({ key }: Action) => key.SK === 'METADATA';
    const { ann } = await meanwhile(close, (table) => withoutConditions(table, onEvent));
    expect(ann).toBe('REGISTERED');
  });

  test('does nothing for a ticket that was taken back, and serves the others', async () => {
    expect(await meanwhile(takeBack)).toEqual({ told: ['seat'], ann: 'NONE' });
  });

  test('negative control: without the condition on the ticket it takes effect all the same', async () => {
    const { ann } = await meanwhile(takeBack, (table) => withoutConditions(table, isTicket));
    expect(ann).toBe('REGISTERED');
  });
});

describe('a combiner that dies', () => {
  /** Six who have left tickets, a combiner that dies at its n-th call, before or after it, and one who comes later. */
  const dyingAt = (call: number, isAfter: boolean) =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(8);
      const [first = '', later = '', ...others] = people;
      const eventId = await world.eventWith(3, []);
      await leaveFor(stage, eventId, others);
      let calls = 0;
      const dies = <T>(work: () => Promise<T>): Promise<T> => {
        calls += 1;
        if (calls - 1 < call) {
          return work();
        }
        return calls - 1 === call && isAfter ? work().then(forever) : forever();
      };
      const { table } = world;
      const mortal: Table = {
        get: (key) => dies(() => table.get(key)),
        query: (condition, limit) => dies(() => table.query(condition, limit)),
        countPage: (condition, start) => dies(() => table.countPage(condition, start)),
        getTogether: (keys) => dies(() => table.getTogether(keys)),
        write: (action) => dies(() => table.write(action)),
        transact: (actions, token) => dies(() => table.transact(actions, token)),
      };
      const isAnswered = await Promise.race([
        world.register(eventId, first, { table: mortal }, 'of-the-dead').then(() => true),
        stage.pause(200).then(() => false),
      ]);
      const answer = await world.register(eventId, later);
      const statuses = await Promise.all(others.map((userId) => world.status(eventId, userId)));
      expect(statuses.filter((status) => status === 'NONE')).toEqual([]);
      expect(outcomes([answer])).not.toContain('Busy');
      const own = (await world.table.get<RegistrationItem>(
        (await world.registration(eventId, first)) ?? { PK: 'none', SK: 'none' },
      )) as RegistrationItem | null;
      const { currentRegistrations, waitlistCount } = await world.event(eventId);
      expect(currentRegistrations + waitlistCount).toBe(own === null ? 7 : 8);
      expect(await audit(world, eventId, people)).toEqual([]);
      expect(stage.tickets().filter(({ state }) => state === 'ASKED')).toEqual([]);
      return isAnswered;
    });

  test.each([
    ['before', false],
    ['after', true],
  ] as const)('%s any of its calls leaves everybody to the next, and nobody is served twice', async (_, isAfter) => {
    let call = 0;
    while (!(await dyingAt(call, isAfter))) {
      call += 1;
    }
    // All calls of a whole life: looking, ticket, lease, eight shards, event, flag, groups, its own registration.
    expect(call).toBeGreaterThan(20);
  });
});

describe('a throttled lane', () => {
  const METHODS = ['get', 'query', 'write'] as const;

  test.each(METHODS)('is waited for when every %s of it is refused for a while', (method) =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(6);
      const eventId = await world.eventWith(3, []);
      await leaveFor(stage, eventId, people.slice(1));
      let left = 30;
      const table = withSingleFaults(world.table, (call) => {
        const isMeant = call.method === method && call.table === 'lane';
        return isMeant && (left -= 1) >= 0 ? 'throttled' : null;
      });
      const answer = await world.register(eventId, people[0]!, { table });
      expect(outcomes([answer])).toEqual([3]);
      expect(left).toBeLessThan(0);
      expect(await audit(world, eventId, people)).toEqual([]);
    }),
  );

  test.each(METHODS)(
    'ends as Busy at the deadline when every %s of it is refused, and nothing happens later',
    (method) =>
      onStage(async (stage) => {
        const { world } = stage;
        const [ann = '', bob = ''] = await world.users(2);
        const eventId = await world.eventWith(3, []);
        const table = withSingleFaults(world.table, (call) =>
          call.method === method && call.table === 'lane' ? 'throttled' : null,
        );
        const answer = await world.register(eventId, ann, { table });
        const outcome = method === 'write' ? 'UNKNOWN' : 'NONE';
        expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome } } });
        await world.register(eventId, bob);
        expect(await world.status(eventId, ann)).toBe('NONE');
        expect(stage.tickets()).toEqual([]);
      }),
  );
});
