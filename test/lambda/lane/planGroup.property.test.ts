import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEvent } from '../../../domain/event/createEvent.ts';
import { isLive } from '../../../domain/event/status.ts';
import type { EventItem, EventStatus, RegistrationItem, WaitlistEntryItem, Wish } from '../../../domain/item.ts';
import { eventKey, registrationKey, waitlistEntryKey, waitlistOfEvent } from '../../../domain/keys.ts';
import { GROUPS } from '../../../domain/lane/group.ts';
import { keyOfTicket, leaveTicket, type Asking } from '../../../domain/lane/ticket.ts';
import { registrationAttributes } from '../../../domain/registration/registration.ts';
import type { Action } from '../../../domain/transaction.ts';
import { entryAttributes } from '../../../domain/waitlist/joinWaitlist.ts';
import { planGroup, type Plan } from '../../../lambda/promoteFromWaitlist/lane/planGroup.ts';
import { START_MS } from '../support/clock.ts';
import { NOW } from '../support/world.ts';
import { virtualStage } from '../support/virtualStage.ts';

const EVENT = 'event';
const timestamp = (ms: number) => new Date(ms).toISOString();

/** An event with its people and their wishes. */
interface Situation {
  status: EventStatus;
  waitlistEnabled: boolean;
  capacity: number;
  seated: string[];
  waiting: string[];
  /** How far the newest entry is from now, in milliseconds: hosts' clocks differ. */
  tailMs: number;
  tickets: Asking[];
}

const status = fc.oneof(
  { weight: 12, arbitrary: fc.constant<EventStatus>('OPEN') },
  fc.constantFrom<EventStatus>('CLOSED', 'CANCELLED', 'DRAFT'),
);
const wishKind = fc.constantFrom<Wish['kind']>('register', 'leaveSeat', 'leaveWaitlist');
const tenfold = <T>(value: T, ...others: T[]) =>
  fc.oneof({ weight: 10, arbitrary: fc.constant(value) }, fc.constantFrom(...others));
const organizerOfTicket = tenfold<string | null>(null, 'olga', 'otto');

const situations: fc.Arbitrary<Situation> = fc
  .record({
    status,
    waitlistEnabled: tenfold(true, false),
    capacity: fc.integer({ min: 1, max: 80 }),
    free: fc.oneof(fc.constant(0), fc.nat(60)),
    waiting: fc.oneof(fc.constant(0), fc.nat(40)),
    tailMs: fc.integer({ min: -5000, max: 5000 }),
    usual: wishKind,
    wishes: fc.array(fc.record({ kind: fc.option(wishKind, { freq: 1 }), organizer: organizerOfTicket }), {
      maxLength: 110,
      size: 'max',
    }),
  })
  .map(({ free, waiting, usual, wishes, ...rest }) => {
    const seated = Array.from({ length: Math.max(0, rest.capacity - free) }, (_, n) => `seated-${n}`);
    const queue = Array.from({ length: waiting }, (_, n) => `waiting-${n}`);
    const situation = { ...rest, seated, waiting: queue, tickets: [] };
    const leavers = [...seated].reverse();
    const quitters = [...queue].filter((_, n) => n % 3 === 1);
    const tickets = wishes.map(({ kind, organizer }, n): Asking => {
      const { userId, wish } = wishOf(kind ?? usual, situation, leavers, quitters) ?? register(n);
      const askedAt = timestamp(START_MS - 1000 + n);
      const requestId = `request-${n}`;
      return { eventId: EVENT, userId, requestId, askedAt, wish, organizer, deadlineMs: START_MS + 20_000 };
    });
    return { ...situation, tickets };
  });

function register(n: number): Pick<Asking, 'userId' | 'wish'> {
  return { userId: `new-${n}`, wish: { kind: 'register' } };
}

/** The wish of the next one who can have it, null if there is nobody. */
function wishOf(kind: Wish['kind'], situation: Situation, leavers: string[], quitters: string[]) {
  if (kind === 'leaveSeat') {
    const userId = leavers.pop();
    return userId === undefined ? null : { userId, wish: { kind, pinned: `of-${userId}`, begunAt: NOW } };
  }
  if (kind === 'leaveWaitlist') {
    const userId = quitters.shift();
    const waitlistedAt = waitlistedAtOf(situation, situation.waiting.indexOf(userId ?? ''));
    const join = { event: NOW, number: 1 + situation.waiting.indexOf(userId ?? '') };
    return userId === undefined ? null : { userId, wish: { kind, pinned: `of-${userId}`, waitlistedAt, join } };
  }
  return null;
}

function waitlistedAtOf({ tailMs, waiting }: Situation, index: number): string {
  return timestamp(START_MS + tailMs - (waiting.length - 1 - index));
}

