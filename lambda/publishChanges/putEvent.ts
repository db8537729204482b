import type { DynamoDBRecord } from 'aws-lambda';
import type { DomainEvent } from '../../domain/change/domainEvent.ts';
import { signedPost, type Signer } from './signedPost.ts';

/** What the bus knows all events of this API by. */
const SOURCE = 'event-registration';
/** Entries of a call (EventBridge API reference, "PutEvents"). */
const MAX_ENTRIES = 10;

/** The bus has not taken an event. */
class EventNotPut extends Error {
  override readonly name = 'EventNotPut';
}

/** A domain event as it goes out: once more under the same id, if its record comes again. */
export interface OutgoingEvent {
  type: DomainEvent['type'];
  detail: { id: string; schemaVersion: 1; occurredAt: string } & DomainEvent['detail'];
}

/** The domain event of a record, under the id of the record, by which it is known again. */
export function outgoing({ type, detail }: DomainEvent, { eventID: id = '', dynamodb }: DynamoDBRecord): OutgoingEvent {
  const occurredAt = new Date((dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
  return { type, detail: { id, schemaVersion: 1, occurredAt, ...detail } };
}

interface Waiting {
  event: OutgoingEvent;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Puts events on a bus by EventBridge's PutEvents (its JSON protocol); those that are put at the same time share a call.
 * @param endpoint where EventBridge is, if not at AWS
 * @returns what puts one event, and rejects with EventNotPut, TimeoutError, or TypeError if there is no connection
 */
export function putEvents(
  busName: string,
  region: string,
  signer: Signer,
  endpoint = `https://events.${region}.amazonaws.com/`,
): (event: OutgoingEvent) => Promise<void> {
  const post = signedPost(endpoint, 'events', signer, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSEvents.PutEvents',
  });
  const waiting: Waiting[] = [];
  const send = async (): Promise<void> => {
    const together = waiting.splice(0, MAX_ENTRIES);
    if (together.length === 0) {
      return;
    }
    try {
      const failures = await call(
        post,
        busName,
        together.map(({ event }) => event),
      );
      together.forEach(({ resolve, reject }, index) => {
        const failure = failures[index];
        if (failure === undefined) {
          resolve();
        } else {
          reject(new EventNotPut(failure));
        }
      });
    } catch (error) {
      together.forEach(({ reject }) => reject(error));
    }
  };
  return (event) =>
    new Promise((resolve, reject) => {
      waiting.push({ event, resolve, reject });
      if (waiting.length % MAX_ENTRIES === 1) {
        setImmediate(() => void send());
      }
    });
}

/** What is wrong with each event; undefined where it was taken. */
async function call(
  post: ReturnType<typeof signedPost>,
  busName: string,
  events: OutgoingEvent[],
): Promise<(string | undefined)[]> {
  const Entries = events.map(({ type, detail }) => ({
    EventBusName: busName,
    Source: SOURCE,
    DetailType: type,
    Detail: JSON.stringify(detail),
    Time: Date.parse(detail.occurredAt) / 1000,
  }));
  const { status, text } = await post(JSON.stringify({ Entries }));
  if (status !== 200) {
    throw new EventNotPut(`HTTP ${status}: ${text}`);
  }
  const answer = JSON.parse(text) as { Entries?: { EventId?: string; ErrorCode?: string; ErrorMessage?: string }[] };
  return events.map((_, index) => {
    const { EventId, ErrorCode = 'no answer', ErrorMessage = '' } = answer.Entries?.[index] ?? {};
    return EventId === undefined ? `${ErrorCode}: ${ErrorMessage}` : undefined;
  });
}
