import type { Caller } from '../../../domain/caller.ts';
import { createEvent, type NewEvent } from '../../../domain/event/createEvent.ts';
import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../../../domain/item.ts';
import { eventKey, keyOf, registrationKey, waitlistOfEvent, type Key } from '../../../domain/keys.ts';
import type { Registration } from '../../../domain/registration/registration.ts';
import type { Action } from '../../../domain/transaction.ts';
import { createUser } from '../../../domain/user/user.ts';
import type { Effect } from '../../../domain/verdict.ts';
import { settle } from '../../../lambda/promoteFromWaitlist/settle.ts';
import type { Answer, LeftTicket, Operation } from '../../../lambda/promoteFromWaitlist/payload.ts';
import type { Metric, Report } from '../../../lambda/promoteFromWaitlist/surroundings.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { START_MS, testClock, type TestClock } from './clock.ts';
import type { EventTable } from './startEventTable.ts';

export const BACKEND: Caller = { username: null, isOrganizer: false, isUnrestricted: true };
export const NOW = new Date(START_MS).toISOString();
/** When calls that give something up begin: after everything that is given up has been made. */
export const LATER = new Date(START_MS + 60_000).toISOString();
let names = 0;

/** A person signed in, without any group. */
export const person = (userId: string): Caller => ({ username: userId, isOrganizer: false, isUnrestricted: false });
export const organizer = (userId: string): Caller => ({ ...person(userId), isOrganizer: true });

/** An id that no other case uses. */
export const fresh = (word: string): string => `${word}-${(names += 1)}`;

/** How one call is made: by default on the healthy table, with a fresh clock and 25 s. */
export interface Circumstances {
  table?: Table;
  seed?: number;
  startMs?: number;
  timeMs?: number;
  /** What the resolver has left in the lane; nothing by default. */
  ticket?: LeftTicket;
  /** Whether the call repeats an earlier one. */
  isRepeat?: boolean;
}

/** What tests look at in a value, whichever it is. */
type Seen = Partial<Registration> & { promoted?: boolean | number; promotedUserId?: string | null };

export interface Reported {
  metrics: Partial<Record<Metric, number>>;
  warnings: string[];
  slept: number[];
}

/** The state of things on one table, and calls of the function that change it. */
export class World {
  readonly table: Table;
  readonly #newClock: (seed: number, startMs: number) => TestClock;
  /** What the last call has reported. */
  reported: Reported = { metrics: {}, warnings: [], slept: [] };

  /** @param newClock the clock of the host of one call */
  constructor({ table }: Pick<EventTable, 'table'>, newClock = testClock) {
    this.table = table;
    this.#newClock = newClock;
  }

  /** Calls the function. */
  async call(
    operation: Operation,
    { table = this.table, seed = 1, startMs = START_MS, timeMs = 25_000 }: Circumstances = {},
  ): Promise<Answer<Seen>> {
    const clock = this.#newClock(seed, startMs);
    const reported: Reported = { metrics: {}, warnings: [], slept: clock.slept };
    const report: Report = {
      count: (metric, by = 1) => void (reported.metrics[metric] = (reported.metrics[metric] ?? 0) + by),
      warn: (message) => void reported.warnings.push(message),
    };
    const answer = await settle({ table, clock, report }, { deadlineMs: clock.nowMs() + timeMs, ...operation });
    this.reported = reported;
    return answer as Answer<Seen>;
  }

  async register(
    eventId: string,
    userId: string,
    circumstances?: Circumstances,
    requestId = fresh('request'),
    caller = person(userId),
  ) {
    return this.call(
      {
        operation: 'registerForEvent',
        request: { userId, eventId, requestId, caller },
        effect: 'NOT_MADE',
        ticket: circumstances?.ticket ?? null,
        isRepeat: circumstances?.isRepeat ?? false,
      },
      circumstances,
    );
  }

  async unregister(
    eventId: string,
    userId: string,
    circumstances?: Circumstances,
    caller = person(userId),
    pinned: string | null = null,
    effect: Effect = 'NOT_MADE',
    begunAt = LATER,
  ) {
    const { ticket = null } = circumstances ?? {};
    return this.call(
      { operation: 'unregisterFromEvent', request: { userId, eventId, caller }, pinned, begunAt, effect, ticket },
      circumstances,
    );
  }

  async getRegistration(eventId: string, userId: string, circumstances?: Circumstances) {
    return this.call({ operation: 'getRegistration', userId, eventId }, circumstances);
  }

  /**
   * An event and its people, who are users already: the first `capacity` of them registered, the others waiting in
   * order.
   */
  async eventWith(capacity: number, people: string[], more: Partial<NewEvent> = {}): Promise<string> {
    const eventId = fresh('event');
    const event: NewEvent = {
      eventId,
      title: 'T',
      description: null,
      date: NOW,
      location: null,
      capacity,
      organizer: null,
      status: 'OPEN',
      waitlistEnabled: true,
      ...more,
    };
    await this.apply(createEvent(event, NOW));
    for (const userId of people) {
      await this.register(eventId, userId);
    }
    return eventId;
  }

  /** New users, not registered for anything. */
  async users(count: number): Promise<string[]> {
    const people = Array.from({ length: count }, () => fresh('user'));
    await Promise.all(people.map((userId) => this.apply(createUser({ userId, name: 'N' }, NOW))));
    return people;
  }

  async apply(actions: Action[]): Promise<void> {
    await this.table.transact(actions, fresh(`setup-${process.pid}-${Date.now()}`).slice(-36));
  }

  /** Damages the table: writes an item past all rules. */
  async put(item: object): Promise<void> {
    await this.table.write({ operation: 'PutItem', key: keyOf(item as Key), attributes: { ...item } });
  }

  /** Damages the table: takes an item away. */
  async remove(key: Key): Promise<void> {
    await this.table.write({ operation: 'DeleteItem', key: keyOf(key) });
  }

  async event(eventId: string): Promise<EventItem> {
    return (await this.table.get<EventItem>(eventKey(eventId))) as EventItem;
  }

  async registration(eventId: string, userId: string): Promise<RegistrationItem | null> {
    return this.table.get<RegistrationItem>(registrationKey(userId, eventId));
  }

  async status(eventId: string, userId: string): Promise<string> {
    return (await this.registration(eventId, userId))?.registrationStatus ?? 'NONE';
  }

  async queue(eventId: string): Promise<WaitlistEntryItem[]> {
    return this.table.query<WaitlistEntryItem>(waitlistOfEvent(eventId), 1000);
  }

  /** Who waits, in order. */
  async waiting(eventId: string): Promise<string[]> {
    return (await this.queue(eventId)).map((entry) => entry.userId);
  }
}
