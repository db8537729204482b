import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { FaultName, FaultyDynamoDb, Interception, Match } from 'dynamodb-contention';
import type {
  EventItem,
  LeaseItem,
  RegistrationItem,
  TicketItem,
  WaitlistEntryItem,
  Wish,
} from '../../../domain/item.ts';
import {
  ENTITY_TYPES,
  eventKey,
  leaseKey,
  leaverPageKey,
  registrationKey,
  ticketKey,
  userKey,
  waitlistEntryKey,
  type Key,
} from '../../../domain/keys.ts';
import { expiryOf, keyOfTicket, wishToLeave, type Asking } from '../../../domain/lane/ticket.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { registrationAttributes } from '../../../domain/registration/registration.ts';
import { timestampOf } from '../../../domain/timestamp.ts';
import { departuresOf } from '../../../domain/waitlist/departures.ts';
import type { Payload } from '../../../lambda/promoteFromWaitlist/payload.ts';
import type { Operation, OperationNamed, Patch } from '../model/operation.ts';
import { Play } from '../play.ts';
import { invokeFunction, invokeOperation } from '../stage/invokeLambda.ts';
import type { ApiOperation } from '../stage/perform.ts';
import type { Stage } from '../stage/startStage.ts';
import { untilIdle } from '../stage/untilIdle.ts';

const PEOPLE = ['a', 'b', 'c', 'd', 'e'];

type Named<Name extends Operation['name']> = Omit<OperationNamed<Name>, 'name'>;

export const register = (
  userId: string,
  more: Partial<Named<'registerForEvent'>> = {},
): OperationNamed<'registerForEvent'> => ({
  name: 'registerForEvent',
  as: 'self',
  userId,
  ...more,
});
export const leave = (
  userId: string,
  as: Named<'unregisterFromEvent'>['as'] = 'self',
  meant: Pick<Named<'unregisterFromEvent'>, 'registrationId' | 'ifStatus'> = {},
): OperationNamed<'unregisterFromEvent'> => ({
  name: 'unregisterFromEvent',
  as,
  userId,
  ...meant,
});
/** Somebody lets them in out of turn. */
export const admit = (
  userId: string,
  as: Named<'admitFromWaitlist'>['as'] = 'admin',
): OperationNamed<'admitFromWaitlist'> => ({
  name: 'admitFromWaitlist',
  as,
  userId,
});
/** Somebody in group `door` scans them. */
export const scan = (userId: string, more: Partial<Named<'checkIn'>> = {}): OperationNamed<'checkIn'> => ({
  name: 'checkIn',
  as: 'door',
  userId,
  ...more,
});
export const undoScan = (userId: string, as: Named<'undoCheckIn'>['as'] = 'door'): OperationNamed<'undoCheckIn'> => ({
  name: 'undoCheckIn',
  as,
  userId,
});
export const update = (patch: Patch, as: Named<'updateEvent'>['as'] = 'admin'): ApiOperation => ({
  name: 'updateEvent',
  as,
  patch,
});
export const create = (event: Partial<Named<'createEvent'>> = {}): ApiOperation => ({
  name: 'createEvent',
  as: 'olga',
  capacity: 1,
  status: 'OPEN',
  waitlistEnabled: true,
  ...event,
});
export const rename = (userId: string): ApiOperation => ({ name: 'updateUser', userId });
export const createUser = (userId: string): ApiOperation => ({ name: 'createUser', userId });
export const erase = (userId: string): ApiOperation => ({ name: 'deleteUser', as: 'self', userId });
export const remove = (as: Named<'deleteEvent'>['as']): ApiOperation => ({ name: 'deleteEvent', as });
export const look = (userId: string): ApiOperation => ({ name: 'getRegistration', as: 'self', userId });

/**
 * How a request is stopped. hold: carried out (or refused), and its answer waits. delay: not carried out yet. lose: as
 * hold, but in the end the answer is lost.
 */
const STOPS = {
  hold: ['slowAnswer'],
  delay: ['slowRequest'],
  lose: ['slowAnswer', 'lostAnswer'],
} satisfies Record<string, FaultName[]>;

