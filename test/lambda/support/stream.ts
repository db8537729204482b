import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import type { EventItem, LastWaitlistChange, RegistrationItem } from '../../../domain/item.ts';
import { ENTITY_TYPES, eventKey, registrationKey } from '../../../domain/keys.ts';
import type { Task } from '../../../lambda/cascade/task.ts';
import type { Announcement } from '../../../lambda/publishChanges/announcement.ts';
import { answerBatch } from '../../../lambda/publishChanges/answerBatch.ts';
import { publishBatch } from '../../../lambda/publishChanges/publishBatch.ts';
import type { OutgoingEvent } from '../../../lambda/publishChanges/putEvent.ts';
import type { Metric, Surroundings } from '../../../lambda/publishChanges/surroundings.ts';
import { Suspects } from '../../../lambda/publishChanges/suspects.ts';
import { START_MS, testClock } from './clock.ts';

let sequence = 0;

/** An instant, as times are stored; later for a greater number. */
export const at = (ms: number): string => new Date(START_MS + ms).toISOString();

/** A record of a stream with both images; `createdMs` is when the change was made, by the clock of tests. */
export function record(before: object | null, after: object | null, createdMs = START_MS): DynamoDBRecord {
  const image = (item: object | null) => (item === null ? undefined : (marshall(item) as never));
  return {
    eventID: `record-${sequence + 1}`,
    eventName: before === null ? 'INSERT' : after === null ? 'REMOVE' : 'MODIFY',
    dynamodb: {
      OldImage: image(before),
      NewImage: image(after),
      ApproximateCreationDateTime: Math.floor(createdMs / 1000),
      SequenceNumber: String((sequence += 1)).padStart(21, '0'),
    },
  };
}

/** The records of one item's life, from one state to the next; null: it is gone. */
export function life(...states: (object | null)[]): DynamoDBRecord[] {
  return states.map((state, index) => record(states[index - 1] ?? null, state)).slice(states[0] === null ? 1 : 0);
}

export function eventItem(more: Partial<EventItem> = {}): EventItem {
  const eventId = more.eventId ?? 'event';
  const counters = { currentRegistrations: 0, waitlistCount: 0, waitlistTail: '', version: 1, waitlistVersion: 1 };
  const settings = {
    title: 'Title',
    date: at(0),
    capacity: 1,
    organizer: 'olga',
    status: 'OPEN' as const,
    listing: 'PUBLIC' as const,
    waitlistEnabled: true,
  };
  const times = { createdAt: at(0), updatedAt: at(0) };
  return { ...eventKey(eventId), entityType: ENTITY_TYPES.event, eventId, ...settings, ...counters, ...times, ...more };
}

/** The event after one more change. */
export function changed(event: EventItem, more: Partial<EventItem> = {}): EventItem {
  return { ...event, version: event.version + 1, ...more };
}

/** The event after one more change of its waitlist. */
export function moved(
  event: EventItem,
  lastWaitlistChange: LastWaitlistChange,
  more: Partial<EventItem> = {},
): EventItem {
  return changed(event, { waitlistVersion: event.waitlistVersion + 1, lastWaitlistChange, ...more });
}

export function registrationItem(more: Partial<RegistrationItem> = {}): RegistrationItem {
  const { userId, eventId } = { userId: 'ann', eventId: 'event', ...more };
  const times = { createdAt: at(0), updatedAt: at(0) };
  const own = { userId, eventId, requestId: 'request', registrationStatus: 'REGISTERED' as const };
  return { ...registrationKey(userId, eventId), entityType: ENTITY_TYPES.registration, ...own, ...times, ...more };
}

