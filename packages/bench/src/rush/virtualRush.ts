import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  memoryTable,
  seededRandom,
  startModel,
  virtualTime,
  type Item,
  type ProfileName,
  type Stats,
} from 'dynamodb-contention';
import type { EventPatch } from '../../../../domain/event/updateEvent.ts';
import type { Registration, Unregistration } from '../../../../domain/registration/registration.ts';
import type { Action } from '../../../../domain/transaction.ts';
import type { Answer } from '../../../../lambda/promoteFromWaitlist/payload.ts';
import type { Surroundings } from '../../../../lambda/promoteFromWaitlist/surroundings.ts';
import { eventTable, laneTable } from '../../../../tools/running/eventTable.ts';
import { sendCrowd, type Crowd, type Visit } from '../crowd/crowd.ts';
import type { Told } from '../load/registerOverHttp.ts';
import { event, ids, leaversOf, place, queueOf, seat, SEEDED_AT, user } from '../stage/seeds.ts';
import { modelledTable } from '../../../../tools/running/modelledTable.ts';
import { virtualApi } from './virtualApi.ts';

/** What came out of a rush, real or virtual. */
export interface Rushed {
  visits: Visit<Told>[];
  stats: Stats;
  peakInvocations: number;
  /** Of all invocations together, in virtual time only. */
  invocationSeconds?: number;
  /** How long the organizer's change took, null if there was none. */
  updateMs?: number | null;
  /** Everything stored at the end. */
  items: Record<string, unknown>[];
}

/** The crowd, and what it meets. */
export interface Rush extends Crowd {
  seats: number;
  lambdaConcurrency: number;
  /** Of the modelled DynamoDB; its default if left out. In virtual time only. */
  profile?: ProfileName;
  /**
   * What stands for DynamoDB has the processors first: it would not be slowed down by a crowd at AppSync and Lambda.
   * Over HTTP only.
   */
  isDatabaseFirst?: boolean;
  /** Everybody has a seat already, so many wait, and all who come give their seat up; else they register. */
  leavesTo?: number;
  /** Everybody waits already, for seats that all are taken, and all who come leave the queue. In virtual time only. */
  leavesQueue?: boolean;
  /** What the organizer changes in the middle of it. In virtual time only. */
  update?: EventPatch;
  /** Whether people who are told Busy repeat their call, as the client package does. */
  repeats?: boolean;
  /** Whether everybody looks before they try, as whoever repeats a call does. */
  looksFirst?: boolean;
}

export const RUSHED_EVENT = 'rush';

const MODELLED_TABLES = { events: 'Events', lane: 'Lane' };

/** What somebody is told whose seat went to the head of the queue. */
export const PASSED_ON = 'PASSED_ON';
/** What somebody is told whose seat nobody waited for. */
export const RELEASED = 'RELEASED';
/** What somebody is told who has left the queue. */
export const LEFT_QUEUE = 'LEFT_QUEUE';

/** Calls of a person who repeats, as the client package's `retry`. */
const ATTEMPTS = 8;

/**
 * A rush in virtual time: the domain, the Lambda and the conflict model as they are, without processors, sockets and
 * GraphQL. It takes seconds, is the same for the same seed, and shows what is due to contention alone.
 */