/** The client that is told nothing. */
const GONE = 9;

/** Requests of one operation in which all these values stand. */
function mentions(wanted: string, ...values: string[]): Match {
  return (operation, body) =>
    operation === wanted && values.every((value) => JSON.stringify(body).includes(JSON.stringify(value)));
}

/** Brings situations about: makes calls, stops them half-way, and changes what is stored behind their back. */
export class Director {
  readonly play: Play;
  readonly #stage: Stage;
  readonly #assemblyDir: string;
  readonly #faulty: FaultyDynamoDb;
  /** Request ids of the tickets that nobody waits for. */
  readonly #unwatched = new Set<string>();

  /**
   * @param faulty what the stage has as its database
   * @param id of the event, fresh
   */
  constructor(stage: Stage, faulty: FaultyDynamoDb, assemblyDir: string, id: string) {
    this.play = new Play(stage, id, PEOPLE);
    this.#stage = stage;
    this.#assemblyDir = assemblyDir;
    this.#faulty = faulty;
  }

  /** An event with so many seats, for which these have registered in this order; all of a to e exist. */
  async given(capacity: number, registered: string[], more: Partial<Named<'createEvent'>> = {}): Promise<void> {
    const people = registered.map((userId) => register(userId, { clientRequestId: `first-${userId}` }));
    await this.play.given(...PEOPLE.map(createUser), create({ capacity, ...more }), ...people);
  }

  /**
   * All leave, the event is deleted and created again, and its waitlist, with one person in it, gets to version 4 once
   * more.
   * @param then what happens after that
   */
  async startAnew(waiting: string[], then: ApiOperation[] = []): Promise<void> {
    const again = [create(), register('a'), register('b'), leave('b'), register('b'), ...then];
    for (const operation of [...waiting.map((userId) => leave(userId)), leave('a'), remove('olga'), ...again]) {
      await this.play.call(operation);
    }
  }

  /** Makes a call until it is stopped, does something else, and lets the call go on to its end. */
  async meanwhile(
    call: ApiOperation,
    stop: keyof typeof STOPS,
    match: Match,
    act: () => Promise<unknown>,
  ): Promise<void> {
    const interception = this.stop(stop, match);
    const outcome = this.play.call(call, 1);
    await Promise.race([interception.reached, outcome]);
    await act();
    interception.release();
    await outcome;
  }

  /**
   * Makes a call whose ticket is put twice, as AppSync does by itself when the first answer is lost, and does something
   * in between.
   */
  async putTwice(call: ApiOperation, act: () => Promise<unknown>): Promise<void> {
    const isTicket = this.writingTicket('PutItem');
    let ticket = {};
    const match: Match = (operation, body) => {
      const isIt = isTicket(operation, body);
      ticket = isIt ? unmarshall((body as { Item: Record<string, AttributeValue> }).Item) : ticket;
      return isIt;
    };
    await this.meanwhile(call, 'delay', match, async () => {
      await this.#stage.storage.put(ticket as Key & Record<string, unknown>);
      await act();
    });
  }

  /** Stops the next request that matches until it is released. */
  stop(how: keyof typeof STOPS, match: Match): Interception {
    return this.#faulty.intercept({ match, fault: STOPS[how] });
  }

  /**
   * Does something, and waits until a request is stopped by it.
   * @returns what lets that go on, and what was done
   */
  async until<T>(how: keyof typeof STOPS, match: Match, act: () => T): Promise<{ outcome: T; release(): void }> {
    const { reached, release } = this.stop(how, match);
    const outcome = act();
    await reached;
    return { outcome, release };
  }

  /** The answer to the next request that matches is lost. */
  lose(match: Match): void {
    this.#faulty.plan({ match, fault: 'lostAnswer' });
  }

  /** The next transaction that matches is refused by a conflict that hides the condition of this action, or of any. */
  refuse(match: Match, position?: number): void {
    this.#faulty.plan({ match, fault: 'rejectionStorm', position });
  }

  /** The next request that matches fails without being carried out. */
  fail(match: Match): void {
    this.#faulty.plan({ match, fault: 'error500Before' });
  }

