import type { Suffering } from '../faults.ts';
import { partitionId } from '../item/tableSchema.ts';
import { timeline } from '../time/scheduler.ts';
import type { WireAnswer, Call } from '../wire/answer.ts';
import { throttled, transactionConflict } from '../wire/errors.ts';
import { chargeWrite } from './charge.ts';
import type { Model } from './model.ts';
import { readAction, type ActionKind, type WriteAction } from './writeAction.ts';
import { indexPartitions, unitsBefore } from './writePrice.ts';

const KINDS: Record<string, ActionKind> = { PutItem: 'Put', UpdateItem: 'Update', DeleteItem: 'Delete' };

/**
 * PutItem, UpdateItem, DeleteItem: refused while a transaction holds the item, otherwise carried out in Local's order.
 */
export async function singleWrite(model: Model, call: Call, suffering: Suffering): Promise<WireAnswer> {
  const time = timeline(model.scheduler);
  const action = await readAction(model.backend, KINDS[call.operation] ?? 'Put', call.body);
  if (action === null) {
    return model.backend.forward(call);
  }
  const takesMs = model.stages.writeMs();
  await time.pass(takesMs / 2);
  const answer = await model.leaders.together(action.id, () => write(model, call, action, suffering));
  await time.pass(takesMs / 2);
  return answer;
}

async function write(model: Model, call: Call, action: WriteAction, suffering: Suffering): Promise<WireAnswer> {
  const { backend, counter, leaders, recent, writeLimits } = model;
  const { table, key, id } = action;
  const full = (resource: string, isIndex: boolean): WireAnswer =>
    throttled({ billing: model.settings.billing, resource, isIndex, isRead: false });
  if (suffering.has('rejectionStorm')) {
    counter.fault('rejectionStorm');
  }
  if (suffering.has('rejectionStorm') || leaders.isHeld(id)) {
    return transactionConflict();
  }
  const partition = partitionId(table, key);
  const before = await backend.readItem(table, key);
  const index = indexPartitions(action, before).find((one) => writeLimits.isExhausted(one.partition));
  if (index !== undefined || writeLimits.isExhausted(partition)) {
    counter.add('throttled');
    return index === undefined ? full(table.arn, false) : full(index.arn, true);
  }
  const carriedOut = model.onWrite();
  const answer = await backend.forward(call);
  if (answer.status === 200) {
    leaders.written(id);
    recent.note({ ...action, before });
    carriedOut([{ ...action, before }]);
    await chargeWrite(model, call.operation, action, before);
  } else {
    // A refused condition costs as much as the write would have (docs/reference/dynamodb.md#units).
    const units = unitsBefore(action, before);
    writeLimits.take(partition, units);
    counter.charge(call.operation, { table: units });
  }
  return answer;
}
