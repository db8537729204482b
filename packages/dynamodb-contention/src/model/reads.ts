import type { Item } from '../item/attributeValue.ts';
import { itemSize } from '../item/itemSize.ts';
import { itemId, keyOf, partitionId, type TableSchema } from '../item/tableSchema.ts';
import { itemReadUnits, pageReadUnits } from '../price/readUnits.ts';
import { timeline } from '../time/scheduler.ts';
import { contentOf, withContent, type WireAnswer, type Call, type RequestBody } from '../wire/answer.ts';
import { throttled } from '../wire/errors.ts';
import type { Model } from './model.ts';
import { stalePage, type Page } from './stalePage.ts';
import { project } from './project.ts';

interface BatchRequest extends RequestBody {
  Keys?: Item[];
}

/** GetItem: never refused by a transaction; not marked consistent, it may be behind. */
export async function getItem(model: Model, call: Call): Promise<WireAnswer> {
  const { backend, counter, stages } = model;
  const time = timeline(model.scheduler);
  await time.pass(stages.readMs());
  const table = await backend.schemaOf(call.body.TableName ?? '');
  const key = table && keyOf(table, call.body.Key);
  if (table === null || key === null) {
    return backend.forward(call);
  }
  const refusal = takeTurn(model, table, partitionId(table, key));
  if (refusal !== null) {
    return refusal;
  }
  const answer = await backend.forward(call);
  if (answer.status !== 200) {
    return answer;
  }
  const content = contentOf<{ Item?: Item }>(answer);
  spend(model, call, partitionId(table, key), itemReadUnits(content.Item ?? null, call.body.ConsistentRead === true));
  const seen = call.body.ConsistentRead === true ? undefined : asItWas(model, table, key, call.body);
  if (seen === undefined) {
    return answer;
  }
  counter.add('stale');
  return withContent(answer, { ...content, Item: seen ?? undefined });
}

/** BatchGetItem: its items one by one; the whole is no instant. */
export async function batchGetItem(model: Model, call: Call): Promise<WireAnswer> {
  const { backend, counter, stages } = model;
  await timeline(model.scheduler).pass(stages.readMs());
  const answer = await backend.forward(call);
  if (answer.status !== 200) {
    return answer;
  }
  const content = contentOf<{ Responses: Record<string, Item[]> }>(answer);
  const requests = call.body.RequestItems as Record<string, BatchRequest>;
  let isChanged = false;
  for (const [tableName, request] of Object.entries(requests)) {
    const table = await backend.schemaOf(tableName);
    if (table === null) {
      continue;
    }
    const found = content.Responses[tableName] ?? [];
    const isConsistent = request.ConsistentRead === true;
    const missing = (request.Keys?.length ?? 0) - found.length;
    counter.charge(call.operation, {
      read: found.reduce(
        (sum, item) => sum + itemReadUnits(item, isConsistent),
        missing * itemReadUnits(null, isConsistent),
      ),
    });
    for (const key of isConsistent ? [] : (request.Keys ?? [])) {
      const seen = asItWas(model, table, key, request);
      if (seen === undefined) {
        continue;
      }
      const id = itemId(table, key);
      const others: Item[] = (content.Responses[tableName] ?? []).filter((item) => itemId(table, item) !== id);
      content.Responses[tableName] = seen === null ? others : [...others, seen];
      counter.add('stale');
      isChanged = true;
    }
  }
  return isChanged ? withContent(answer, content) : answer;
}

/** Query and Scan: a Query that is not marked consistent may be behind, on an index also because of its lag. */
export async function queryOrScan(model: Model, call: Call): Promise<WireAnswer> {
  const { backend, counter, settings, stages } = model;
  const { body } = call;
  const time = timeline(model.scheduler);
  await time.pass(stages.readMs());
  const table = await backend.schemaOf(body.TableName ?? '');
  if (table === null) {
    return backend.forward(call);
  }
  const partition = `${table.arn} ${body.IndexName ?? ''} ${JSON.stringify(body.ExpressionAttributeValues ?? {})}`;
  const refusal = takeTurn(model, table, partition);
  if (refusal !== null) {
    return refusal;
  }
  const answer = await backend.forward(call, {
    ...body,
    ReturnConsumedCapacity: body.ReturnConsumedCapacity ?? 'TOTAL',
  });
  if (answer.status !== 200) {
    return answer;
  }
  const { ConsumedCapacity, ...page } = contentOf<Page & { ConsumedCapacity?: { CapacityUnits: number } }>(answer);
  const bytes = (page.Items ?? []).reduce((sum, item) => sum + itemSize(item), 0);
  const isWhole =
    page.Items !== undefined && page.Count === page.ScannedCount && !body.ProjectionExpression && !body.AttributesToGet;
  spend(
    model,
    call,
    partition,
    isWhole ? pageReadUnits(bytes, body.ConsistentRead === true) : (ConsumedCapacity?.CapacityUnits ?? 0),
  );
  await time.pass((bytes / 102_400) * settings.queryMsPer100Kb);
  const isQuery = call.operation === 'Query' && body.ConsistentRead !== true;
  const stale = isQuery
    ? stalePage(table, body, page, model.recent.unseenIn(table, body.IndexName !== undefined))
    : { page, changes: 0 };
  for (let change = 0; change < stale.changes; change += 1) {
    counter.add('stale');
  }
  return withContent(
    answer,
    body.ReturnConsumedCapacity === undefined ? stale.page : { ...stale.page, ConsumedCapacity },
  );
}

/** The item before its last write if this read is not to see that; undefined: it sees what is there. */
function asItWas(model: Model, table: TableSchema, key: Item, request: RequestBody): Item | null | undefined {
  const write = model.recent.unseen(itemId(table, key));
  return write === undefined ? undefined : project(write.before, request);
}

function takeTurn({ counter, readLimits, settings }: Model, table: TableSchema, partition: string): WireAnswer | null {
  if (!readLimits.isExhausted(partition)) {
    return null;
  }
  counter.add('throttled');
  return throttled({ billing: settings.billing, resource: table.arn, isIndex: false, isRead: true });
}

function spend({ counter, readLimits }: Model, { operation }: Call, partition: string, units: number): void {
  readLimits.take(partition, units);
  counter.charge(operation, { read: units });
}
