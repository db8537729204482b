import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { DeletedEventItem, DetailsItem, EventItem } from '../../../../../domain/item.ts';
import { detailsKey, eventKey, keyOf, type Key } from '../../../../../domain/keys.ts';
import { batchGet } from '../batchGet.ts';
import type { Target } from './writeEvents.ts';

export interface StoredEvent {
  event?: EventItem;
  /** Its description, or what a deleted event has left. */
  details?: DetailsItem | DeletedEventItem;
}

/** What the table has of these events, read consistently, in their order. */
export async function readEvents(target: Target, eventIds: readonly string[]): Promise<StoredEvent[]> {
  const keys = [...new Set(eventIds)].flatMap((eventId) => [eventKey(eventId), detailsKey(eventId)]);
  const found = await batchGet(
    target,
    keys.map((key) => marshall(key)),
  );
  const items = new Map(found.map((item) => unmarshall(item)).map((item) => [textOf(item as Key), item]));
  const find = (key: Key) => items.get(textOf(key)) as unknown;
  return eventIds.map((eventId) => ({
    event: find(eventKey(eventId)) as EventItem | undefined,
    details: find(detailsKey(eventId)) as StoredEvent['details'],
  }));
}

function textOf(key: Key): string {
  return JSON.stringify(keyOf(key));
}