function entriesOf(situation: Situation): WaitlistEntryItem[] {
  return situation.waiting.map((userId, index) => {
    const waitlistedAt = waitlistedAtOf(situation, index);
    const own = { waitlistedAt, joinedPosition: index + 1 };
    const attributes = entryAttributes({ userId, eventId: EVENT }, own, { joinedDepartures: 0 }, NOW);
    return { ...waitlistEntryKey(EVENT, waitlistedAt, userId), ...attributes } as WaitlistEntryItem;
  });
}

function eventOf(situation: Situation): EventItem {
  const { capacity, waitlistEnabled, seated, waiting, tailMs } = situation;
  const settings = { title: 'T', description: null, date: NOW, location: null, organizer: 'olga' };
  const [action] = createEvent({ eventId: EVENT, capacity, waitlistEnabled, status: 'OPEN', ...settings }, NOW);
  return {
    ...eventKey(EVENT),
    ...(action?.attributes as Partial<EventItem>),
    status: situation.status,
    listing: situation.status === 'DRAFT' ? 'DRAFT' : 'PUBLIC',
    currentRegistrations: seated.length,
    waitlistCount: waiting.length,
    waitlistTail: waiting.length === 0 && tailMs < 0 ? '' : timestamp(START_MS + tailMs),
    version: 7,
    waitlistVersion: 5,
  } as EventItem;
}

function headsOf(situation: Situation): WaitlistEntryItem[] {
  return entriesOf(situation).slice(0, GROUPS.handOvers.people);
}

function planFor(situation: Situation): Plan {
  return planGroup(eventOf(situation), headsOf(situation), situation.tickets, START_MS);
}

/** What becomes of one person. */
type Outcome =
  | { kind: 'refused' | 'seat' | 'quit' }
  | { kind: 'place'; position: number }
  | { kind: 'released'; promoted: string | null };

/** The event of a world without lane, where people come one after the other. */
class OneByOne {
  readonly #situation: Situation;
  seated: number;
  queue: string[];

  constructor(situation: Situation) {
    this.#situation = situation;
    this.seated = situation.seated.length;
    this.queue = [...situation.waiting];
  }

  serve({ userId, wish, organizer }: Asking): Outcome {
    const { status: stored, capacity, waitlistEnabled } = this.#situation;
    const isPermitted = organizer === null || organizer === 'olga';
    if (!isPermitted || stored === 'DRAFT' || (wish.kind === 'register' && stored !== 'OPEN')) {
      return { kind: 'refused' };
    }
    if (wish.kind === 'leaveWaitlist') {
      this.queue = this.queue.filter((other) => other !== userId);
      return { kind: 'quit' };
    }
    if (wish.kind === 'leaveSeat') {
      const promoted = isLive(stored) ? (this.queue.shift() ?? null) : null;
      this.seated -= promoted === null ? 1 : 0;
      return { kind: 'released', promoted };
    }
    if (this.seated < capacity && this.queue.length === 0) {
      this.seated += 1;
      return { kind: 'seat' };
    }
    return waitlistEnabled ? { kind: 'place', position: this.queue.push(userId) } : { kind: 'refused' };
  }
}

/** What is stored of a situation, as far as a plan may touch it. */
function stored(situation: Situation): Action[] {
  const registration = (userId: string, more: object): Action => {
    const request = { userId, eventId: EVENT, requestId: `of-${userId}` };
    const isWaiting = 'waitlistedAt' in more;
    const attributes = registrationAttributes(request, isWaiting ? 'WAITLISTED' : 'REGISTERED', null, NOW);
    return { operation: 'PutItem', key: registrationKey(userId, EVENT), attributes: { ...attributes, ...more } };
  };
  return [
    { operation: 'PutItem', key: eventKey(EVENT), attributes: { ...eventOf(situation) } },
    ...situation.seated.map((userId) => registration(userId, {})),
    ...entriesOf(situation).flatMap((entry): Action[] => [
      { operation: 'PutItem', key: { PK: entry.PK, SK: entry.SK }, attributes: { ...entry } },
      registration(entry.userId, { waitlistedAt: entry.waitlistedAt, joinedPosition: entry.joinedPosition }),
    ]),
    ...situation.tickets.map(leaveTicket),
  ];
}

/** What the stream is told of the waitlist, undefined if it has not changed. */
function changeOf(situation: Situation, members: Asking[], outcomes: Outcome[], event: EventItem) {
  const [member, last] = [members[members.length - 1]!, outcomes[outcomes.length - 1]!];
  const count = outcomes.length;
  if (last.kind === 'place') {
    return { kind: 'JOINED', count, waitlistedAt: event.waitlistTail };
  }
  if (last.kind === 'quit') {
    return { kind: 'LEFT', count: 1, waitlistedAt: 'waitlistedAt' in member.wish && member.wish.waitlistedAt };
  }
  const promoted = last.kind === 'released' ? last.promoted : null;
  const waitlistedAt = waitlistedAtOf(situation, situation.waiting.indexOf(promoted ?? ''));
  return promoted === null ? undefined : { kind: 'PROMOTED', count, waitlistedAt };
}

