import { BatchGetItemCommand, type BatchGetItemCommandOutput, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { DetailsItem, EventItem } from '../../../../../domain/item.ts';
import { detailsKey, eventKey, keyOf, type Key } from '../../../../../domain/keys.ts';
import type { Target } from './writeEvents.ts';

const KEYS_PER_REQUEST = 100;

export interface StoredEvent {
  event?: EventItem;
  details?: DetailsItem;
}

/**
 * What the table has of these events, read consistently, in their order; keys that were not processed are asked again.
 */
export async function readEvents(target: Target, eventIds: readonly string[]): Promise<StoredEvent[]> {
  const keys = [...new Set(eventIds)].flatMap((eventId) => [eventKey(eventId), detailsKey(eventId)]);
  const items = new Map<string, Record<string, unknown>>();
  for (let start = 0; start < keys.length; start += KEYS_PER_REQUEST) {
    for (const item of await readKeys(target, keys.slice(start, start + KEYS_PER_REQUEST)))
      items.set(textOf(item as unknown as Key), item);
  }
  const find = (key: Key) => items.get(textOf(key)) as unknown;
  return eventIds.map((eventId) => ({
    event: find(eventKey(eventId)) as EventItem | undefined,
    details: find(detailsKey(eventId)) as DetailsItem | undefined,
  }));
}

async function readKeys({ client, tableName, pace }: Target, keys: Key[]): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let request: Record<string, KeysAndAttributes> | undefined = {
    [tableName]: { Keys: keys.map((key) => marshall(key)), ConsistentRead: true },
  };
  while (request !== undefined && Object.keys(request).length > 0) {
    const asked = new BatchGetItemCommand({ RequestItems: request });
    const answer: BatchGetItemCommandOutput = await pace.send(keys.length, () => client.send(asked));
    const items = answer.Responses?.[tableName] ?? [];
    found.push(...items.map((item) => unmarshall(item)));
    request = answer.UnprocessedKeys;
    if (items.length === 0 && request?.[tableName] !== undefined) await pace.refused(true, 'all keys unprocessed');
  }
  return found;
}

function textOf(key: Key): string {
  return JSON.stringify(keyOf(key));
}