/** A publisher whose messages arrive, unless `fails` says otherwise of the n-th try. */
export class Publisher {
  readonly published: Announcement[] = [];
  readonly healed: string[] = [];
  readonly metrics: Partial<Record<Metric, number>> = {};
  readonly warnings: Record<string, string | undefined>[] = [];
  readonly logged: Record<string, unknown>[] = [];
  readonly clock = testClock(1);
  tries = 0;
  fails: (announcement: Announcement, tries: number) => boolean = () => false;
  /** What the API answers where `fails` says that it does not publish. */
  failure: () => Error = () => new Error('no answer');
  /** Whether it takes nothing at all. */
  isDown = false;
  /** Fields of which it takes nothing. */
  downFields: Announcement['field'][] = [];
  /** Events that the bus has taken. */
  readonly emitted: OutgoingEvent[] = [];
  putEvent: Surroundings['putEvent'] = async (event) => void this.emitted.push(event);
  heal: Surroundings['heal'] = async (eventId) => this.healed.push(eventId);
  /** Tasks that were begun. */
  readonly tasks: Task[] = [];
  startCascade: Surroundings['startCascade'] = async (task) => void this.tasks.push(task);
  /** Records that were set aside. */
  readonly letters: DynamoDBRecord[] = [];
  setAside: Surroundings['setAside'] = async (record) => void this.letters.push(record);
  readonly #suspects = new Suspects();
  readonly #failures = new Suspects();

  /** One invocation with a batch, as the event source mapping sees it. */
  async invoke(records: DynamoDBRecord[], timeMs = 55_000): Promise<DynamoDBBatchResponse> {
    const surroundings: Surroundings = {
      publish: async (announcement) => {
        await new Promise((resolve) => setImmediate(resolve));
        if (
          this.fails(announcement, (this.tries += 1)) ||
          this.isDown ||
          this.downFields.includes(announcement.field)
        ) {
          throw this.failure();
        }
        this.published.push(announcement);
      },
      putEvent: (event) => this.putEvent(event),
      heal: (eventId, deadlineMs) => this.heal(eventId, deadlineMs),
      startCascade: (task) => this.startCascade(task),
      isReachable: async (field) => !this.isDown && !this.downFields.includes(field),
      setAside: (one) => this.setAside(one),
      suspects: this.#suspects,
      failures: this.#failures,
      clock: this.clock,
      report: {
        count: (metric, by = 1) => void (this.metrics[metric] = (this.metrics[metric] ?? 0) + by),
        info: (_message, fields) => void this.logged.push(fields),
        warn: (_message, fields) => void this.warnings.push(fields),
      },
    };
    return answerBatch(records, await publishBatch(surroundings, records, this.clock.nowMs() + timeMs));
  }

  inputs<Field extends Announcement['field']>(field: Field): Extract<Announcement, { field: Field }>['input'][] {
    return this.published.flatMap((announcement) =>
      announcement.field === field ? [announcement.input as never] : [],
    );
  }
}

/**
 * Delivers the records of a shard as an event source mapping does (docs/reference/dynamodb.md#streams): in order, from
 * the reported record on, halved after an error, given up after so many retries; splits are not retries.
 * @returns the sequence numbers of the records given up
 */
export async function deliver(
  publisher: Publisher,
  records: DynamoDBRecord[],
  retries: number,
  batchSize = 100,
): Promise<string[]> {
  const batches: { records: DynamoDBRecord[]; retriesLeft: number }[] = [];
  for (let start = 0; start < records.length; start += batchSize) {
    batches.push({ records: records.slice(start, start + batchSize), retriesLeft: retries });
  }
  const givenUp: string[] = [];
  for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
    const { records: current, retriesLeft } = batch;
    const answer = await publisher.invoke(current).catch(() => null);
    if (answer === null && current.length > 1) {
      const half = Math.floor(current.length / 2);
      batches.unshift({ records: current.slice(0, half), retriesLeft }, { records: current.slice(half), retriesLeft });
      continue;
    }
    const failure = answer?.batchItemFailures[0]?.itemIdentifier;
    if (failure === undefined && answer !== null) {
      continue;
    }
    const rest = current.slice(
      Math.max(
        0,
        current.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failure),
      ),
    );
    if (retriesLeft === 0) {
      givenUp.push(...rest.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? ''));
    } else {
      batches.unshift({ records: rest, retriesLeft: retriesLeft - 1 });
    }
  }
  return givenUp;
}
