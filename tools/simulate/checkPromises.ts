import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../frame/usageError.ts';
import type { Ask, FieldReply } from './connect.ts';
import type { Ending } from './visit.ts';

interface EventState {
  version: number;
  status: string;
  capacity: number;
  currentRegistrations: number;
  waitlistCount: number;
}

interface Registration {
  userId: string;
  registrationId: string;
  registrationStatus: 'REGISTERED' | 'WAITLISTED';
  waitlistedAt: string | null;
  promotedAt: string | null;
  /** Not null: let in out of turn. */
  admissionReason: string | null;
}

/** An event with everybody in it, read while it stood still. */
export interface Picture {
  event: EventState;
  registrations: Registration[];
  /** The queue, head first. */
  queue: { userId: string; waitlistedAt: string }[];
  /** The position that some of those who wait are told. */
  positions: { userId: string; position: number | null }[];
}

const EVENT =
  'query ($eventId: ID!) { getEvent(eventId: $eventId) { version status capacity currentRegistrations waitlistCount } }';
const REGISTRATIONS = `query ($eventId: ID!, $nextToken: String) { listEventRegistrations(eventId: $eventId, limit: 100, nextToken: $nextToken) {
  items { userId registrationId registrationStatus waitlistedAt promotedAt admissionReason } nextToken } }`;
const QUEUE = `query ($eventId: ID!, $nextToken: String) { listWaitlist(eventId: $eventId, limit: 100, nextToken: $nextToken) {
  items { userId waitlistedAt } nextToken } }`;
const POSITION =
  'query ($userId: ID!, $eventId: ID!) { getRegistration(userId: $userId, eventId: $eventId) { position } }';
const ASKED_FOR_POSITION = 5;
const PAUSE_MS = 500;

/**
 * Checks every promise that an event's public state can show, through the API. Lists may be behind for a moment, so
 * what looks broken is looked at again for `patienceMs`.
 * @returns the broken promises, in words
 * @throws UsageError if the API does not answer, or the event does not stand still
 */
export async function checkPromises(
  ask: Ask,
  eventId: string,
  endings: readonly Ending[],
  patienceMs: number,
): Promise<{ broken: string[]; picture: Picture }> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const picture = await takePicture(ask, eventId);
    const broken = picture === null ? [] : findBroken(picture, endings);
    if (picture !== null && (broken.length === 0 || Date.now() > giveUpAt)) {
      return { broken, picture };
    }
    if (picture === null && Date.now() > giveUpAt) {
      throw new UsageError(`The promises could not be checked: event ${eventId} does not stand still.`);
    }
    await sleep(PAUSE_MS);
  }
}

/** What a picture shows to be broken, and what it shows differently from what people were told. */
export function findBroken({ event, registrations, queue, positions }: Picture, endings: readonly Ending[]): string[] {
  const { capacity, currentRegistrations, waitlistCount, status } = event;
  const seated = registrations.filter(({ registrationStatus }) => registrationStatus === 'REGISTERED');
  const waiting = registrations.filter(({ registrationStatus }) => registrationStatus === 'WAITLISTED');
  const [lastPromoted = ''] = seated
    .filter(({ promotedAt, admissionReason }) => promotedAt !== null && admissionReason === null)
    .map(({ waitlistedAt }) => waitlistedAt ?? '')
    .sort()
    .reverse();
  const overtaken = queue.filter(({ waitlistedAt }) => waitlistedAt < lastPromoted);
  const isLive = status === 'OPEN' || status === 'CLOSED';
  const inQueue = new Set(queue.map(({ userId }) => userId));
  const checks: [boolean, string][] = [
    [currentRegistrations > capacity, `${currentRegistrations} registered for ${capacity} seats`],
    [
      seated.length !== currentRegistrations,
      `currentRegistrations is ${currentRegistrations}, but ${seated.length} people have a seat`,
    ],
    [waitlistCount !== queue.length, `waitlistCount is ${waitlistCount}, but the queue has ${queue.length} places`],
    [
      waiting.length !== queue.length || waiting.some(({ userId }) => !inQueue.has(userId)),
      `${waiting.length} people wait, and they are not the ${queue.length} of the queue`,
    ],
    [
      isLive && currentRegistrations < capacity && waitlistCount > 0,
      `${capacity - currentRegistrations} free seats beside ${waitlistCount} waiting people`,
    ],
    [overtaken.length > 0, `promoted past ${overtaken.map(({ userId }) => userId).join(', ')}`],
    [
      queue.some(({ waitlistedAt }, index) => index > 0 && waitlistedAt <= (queue[index - 1]?.waitlistedAt ?? '')),
      'the queue is not in the order of joining',
    ],
    ...positions.map(({ userId, position }): [boolean, string] => {
      const place = queue.findIndex((entry) => entry.userId === userId) + 1;
      return [position !== place, `${userId} is told position ${position}, but is number ${place} of the queue`];
    }),
  ];
  return [
    ...checks.filter(([isBroken]) => isBroken).map(([, what]) => what),
    ...findBrokenWord(registrations, endings),
  ];
}

/** Who was told something that is not so. */
function findBrokenWord(registrations: Registration[], endings: readonly Ending[]): string[] {
  const stored = new Map(registrations.map(({ userId, registrationId }) => [userId, registrationId]));
  return endings.flatMap((ending) => {
    const found = stored.get(ending.userId);
    if (ending.kind === 'registered' && found !== ending.registrationId) {
      return `${ending.userId} was told registration ${ending.registrationId}, and has ${found ?? 'none'}`;
    }
    if (ending.kind === 'left' && found !== undefined) {
      return `${ending.userId} has left, and still has registration ${found}`;
    }
    return [];
  });
}

/** Everything about an event, null if it changed meanwhile. */
async function takePicture(ask: Ask, eventId: string): Promise<Picture | null> {
  const before = must<EventState>(await ask(EVENT, { eventId }));
  const registrations = await readAll<Registration>(ask, REGISTRATIONS, eventId);
  const queue = await readAll<Picture['queue'][number]>(ask, QUEUE, eventId);
  const asked = queue.filter((_, index) => index % Math.ceil(queue.length / ASKED_FOR_POSITION) === 0);
  const positions = await Promise.all(
    asked.map(async ({ userId }) => ({
      userId,
      position: must<{ position: number | null }>(await ask(POSITION, { userId, eventId }))?.position ?? null,
    })),
  );
  const event = must<EventState>(await ask(EVENT, { eventId }));
  if (event === null || before === null) {
    throw new UsageError(`Event ${eventId} is gone.`);
  }
  return before.version === event.version ? { event, registrations, queue, positions } : null;
}

async function readAll<Item>(ask: Ask, query: string, eventId: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let nextToken: string | null = null; ;) {
    const page: { items: Item[]; nextToken: string | null } | null = must(await ask(query, { eventId, nextToken }));
    items.push(...(page?.items ?? []));
    nextToken = page?.nextToken ?? null;
    if (nextToken === null) {
      return items;
    }
  }
}

function must<T>({ value, errorType, message }: FieldReply): T | null {
  if (errorType !== null) {
    throw new UsageError(`The promises could not be checked: ${errorType}, ${message}`);
  }
  return value as T | null;
}
