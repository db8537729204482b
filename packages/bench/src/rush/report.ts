import type { EventItem, RegistrationItem } from '../../../../domain/item.ts';
import { ENTITY_TYPES } from '../../../../domain/keys.ts';
import type { StoredItem } from '../../../../tools/running/tableContent.ts';
import { sweep } from '../../../../tools/audit/sweep.ts';
import { rounded, type Row } from '../figures.ts';
import { median, percentile } from '../load/statistics.ts';
import type { Told } from '../load/registerOverHttp.ts';
import { queueOf } from '../stage/seeds.ts';
import { LEFT_QUEUE, PASSED_ON, RELEASED, RUSHED_EVENT, type Rush, type Rushed } from './virtualRush.ts';

/** A rush in figures. Times in milliseconds from the moment at which somebody meant to come. */
export interface RushReport {
  row: Row;
  /** Answers that were no success, by what they said. */
  failures: Record<string, number>;
  slowestAnswerMs: number;
  /** What is not as it was answered, or breaks a promise. */
  wrong: string[];
  /** How long those waited who got no success: the median (NaN if there are none) and the longest (then 0). */
  refusedAfterMs: { median: number; longest: number };
  /** Successes so far, by seconds from the start. */
  drain: [x: number, y: number][];
  /** Of all invocations of the Lambda together; 0 over HTTP, where it is not counted. */
  invocationSeconds: number;
  /** How long the organizer's change took, null if there was none. */
  updateMs: number | null;
  /** Seats taken at the end, by whomever. */
  seatsTaken: number;
  /** Steps of the event's queue, each of them a message to everybody who watches it. */
  waitlistChanges: number;
}

/** Sums a rush up, and checks the answers against what is stored. */
export function reportRush(name: string, rush: Rush, rushed: Rushed): RushReport {
  const told = rushed.visits.map(({ answer, cameMs, latencyMs, person }) => ({
    person,
    told: answer instanceof Error ? { errorType: answer.message, outcome: null } : answer,
    cameMs,
    latencyMs,
  }));
  const successes = told.flatMap((one) =>
    'status' in one.told ? [{ ...one, doneMs: one.cameMs + one.latencyMs, status: one.told.status }] : [],
  );
  const failures: Record<string, number> = {};
  for (const { told: answer } of told) {
    if ('errorType' in answer) {
      failures[nameOf(answer)] = (failures[nameOf(answer)] ?? 0) + 1;
    }
  }
  const done = successes.map(({ doneMs }) => doneMs).sort((one, other) => one - other);
  const latencies = successes.map(({ latencyMs }) => latencyMs);
  const refusals = told.flatMap(({ told: answer, latencyMs }) => ('errorType' in answer ? [latencyMs] : []));
  const { operations, writeUnits, readUnits, reasons, holds } = rushed.stats;
  const perSuccess = (count: number): number => rounded(count / Math.max(1, successes.length), 1);
  const row: Row = {
    '': name,
    people: rush.people,
    seats: successes.filter(({ status }) => status === 'REGISTERED').length,
    waiting: successes.filter(({ status }) => status === 'WAITLISTED').length,
    left: successes.filter(({ status }) => status === PASSED_ON || status === LEFT_QUEUE).length,
    Busy: told.length - successes.length,
    'done after s': rounded((done.at(-1) ?? 0) / 1000, 1),
    'per s': rounded((successes.length / (done.at(-1) ?? 1)) * 1000),
    'p50 s': rounded(percentile(latencies, 0.5) / 1000, 1),
    'p99 s': rounded(percentile(latencies, 0.99) / 1000, 1),
    'tries each': perSuccess(operations.TransactWriteItems?.calls ?? 0),
    'write units each': perSuccess(writeUnits),
    'read units each': perSuccess(readUnits),
    'held ms': rounded(holds.ms / Math.max(1, holds.count), 1),
    conflicts: reasons.TransactionConflict ?? 0,
    'Lambdas at once': rushed.peakInvocations,
  };
  const drain = done
    .map((ms, at): [number, number] => [rounded(ms / 1000, 2), at + 1])
    .filter((_, at) => at % Math.ceil(done.length / 100) === 0 || at === done.length - 1);
  return {
    row,
    failures,
    slowestAnswerMs: Math.max(...told.map(({ latencyMs }) => latencyMs)),
    wrong: checkOf(rush)(rush, rushed, told),
    refusedAfterMs: { median: median(refusals), longest: Math.max(0, ...refusals) },
    drain,
    invocationSeconds: rushed.invocationSeconds ?? 0,
    updateMs: rushed.updateMs ?? null,
    seatsTaken: rushedEvent(rushed).currentRegistrations,
    // The first version is 1.
    waitlistChanges: rushedEvent(rushed).waitlistVersion - 1,
  };
}

function nameOf({ errorType, outcome }: { errorType: string; outcome: string | null }): string {
  return outcome === null ? errorType : `${errorType}/${outcome}`;
}

/** What looks for what is wrong after such a rush. */
function checkOf({ leavesTo, leavesQueue }: Rush): typeof wrongIn {
  if (leavesQueue) {
    return wrongInLeavingQueue;
  }
  return leavesTo === undefined ? wrongIn : wrongInLeaving;
}

