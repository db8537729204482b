import type { Item } from '../item/attributeValue.ts';
import { partitionId } from '../item/tableSchema.ts';
import { timeline } from '../time/scheduler.ts';
import { contentOf, withContent, type WireAnswer, type Call, type RequestBody } from '../wire/answer.ts';
import { throttled } from '../wire/errors.ts';
import { chargeWrite } from './charge.ts';
import type { Model } from './model.ts';
import { readAction, type WriteAction } from './writeAction.ts';

interface WriteRequest {
  PutRequest?: { Item: Item };
  DeleteRequest?: { Key: Item };
}

interface Entry {
  tableName: string;
  request: WriteRequest;
  action: WriteAction;
}

/** BatchWriteItem: every entry is a write of its own; those on held items or full partitions come back unprocessed. */
export async function batchWrite(model: Model, call: Call): Promise<WireAnswer> {
  const time = timeline(model.scheduler);
  const entries = await readEntries(model, call.body);
  if (entries === null) {
    return model.backend.forward(call);
  }
  const takesMs = model.stages.writeMs();
  await time.pass(takesMs / 2);
  const answer = await model.leaders.exclusivelyAll(
    entries.map(({ action }) => action.id),
    () => write(model, call, entries),
  );
  await time.pass(takesMs / 2);
  return answer;
}

async function write(model: Model, call: Call, entries: Entry[]): Promise<WireAnswer> {
  const { backend, counter, leaders, recent, settings, writeLimits } = model;
  const isFull = ({ action: { table, key } }: Entry): boolean => writeLimits.isExhausted(partitionId(table, key));
  const refused = entries.filter((entry) => leaders.isHeld(entry.action.id) || isFull(entry));
  const first = entries[0]!;
  if (entries.every(isFull)) {
    counter.add('throttled');
    return throttled({ billing: settings.billing, resource: first.action.table.arn, isIndex: false, isRead: false });
  }
  const accepted = entries.filter((entry) => !refused.includes(entry));
  if (accepted.length === 0) {
    return withContent(
      { status: 200, body: '', headers: { 'content-type': 'application/x-amz-json-1.0' } },
      { UnprocessedItems: byTable(refused) },
    );
  }
  const before = await Promise.all(accepted.map(({ action }) => backend.readItem(action.table, action.key)));
  const carriedOut = model.onWrite();
  const answer = await backend.forward(call, { ...call.body, RequestItems: byTable(accepted) });
  if (answer.status !== 200) {
    return answer;
  }
  const written = accepted.map(({ action }, at) => ({ ...action, before: before[at] ?? null }));
  carriedOut(written);
  await Promise.all(
    written.map((one) => {
      leaders.written(one.id);
      recent.note(one);
      return chargeWrite(model, call.operation, one, one.before);
    }),
  );
  return refused.length === 0
    ? answer
    : withContent(answer, { ...contentOf<object>(answer), UnprocessedItems: byTable(refused) });
}

/** Null if an entry is wrong or two are on one item, which Local then says better. */
async function readEntries(model: Model, body: RequestBody): Promise<Entry[] | null> {
  const requests = Object.entries((body.RequestItems ?? {}) as Record<string, WriteRequest[]>).flatMap(
    ([tableName, list]) => list.map((request) => ({ tableName, request })),
  );
  const entries = await Promise.all(
    requests.map(async ({ tableName, request }) => {
      const kind = request.PutRequest === undefined ? 'Delete' : 'Put';
      const action = await readAction(model.backend, kind, {
        TableName: tableName,
        Item: request.PutRequest?.Item,
        Key: request.DeleteRequest?.Key,
      });
      return action === null ? null : { tableName, request, action };
    }),
  );
  if (entries.length === 0 || !entries.every((entry) => entry !== null)) {
    return null;
  }
  return new Set(entries.map(({ action }) => action.id)).size === entries.length ? entries : null;
}

function byTable(entries: Entry[]): Record<string, WriteRequest[]> {
  const tables: Record<string, WriteRequest[]> = {};
  for (const { tableName, request } of entries) {
    (tables[tableName] ??= []).push(request);
  }
  return tables;
}