const keyText = ({ PK, SK }: { PK: string; SK: string }) => `${PK} ${SK}`;

describe('planGroup', () => {
  test('makes one transaction that does what serving its members one by one does, and each gets the same', async () => {
    await fc.assert(
      fc.asyncProperty(situations, async (situation) => {
        const { group } = planFor(situation);
        if (group === null) {
          return;
        }
        const { table, world, run, tickets } = virtualStage();
        const before = eventOf(situation);
        const oneByOne = new OneByOne(situation);
        const outcomes = group.members.map((ticket) => oneByOne.serve(ticket));
        const changes = { seats: 0, places: 1, releases: 0, handOvers: 1, departures: outcomes.length }[group.kind];
        const joinedLast = outcomes.some(({ kind }) => kind === 'place');
        await run(async () => {
          const items = stored(situation);
          for (let at = 0; at < items.length; at += 100) {
            await world.apply(items.slice(at, at + 100));
          }
          expect(await table.transact(group.actions, 'token')).toEqual({ kind: 'MADE' });
          const event = await world.event(EVENT);
          const queue = await table.query<WaitlistEntryItem>(waitlistOfEvent(EVENT), 100);
          const left = new Map(tickets().map((ticket) => [keyText(ticket), ticket]));
          expect(event).toMatchObject({
            currentRegistrations: oneByOne.seated,
            waitlistCount: oneByOne.queue.length,
            version: before.version + 1,
            waitlistVersion: before.waitlistVersion + changes,
            laneUntil: timestamp(START_MS + 1000),
            waitlistTail: joinedLast ? queue[queue.length - 1]?.waitlistedAt : before.waitlistTail,
          });
          expect(event.lastWaitlistChange).toEqual(changeOf(situation, group.members, outcomes, event));
          expect(queue.map(({ userId }) => userId)).toEqual(oneByOne.queue);
          for (const [index, outcome] of outcomes.entries()) {
            const ticket = group.members[index]!;
            const own = await table.get<RegistrationItem>(registrationKey(ticket.userId, EVENT));
            const word = left.get(keyText(keyOfTicket(ticket)));
            if (outcome.kind === 'seat' || outcome.kind === 'place') {
              expect(word).toBeUndefined();
              expect(own).toMatchObject({
                requestId: ticket.requestId,
                registrationStatus: outcome.kind === 'seat' ? 'REGISTERED' : 'WAITLISTED',
              });
            }
            if (outcome.kind === 'place') {
              const entry = queue[outcome.position - 1];
              expect(entry).toMatchObject({ userId: ticket.userId, joinedPosition: outcome.position });
              expect(own).toMatchObject({
                waitlistedAt: entry?.waitlistedAt,
                joinedPosition: outcome.position,
                joinedCount: oneByOne.queue.length,
                joinedVersion: before.waitlistVersion + 1,
              });
            }
            if (outcome.kind === 'released' || outcome.kind === 'quit') {
              const promotedUserId = outcome.kind === 'released' ? outcome.promoted : null;
              expect(own).toBeNull();
              expect(word).toMatchObject({ state: 'DONE', promotedUserId });
              if (promotedUserId !== null) {
                const promoted = await table.get<RegistrationItem>(registrationKey(promotedUserId, EVENT));
                expect(promoted).toMatchObject({ registrationStatus: 'REGISTERED', promotedAt: NOW });
              }
            }
          }
          const served = new Set(group.members.map(keyOfTicket).map(keyText));
          const others = [...left].filter(([key]) => !served.has(key));
          expect(others.length).toBe(situation.tickets.length - served.size);
          expect(others.every(([, { state }]) => state === 'ASKED')).toBe(true);
        });
      }),
      { numRuns: 120 },
    );
  });

  test('takes as many as it may of those who wish what the first one wishes, in the order of asking', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { group, refused } = planFor(situation);
        const served = situation.tickets.filter((ticket) => !refused.includes(ticket));
        expect(group === null).toBe(served.length === 0);
        if (group === null) {
          return;
        }
        const alike = served.filter(({ wish }) => wish.kind === served[0]?.wish.kind);
        const { members, kind } = group;
        expect(members).toEqual(alike.slice(0, members.length));
        const oneByOne = new OneByOne(situation);
        const shape = (outcome: Outcome) => [outcome.kind, 'promoted' in outcome && outcome.promoted !== null].join();
        const shapes = members.map((ticket) => shape(oneByOne.serve(ticket)));
        expect(new Set(shapes).size).toBe(1);
        const next = alike[members.length];
        if (next !== undefined && members.length < GROUPS[kind].people) {
          expect(shape(oneByOne.serve(next))).not.toBe(shapes[0]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('refuses exactly those whom the event as it is cannot serve, and everybody if there is none', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { tickets } = situation;
        const hopeless = tickets.filter((ticket) => new OneByOne(situation).serve(ticket).kind === 'refused');
        expect(planFor(situation).refused).toEqual(hopeless);
        expect(planGroup(null, [], tickets, START_MS)).toEqual({ group: null, refused: tickets });
      }),
      { numRuns: 500 },
    );
  });

  test('never touches an item twice nor more than 100, never gives one seat too many or past those who wait', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { group } = planFor(situation);
        const { capacity, seated, waiting } = situation;
        const keys = (group?.actions ?? []).map(({ key }) => keyText(key));
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys.length).toBeLessThanOrEqual(100);
        if (group?.kind === 'seats') {
          expect(waiting).toEqual([]);
          expect(seated.length + group.members.length).toBeLessThanOrEqual(capacity);
        }
        const pages = group?.kind === 'departures' ? 1 : 0;
        expect(group?.actions.length ?? 0).toBe(
          group === null ? 0 : 1 + group.members.length * GROUPS[group.kind].actionsEach + pages,
        );
      }),
      { numRuns: 500 },
    );
  });

  test('queues people in ascending order, each later than everybody before, whatever the clock says', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { group } = planFor(situation);
        if (group?.kind !== 'places') {
          return;
        }
        const times = group.actions.flatMap(({ attributes }) =>
          attributes?.entityType === 'WaitlistEntry' ? [String(attributes.waitlistedAt)] : [],
        );
        expect(times).toHaveLength(group.members.length);
        const inOrder = [eventOf(situation).waitlistTail, ...times];
        expect(inOrder.every((time, n) => n === 0 || (inOrder[n - 1] ?? '') < time)).toBe(true);
        expect(times.every((time) => time >= NOW)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('keeps a leaver who seems to wait too out of the groups that would touch their registration twice', () => {
    fc.assert(
      fc.property(situations, fc.nat(), (situation, place) => {
        const leavers = situation.tickets.filter(({ wish }) => wish.kind === 'leaveSeat');
        const { userId } = leavers[place % Math.max(1, leavers.length)] ?? { userId: '' };
        const heads = headsOf(situation).map((head, n) =>
          n === place % GROUPS.handOvers.people ? { ...head, userId } : head,
        );
        const plan = planGroup(eventOf(situation), heads, situation.tickets, START_MS);
        const keys = (plan.group?.actions ?? []).map(({ key }) => keyText(key));
        expect(new Set(keys).size).toBe(keys.length);
        const decided = [...plan.refused, ...(plan.group?.members ?? [])];
        expect(decided.length > 0).toBe(situation.tickets.length > 0);
      }),
      { numRuns: 500 },
    );
  });

  test('binds a group to the event as it was read, and takes every ticket that it serves', async () => {
    const situation: Situation = {
      status: 'OPEN',
      waitlistEnabled: true,
      capacity: 2,
      seated: [],
      waiting: [],
      tailMs: -1,
      tickets: ['ann', 'bob'].map((userId) => ({ ...register(0), userId, ...common(userId) })),
    };
    const { actions = [] } = planFor(situation).group ?? {};
    const judged = async (...changes: Action[]) => {
      const { table, world, run } = virtualStage();
      return run(async () => {
        await world.apply(stored(situation));
        await world.apply(changes);
        return table.transact(actions, 'token');
      });
    };
    const other = (more: object): Action => ({
      operation: 'PutItem',
      key: eventKey(EVENT),
      attributes: { ...eventOf(situation), ...more },
    });
    const gone: Action = { operation: 'DeleteItem', key: keyOfTicket(situation.tickets[1]!) };
    const failed = (at: number) => ({
      kind: 'NOT_MADE',
      reasons: actions.map((_, n) => expect.objectContaining({ type: n === at ? 'ConditionalCheckFailed' : 'None' })),
    });
    expect(await judged(other({ title: 'Same version' }))).toEqual({ kind: 'MADE' });
    expect(await judged(other({ version: 8 }))).toEqual(failed(0));
    expect(await judged(other({ createdAt: timestamp(START_MS + 1) }))).toEqual(failed(0));
    expect(await judged(gone)).toEqual(failed(4));
  });
});

function common(userId: string): Omit<Asking, 'userId' | 'wish'> {
  return { eventId: EVENT, requestId: `of-${userId}`, askedAt: NOW, organizer: null, deadlineMs: START_MS + 20_000 };
}