/** Whoever was told so has left the queue, the others wait, and nobody has got or given up a seat. */
function wrongInLeavingQueue(rush: Rush, { items }: Rushed, told: { person: number; told: Told }[]): string[] {
  const stored = eventsItems(items);
  const event = rushedEvent({ items });
  const waiting = new Set(stored.filter(({ entityType }) => entityType === ENTITY_TYPES.waitlistEntry).map(userOf));
  const isAsTold = told.every(({ person, told: answer }) => {
    const waits = waiting.has(`person-${person}`);
    return 'status' in answer ? answer.status === LEFT_QUEUE && !waits : answer.outcome !== 'NONE' || waits;
  });
  const changes = event.waitlistVersion - queueOf(rush.people).waitlistVersion;
  const left = rush.people - waiting.size;
  const broken: [boolean, string][] = [
    [!isAsTold, 'somebody waits or has left otherwise than they were told'],
    [event.currentRegistrations !== rush.seats, `${event.currentRegistrations} of ${rush.seats} seats taken`],
    [changes !== left, `${changes} changes of the queue, which ${left} have left`],
  ];
  return [...broken.filter(([is]) => is).map(([, what]) => what), ...sweep(stored, lastMs(stored))];
}

function userOf({ userId }: StoredItem): unknown {
  return userId;
}

/** Every seat must have gone to one of those who waited, or be free if they were told so; nothing else changed. */
function wrongInLeaving(rush: Rush, { items }: Rushed, told: { told: Told }[]): string[] {
  const stored = eventsItems(items);
  const event = rushedEvent({ items });
  const toldSo = (status: string): number =>
    told.filter(({ told: answer }) => 'status' in answer && answer.status === status).length;
  const unknown = unknownIn(told);
  /** Whether a number is what the answers say, which of the unknown ones may be true as well. */
  const isAsTold = (number: number, atLeast: number): boolean => number >= atLeast && number <= atLeast + unknown;
  const { currentRegistrations, waitlistCount } = event;
  const broken: [boolean, string][] = [
    [
      !isAsTold(rush.people - currentRegistrations, toldSo(RELEASED)),
      `${currentRegistrations} of ${rush.people} seats taken`,
    ],
    [
      !isAsTold(rush.leavesTo! - waitlistCount, toldSo(PASSED_ON)),
      `${waitlistCount} wait after ${toldSo(PASSED_ON)} were promoted`,
    ],
  ];
  return [...broken.filter(([is]) => is).map(([, what]) => what), ...sweep(stored, lastMs(stored))];
}

/** How many do not know what has become of their call. */
function unknownIn(told: { told: Told }[]): number {
  return told.filter(({ told: answer }) => 'outcome' in answer && answer.outcome !== 'NONE').length;
}

/** The event as it is at the end. */
function rushedEvent({ items }: Pick<Rushed, 'items'>): EventItem {
  const event = items.find(({ entityType, eventId }) => entityType === ENTITY_TYPES.event && eventId === RUSHED_EVENT);
  return event as unknown as EventItem;
}

/** What is stored, without the lanes. */
function eventsItems(items: Record<string, unknown>[]): StoredItem[] {
  const lanes: unknown[] = [ENTITY_TYPES.ticket, ENTITY_TYPES.lease, ENTITY_TYPES.pause];
  return (items as StoredItem[]).filter(({ entityType }) => !lanes.includes(entityType));
}

function wrongIn(rush: Rush, { items }: Rushed, told: { person: number; told: Told }[]): string[] {
  const stored = eventsItems(items);
  const event = rushedEvent({ items });
  const registrations = stored.filter(
    ({ entityType, eventId }) => entityType === ENTITY_TYPES.registration && eventId === RUSHED_EVENT,
  ) as unknown as RegistrationItem[];
  const statusOf = new Map(
    registrations.map(({ userId, registrationStatus }) => [userId, registrationStatus as string]),
  );
  const unknown = unknownIn(told);
  const positions = told.flatMap(({ told: answer }) =>
    'position' in answer && answer.position !== null ? [answer.position] : [],
  );
  // Whoever waits gets one of the seats that the organizer adds, and whoever comes after that a place before theirs.
  const seatsAdded = (rush.update?.capacity ?? rush.seats) - rush.seats;
  const isAsTold = told.every(({ person, told: answer }) => {
    const status = statusOf.get(`person-${person}`);
    if ('status' in answer) {
      return status === answer.status || (seatsAdded > 0 && status === 'REGISTERED');
    }
    return answer.outcome === 'NONE' ? status === undefined : true;
  });
  const successes = told.filter(({ told: answer }) => 'status' in answer).length;
  const broken: [boolean, string][] = [
    [!isAsTold, 'somebody is stored otherwise than they were told'],
    [
      registrations.length < successes || registrations.length > successes + unknown,
      `${registrations.length} registrations, ${successes} told so`,
    ],
    [seatsAdded === 0 && new Set(positions).size !== positions.length, 'two were told the same position'],
    [
      event.currentRegistrations !== Math.min(rush.seats + seatsAdded, registrations.length),
      `${event.currentRegistrations} of ${rush.seats + seatsAdded} seats taken`,
    ],
  ];
  return [...broken.filter(([is]) => is).map(([, what]) => what), ...sweep(stored, lastMs(stored))];
}

/** When a table was last written, in epoch milliseconds; a rush may take place in virtual time. */
function lastMs(stored: StoredItem[]): number {
  return Math.max(...stored.map(({ updatedAt }) => Date.parse(String(updatedAt))).filter((ms) => !Number.isNaN(ms)));
}