  /** From here on, reads that are not consistent see what was written up to here. */
  catchUp(): void {
    this.#faulty.settle();
  }

  /** When the next transaction of this event is refused, a conflict hides what became of this action of it. */
  hideReason(position: number): void {
    this.#faulty.plan({ match: this.writing(), fault: 'mixedReasons', position });
  }

  /** A transaction that serves tickets of this event's lane; with `userId`, one that mentions this user as well. */
  serving(userId?: string): Match {
    const writing = this.writing(userId);
    return (operation, body) => writing(operation, body) && this.#concernsTicket(body);
  }

  /** A write of the lease of this event's lane. */
  writingLease(operation: 'UpdateItem' | 'DeleteItem'): Match {
    return mentions(operation, leaseKey(this.play.ids.eventId).PK);
  }

  /** A write of this event alone. */
  writingEvent(): Match {
    return mentions('UpdateItem', eventKey(this.play.ids.eventId).PK);
  }

  /** A write of a single ticket of this event's lane that mentions this text, if any. */
  writingTicket(operation: 'PutItem' | 'UpdateItem' | 'DeleteItem', text = ''): Match {
    return (wanted, body) => wanted === operation && this.#concernsTicket(body) && JSON.stringify(body).includes(text);
  }

  #concernsTicket(body: object): boolean {
    const anyShard = ticketKey(this.play.ids.eventId, 0, '', '', '').PK.slice(0, -1);
    return JSON.stringify(body).includes(`"${anyShard}`);
  }

  /** A transaction that mentions this user, or any of this event. */
  writing(userId?: string): Match {
    const { PK } = eventKey(this.play.ids.eventId);
    return mentions('TransactWriteItems', PK, userId === undefined ? PK : userKey(this.play.ids.userId(userId)).PK);
  }

  /** A transaction that puts this user into the queue. */
  writingEntry(userId: string): Match {
    const { PK } = eventKey(this.play.ids.eventId);
    return mentions('TransactWriteItems', PK, userKey(this.play.ids.userId(userId)).PK, ENTITY_TYPES.waitlistEntry);
  }

  /** A transaction that mends this event's queue. */
  mending(): Match {
    const { PK } = eventKey(this.play.ids.eventId);
    return mentions('TransactWriteItems', PK, '#currentRegistrations', '#waitlistJoins');
  }

  readingEvent(): Match {
    const { PK, SK } = eventKey(this.play.ids.eventId);
    return mentions('GetItem', PK, SK);
  }

  /** The event together with others of its items. */
  readingInBatch(): Match {
    return mentions('BatchGetItem', eventKey(this.play.ids.eventId).PK);
  }

  readingQueue(): Match {
    const { PK } = eventKey(this.play.ids.eventId);
    return mentions('Query', PK);
  }

  readingRegistration(userId: string): Match {
    const { PK, SK } = registrationKey(this.play.ids.userId(userId), this.play.ids.eventId);
    return mentions('GetItem', PK, SK);
  }

  readingTogether(): Match {
    const { PK } = eventKey(this.play.ids.eventId);
    return mentions('TransactGetItems', PK);
  }

  /**
   * The stored event.
   * @throws TypeError if it is gone
   */
  async event(): Promise<EventItem> {
    return (await this.play.items()).find(({ entityType }) => entityType === 'Event') as unknown as EventItem;
  }

  async registration(userId: string): Promise<RegistrationItem | undefined> {
    const { PK, SK } = registrationKey(this.play.ids.userId(userId), this.play.ids.eventId);
    return (await this.play.items()).find((item) => item.PK === PK && item.SK === SK) as unknown as
      RegistrationItem | undefined;
  }

  async entries(): Promise<WaitlistEntryItem[]> {
    return (await this.play.items()).filter(
      ({ entityType }) => entityType === 'WaitlistEntry',
    ) as unknown as WaitlistEntryItem[];
  }

  /** As if these people, who are all that wait, had left the queue one by one, whatever the API would find in it. */
  async forgetQueue(userIds: string[]): Promise<void> {
    const places = (await this.entries()).filter(({ userId }) =>
      userIds.some((name) => this.play.ids.userId(name) === userId),
    );
    const registrations = await Promise.all(userIds.map((userId) => this.registration(userId)));
    for (const item of [...places, ...registrations]) {
      await this.remove(item as Key);
    }
    await this.changeEvent({ waitlistCount: 0 });
  }

  /** Damage: overwrites attributes of the event. */
  async changeEvent(change: Partial<EventItem>): Promise<void> {
    await this.#stage.storage.put({ ...(await this.event()), ...change });
  }

  /** While something is done, the event does not know that all who have left are noted, as one from before pages. */
  async unnoted(act: () => Promise<unknown>): Promise<void> {
    await this.changeEvent({ waitlistNoted: -9 });
    await act();
    await this.changeEvent({ waitlistNoted: departuresOf(await this.event()) });
  }

  /** Damage: overwrites attributes of the first page of those who have left. */
  async changePage(change: Record<string, unknown>): Promise<void> {
    const { eventId, createdAt } = await this.event();
    const page = (await this.play.items()).find(({ SK }) => SK === leaverPageKey(eventId, createdAt, 0).SK);
    await this.#stage.storage.put({ ...page!, ...change });
  }

  /** While something is done, the first page of those who have left is not there. */
  async withoutPage(act: () => Promise<unknown>): Promise<void> {
    const { eventId, createdAt } = await this.event();
    const page = (await this.play.items()).find(({ SK }) => SK === leaverPageKey(eventId, createdAt, 0).SK);
    await this.remove(page!);
    await act();
    await this.#stage.storage.put(page!);
  }

  /** Damage: overwrites attributes of a registration, or takes those away that are undefined. */
  async changeRegistration(userId: string, change: Partial<RegistrationItem>): Promise<void> {
    const changed = { ...((await this.registration(userId)) as RegistrationItem), ...change };
    const stored = Object.entries(changed).filter(([, value]) => value !== undefined);
    await this.#stage.storage.put(Object.fromEntries(stored) as Key & Record<string, unknown>);
  }

  /** Damage: items are again what they were. */
  async restore(...items: (RegistrationItem | WaitlistEntryItem | undefined)[]): Promise<void> {
    await Promise.all(items.map((item) => this.#stage.storage.put({ ...(item as RegistrationItem) })));
  }

  /** Damage: an entry that nothing else knows of. */
  async addEntry(userId: string, waitlistedAt: string): Promise<void> {
    const { eventId, userId: fullId } = this.play.ids;
    const times = { createdAt: waitlistedAt, updatedAt: waitlistedAt };
    const item = {
      entityType: 'WaitlistEntry',
      userId: fullId(userId),
      eventId,
      waitlistedAt,
      joinedPosition: 1,
      ...times,
    };
    await this.#stage.storage.put({ ...waitlistEntryKey(eventId, waitlistedAt, fullId(userId)), ...item });
  }

  /** A seat that somebody has got just now by the ticket with this request id. */
  async addSeat(userId: string, requestId: string): Promise<void> {
    const { eventId, userId: fullId } = this.play.ids;
    const now = timestampOf(new Date().toISOString());
    const request = { userId: fullId(userId), eventId, requestId };
    const item = { ...registrationAttributes(request, 'REGISTERED', null, now), registeredAt: now };
    await this.#stage.storage.put({ ...registrationKey(fullId(userId), eventId), ...item });
    const { currentRegistrations } = await this.event();
    await this.changeEvent({ currentRegistrations: currentRegistrations + 1 });
  }

  /** Damage: removes an item. */
  remove(item: { PK: string; SK: string }): Promise<void> {
    return this.#stage.storage.remove(item);
  }

  /** All that is in the event's lane. */
  lane(): Promise<{ tickets: TicketItem[]; lease: LeaseItem | null }> {
    return this.#stage.storage.laneOf(this.play.ids);
  }

  /** From here on everybody is sent to the lane; or nobody any more. */
  async sendToLane(isSent = true): Promise<void> {
    await this.changeEvent({ laneUntil: isSent ? '2090-01-01T00:00:00.000Z' : '2020-01-01T00:00:00.000Z' });
  }

  /** A ticket that somebody has left a second ago, for whom nobody waits: to register, unless it says otherwise. */
  async ask(userId: string, more: Partial<TicketItem> = {}): Promise<Asking> {
    const { eventId, userId: fullId } = this.play.ids;
    const asking: Asking = {
      eventId,
      userId: fullId(userId),
      requestId: `asked-${userId}`,
      askedAt: timestampOf(new Date(Date.now() - 1000).toISOString()),
      wish: { kind: 'register' },
      organizer: null,
      deadlineMs: Date.now() + 60_000,
      ...more,
    };
    this.#unwatched.add(asking.requestId);
    const rest = { entityType: ENTITY_TYPES.ticket, state: 'ASKED', expiresAt: expiryOf(asking.deadlineMs) };
    await this.#stage.storage.put({ ...keyOfTicket(asking), ...rest, ...asking });
    return asking;
  }

  /** A call to register that was told UNKNOWN, whose ticket has outlasted the time by which that is decided. */
  async askTooLate(userId: string): Promise<void> {
    const deadlineMs = Date.now() - LIMITS.decidedAfterMs - 1000;
    const { requestId } = await this.ask(userId, { deadlineMs });
    const decidedBy = timestampOf(new Date(deadlineMs + LIMITS.decidedAfterMs).toISOString());
    const told = { kind: 'unknown' as const, decidedBy, clientRequestId: requestId };
    await this.play.history.record(GONE, register(userId), async () => told);
  }

  /** A call whose ticket is in the lane, and whose caller has gone and is told nothing. */
  async askUnwatched(call: OperationNamed<'registerForEvent' | 'unregisterFromEvent'> & ApiOperation): Promise<void> {
    const requestId = `asked-${call.userId}`;
    const isLeaving = call.name === 'unregisterFromEvent';
    const operation: ApiOperation = isLeaving ? call : { ...call, clientRequestId: requestId };
    await this.play.history.record(GONE, operation, async () => ({ kind: 'unknown' }));
    await this.ask(call.userId, isLeaving ? { wish: await this.#wishToLeave(call.userId) } : {});
  }

  async #wishToLeave(userId: string): Promise<Wish> {
    const own = await this.registration(userId);
    return own?.registrationStatus === 'WAITLISTED'
      ? wishToLeave(own)
      : { kind: 'leaveSeat', pinned: null, begunAt: timestampOf(new Date().toISOString()) };
  }

  /** Takes a ticket away, as who has left it does who gives up. */
  takeBack(asking: Asking): Promise<void> {
    return this.#stage.storage.remove(keyOfTicket(asking));
  }

  /** Takes all tickets away, whatever their state. */
  async sweepLane(): Promise<void> {
    const { tickets } = await this.lane();
    await Promise.all(tickets.map((ticket) => this.#stage.storage.remove(ticket)));
  }

  /** Somebody holds the lane's lease for so long, and does nothing; who held it has lost it. */
  async holdLease(ms: number): Promise<void> {
    const untilMs = Date.now() + ms;
    const lease = { entityType: ENTITY_TYPES.lease, holder: 'nobody', untilMs, expiresAt: expiryOf(untilMs) };
    await this.#stage.storage.put({ ...leaseKey(this.play.ids.eventId), ...lease });
  }

  /** The lane's lease is free. */
  freeLease(): Promise<void> {
    return this.#stage.storage.remove(leaseKey(this.play.ids.eventId));
  }

  /** Waits until nothing is under way, also of what was killed. */
  rest(): Promise<void> {
    return untilIdle(this.#faulty);
  }

  /** Kills the Lambda's processes: who waits for them is told that it is not known what has happened. */
  killLambda(): void {
    this.#stage.running.lambdaPids().forEach((pid) => process.kill(pid, 'SIGKILL'));
  }

  /**
   * Asks the Lambda for somebody who has left this ticket, to register or to leave, as the resolver does.
   * @returns what it answers
   */
  settleTicket(asking: Asking): Promise<unknown> {
    const { eventId, userId, requestId, askedAt, deadlineMs } = asking;
    const caller = { username: userId, isUnrestricted: false, isOrganizer: false };
    const begunAt = asking.wish.kind === 'register' ? (asking.wish.begunAt ?? askedAt) : askedAt;
    const request = { userId, eventId, requestId, caller, begunAt };
    const rest = { effect: 'NOT_MADE' as const, ticket: { asking, isLeft: true }, deadlineMs };
    return asking.wish.kind === 'register'
      ? this.#invoke({ operation: 'registerForEvent', request, ...rest })
      : this.#invoke({ operation: 'unregisterFromEvent', request, pinned: null, begunAt: askedAt, ...rest });
  }

  /** Gives up a seat that nobody waits for, as a combiner does who serves this ticket. */
  async serveLeaver(userId: string, asking: Asking): Promise<void> {
    const { storage } = this.#stage;
    const { eventId, userId: fullId } = this.play.ids;
    const decided = { state: 'DONE', promotedUserId: null, decidedAt: timestampOf(new Date().toISOString()) };
    const rest = { entityType: ENTITY_TYPES.ticket, expiresAt: expiryOf(asking.deadlineMs), ...decided };
    await storage.put({ ...keyOfTicket(asking), ...asking, ...rest });
    await storage.remove(registrationKey(fullId(userId), eventId));
    const { currentRegistrations } = await this.event();
    await this.changeEvent({ currentRegistrations: currentRegistrations - 1 });
  }

  #invoke(payload: Payload): Promise<unknown> {
    return invokeOperation(this.#stage.running, this.#assemblyDir, payload);
  }

  /** Heals, as the stream's function asks for it. */
  fillSeats(): Promise<unknown> {
    return this.#invoke({
      operation: 'fillSeats',
      eventId: this.play.ids.eventId,
      deadlineMs: Date.now() + LIMITS.deadlineMs,
    });
  }

  /** Somebody asks for their deletion, so long ago that nothing from before can take effect any more. */
  async eraseLongAgo(userId: string): Promise<void> {
    await this.play.call(erase(userId));
    const { PK, SK } = userKey(this.play.ids.userId(userId));
    const profile = (await this.play.items()).find((item) => item.PK === PK && item.SK === SK);
    await this.#stage.storage.put({ ...profile!, erasingAt: '2020-01-01T00:00:00.000Z' });
  }

  /** Tells everybody in the cancelled event, as the stream's function has it done. */
  async tell(): Promise<void> {
    const task = { operation: 'tell', eventId: this.play.ids.eventId };
    await invokeFunction(this.#stage.running, this.#assemblyDir, 'Cascade', task);
  }

  /** Deletes what is left of somebody, as the stream's function has it done. */
  async sweepUser(userId: string): Promise<void> {
    const task = { operation: 'erase', userId: this.play.ids.userId(userId) };
    await invokeFunction(this.#stage.running, this.#assemblyDir, 'EraseUsers', task);
  }

  /** A profile by itself. */
  writingProfile(operation: 'DeleteItem', userId: string): Match {
    const { PK, SK } = userKey(this.play.ids.userId(userId));
    return mentions(operation, PK, SK);
  }

  /** Puts an item, past every rule. */
  put(item: Key & Record<string, unknown>): Promise<void> {
    return this.#stage.storage.put(item);
  }

  /** Whether the recorded history and the table are as they should be; and, unless it may be, nothing was Busy. */
  async verdict({ mayBeBusy = false } = {}): Promise<string[]> {
    const broken = await this.play.violations({ mayRepeat: false });
    broken.push(
      ...(await this.play.leftTickets(
        ({ requestId, state, deadlineMs }) =>
          this.#unwatched.has(requestId) && (state !== 'ASKED' || deadlineMs < Date.now()),
      )),
    );
    const busy = this.play.history.calls.filter(
      ({ client, outcome }) => client !== GONE && outcome.kind !== 'answered',
    );
    return mayBeBusy || busy.length === 0 ? broken : [...broken, `Busy without need:\n${this.play.describe()}`];
  }
}
