import {
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { createEvent, type NewEvent } from '../../../../../domain/event/createEvent.ts';
import type { DeletedEventItem, EventItem, MigrationOrigin } from '../../../../../domain/item.ts';
import { ENTITY_TYPES } from '../../../../../domain/keys.ts';
import type { Action } from '../../../../../domain/transaction.ts';
import { judgeReason, type ReasonVerdict } from '../../../../../domain/verdict.ts';
import type { AskedTable } from '../batchGet.ts';

/** The new table. */
export type Target = AskedTable;

/** An event, and the record that it becomes of. */
export interface MigratedEvent {
  event: NewEvent;
  migratedFrom: MigrationOrigin;
}

/** What was stored already: the event, or what a deleted one has left; null if this call wrote the event. */
export type WriteResult = EventItem | DeletedEventItem | null;

interface Pending {
  index: number;
  eventId: string;
  writes: TransactWriteItem[];
}

/**
 * Writes events that the table does not have, each together with its description or not at all; results come in the
 * order of the events. Many share a transaction: alone, a conditional put costs a round trip each, and the description,
 * which belongs to the event's condition, could be left over or lost. An event that is there refuses only itself. One
 * transaction at a time: segments of the old table work side by side. Throws as `RequestWindow.failed`.
 * @param now the timestamp of creation
 */
export async function writeEvents(
  target: Target,
  events: readonly MigratedEvent[],
  now: string,
): Promise<WriteResult[]> {
  const results: WriteResult[] = events.map(() => null);
  const waiting = events.map(({ event, migratedFrom }, index): Pending => {
    const actions = createEvent(event, now).map((action) => withOrigin(action, migratedFrom));
    return { index, eventId: event.eventId, writes: actions.map((action) => toWrite(target.tableName, action)) };
  });
  while (waiting.length > 0) {
    const batch = takeBatch(waiting, target.window.batchSize);
    const size = batch.reduce((sum, { writes }) => sum + writes.length, 0);
    waiting.push(...(await target.window.within(size, () => attempt(target, batch, size, results))));
  }
  return results;
}

/** From the front, at least one, within `size` writes, each event id once: a transaction writes no key twice. */
function takeBatch(waiting: Pending[], size: number): Pending[] {
  let writes = 0;
  const eventIds = new Set<string>();
  const count = waiting.findIndex((pending) => {
    const isRepeated = eventIds.has(pending.eventId);
    eventIds.add(pending.eventId);
    return (writes += pending.writes.length) > size || isRepeated;
  });
  return waiting.splice(0, count === -1 ? waiting.length : Math.max(1, count));
}

/** One transaction; what it could not settle is given back. */
async function attempt(
  { client, window }: Target,
  batch: Pending[],
  size: number,
  results: WriteResult[],
): Promise<Pending[]> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: batch.flatMap(({ writes }) => writes) }));
    window.succeeded(size);
    return [];
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) {
      await window.failed(error);
      return batch;
    }
    const { left, verdicts } = settle(batch, error, results);
    if (verdicts.includes('BROKEN')) {
      throw error;
    }
    const isHeldUp = verdicts.includes('HIDDEN') || left.length === batch.length;
    await (isHeldUp ? window.refused(true, error) : window.succeeded(size));
    return left;
  }
}

/** Keeps what is stored of each that was refused because of it; reasons come in the order of the writes. */
function settle(
  batch: Pending[],
  error: TransactionCanceledException,
  results: WriteResult[],
): { left: Pending[]; verdicts: ReasonVerdict[] } {
  const reasons = error.CancellationReasons ?? [];
  const verdicts = reasons.map(({ Code }) => judgeReason({ type: Code ?? 'None', item: null }));
  let position = 0;
  const left = batch.filter(({ index, writes }) => {
    const own = reasons.slice(position, position + writes.length);
    const stored = own.find((_, offset) => verdicts[position + offset] === 'FAILED')?.Item;
    position += writes.length;
    if (stored !== undefined) {
      results[index] = unmarshall(stored) as EventItem | DeletedEventItem;
    }
    return stored === undefined;
  });
  return { left, verdicts };
}

/** Notes the record in the event's own item, by which its migration knows its work. */
function withOrigin(action: Action, migratedFrom: MigrationOrigin): Action {
  const { attributes } = action;
  const isEvent = attributes?.entityType === ENTITY_TYPES.event;
  return isEvent ? { ...action, attributes: { ...attributes, migratedFrom } } : action;
}

function toWrite(tableName: string, { operation, key, attributes, condition }: Action): TransactWriteItem {
  const only = condition && {
    ConditionExpression: condition.expression,
    ExpressionAttributeNames: condition.names,
    ...(Object.keys(condition.values).length === 0 ? {} : { ExpressionAttributeValues: marshall(condition.values) }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  return operation === 'DeleteItem'
    ? { Delete: { TableName: tableName, Key: marshall(key), ...only } }
    : { Put: { TableName: tableName, Item: marshall({ ...key, ...attributes }), ...only } };
}