export async function virtualRush(rush: Rush): Promise<Rushed> {
  const { people, seed, lambdaConcurrency, profile, repeats = false, looksFirst = false } = rush;
  const isLeaving = rush.leavesTo !== undefined || rush.leavesQueue === true;
  const time = virtualTime();
  const memory = memoryTable(eventTable(MODELLED_TABLES.events), laneTable(MODELLED_TABLES.lane));
  const users = ids('person', people);
  [...storedBefore(rush, users), ...users.map(user)].forEach(({ key, attributes }) =>
    memory.put(marshall({ ...key, ...attributes }, { removeUndefinedValues: true }) as Item),
  );
  const model = startModel(memory, time, { seed, ...(profile && { profile }) });
  const random = seededRandom(seed, 'clock');
  let tokens = 0;
  const surroundings: Surroundings = {
    table: modelledTable(model, MODELLED_TABLES),
    clock: {
      nowMs: () => Date.parse(SEEDED_AT) + Math.floor(time.nowMs()),
      sleep: (ms) => time.pause(ms),
      random: () => random.between(0, 1),
      newToken: () => `token-${(tokens += 1)}`,
    },
    report: { count: () => undefined, warn: () => undefined },
  };
  const api = virtualApi(surroundings, lambdaConcurrency);
  const ask = async (person: number): Promise<Told> => {
    const userId = users[person]!;
    if (isLeaving) {
      return toldOfLeaving(await api.unregister(userId, RUSHED_EVENT));
    }
    const requestId = surroundings.clock.newToken();
    for (let attempt = 1; ; attempt += 1) {
      const answer = await api.register(userId, RUSHED_EVENT, requestId, looksFirst || attempt > 1);
      if (!repeats || 'value' in answer || answer.failure.errorType !== 'Busy' || attempt === ATTEMPTS) {
        return toldOf(answer);
      }
      await time.pause(answer.failure.errorInfo.retryAfterMs * random.between(0.5, 1.5));
    }
  };
  let updateMs: number | null = null;
  const change = async (patch: EventPatch): Promise<void> => {
    await time.pause(rush.withinMs / 2);
    const begunMs = time.nowMs();
    const answer = await api.update(RUSHED_EVENT, patch);
    if ('failure' in answer) {
      throw new Error(`The organizer was told ${answer.failure.errorType}`);
    }
    updateMs = time.nowMs() - begunMs;
  };
  const [visits] = await time.run(() =>
    Promise.all([sendCrowd(rush, time, ask), ...(rush.update === undefined ? [] : [change(rush.update)])]),
  );
  const items = memory.items().map((item) => unmarshall(item as Record<string, AttributeValue>));
  return {
    visits,
    stats: model.counter.read(),
    peakInvocations: api.peakInvocations(),
    invocationSeconds: api.invocationSeconds(),
    updateMs,
    items,
  };
}

/** The event, and who has a seat or waits, before anybody comes. */
function storedBefore({ people, seats, leavesTo, leavesQueue }: Rush, users: string[]): Action[] {
  if (leavesQueue) {
    const seated = ids('seated', seats);
    return [...fullEvent(seats, people), ...seated.flatMap(seatOfUser), ...users.flatMap(placeOf)];
  }
  if (leavesTo !== undefined) {
    const waiting = ids('waiting', leavesTo);
    const places = waiting.flatMap((userId, nth) => [user(userId), ...placeOf(userId, nth)]);
    return [...fullEvent(people, leavesTo), ...users.map((userId) => seat(userId, RUSHED_EVENT)), ...places];
  }
  return [event(RUSHED_EVENT, { capacity: seats })];
}

function fullEvent(capacity: number, waiting: number): Action[] {
  const full = event(RUSHED_EVENT, { capacity, currentRegistrations: capacity, ...queueOf(waiting) });
  return [full, ...leaversOf(RUSHED_EVENT, waiting)];
}

function seatOfUser(userId: string): Action[] {
  return [user(userId), seat(userId, RUSHED_EVENT)];
}

function placeOf(userId: string, nth: number): Action[] {
  return place(userId, RUSHED_EVENT, nth);
}

function toldOfLeaving(answer: Answer<Unregistration>): Told {
  if ('failure' in answer) {
    return toldOf(answer);
  }
  const { promoted, registrationStatus } = answer.value;
  const status = promoted ? PASSED_ON : registrationStatus === 'WAITLISTED' ? LEFT_QUEUE : RELEASED;
  return { status, position: null };
}

function toldOf(answer: Answer<Registration>): Told {
  if ('value' in answer) {
    return { status: answer.value.registrationStatus, position: answer.value.position };
  }
  const { failure } = answer;
  return { errorType: failure.errorType, outcome: failure.errorType === 'Busy' ? failure.errorInfo.outcome : null };
}
