import type { Item } from '../item/attributeValue.ts';
import { partitionId } from '../item/tableSchema.ts';
import type { Timeline } from '../time/scheduler.ts';
import { CONFLICT, conditionFailed, NO_REASON, throttleReason } from '../wire/errors.ts';
import type { Reason } from '../wire/errors.ts';
import { judge } from './judge.ts';
import type { TransactionId } from './leaders.ts';
import type { Model } from './model.ts';
import type { WriteAction } from './writeAction.ts';
import { indexPartitions, unitsBefore } from './writePrice.ts';

/** One item of a transaction that arrives at its leader. */
export interface Preparation {
  action: WriteAction;
  transaction: TransactionId;
  beganAtMs: number;
  /** Refused for this, whatever is the case. */
  fault: 'conflict' | 'throttleTable' | 'throttleIndex' | undefined;
  time: Timeline;
  takesMs: number;
}

/** What the leader said. */
export interface Prepared {
  action: WriteAction;
  reason: Reason;
  /** The item as it was; null too where the leader did not look. */
  before: Item | null;
  /** Table units of the prepare half, already taken from the partition; 0 where throttled. */
  units: number;
  /** The condition is none: Local is to say so. */
  isInvalid: boolean;
  /** When it said so, in milliseconds of model time. */
  atMs: number;
}

/** Asks the leader of one item to accept a transaction. Accepted, it is held for it. */
export async function prepare(model: Model, preparation: Preparation): Promise<Prepared> {
  const { action, time, takesMs } = preparation;
  await time.pass(takesMs / 2);
  const prepared = await model.leaders.exclusively(action.id, () => accept(model, preparation));
  await time.pass(takesMs / 2);
  return prepared;
}

async function accept(model: Model, { action, transaction, beganAtMs, fault }: Preparation): Promise<Prepared> {
  const { backend, leaders, scheduler, settings, writeLimits } = model;
  const { id, table, key, request } = action;
  const refused = (reason: Reason, units: number, before: Item | null = null): Prepared => ({
    action,
    reason,
    before,
    units,
    isInvalid: false,
    atMs: scheduler.nowMs(),
  });
  const throttled = (resource: string, isIndex: boolean): Prepared =>
    refused(throttleReason({ billing: settings.billing, resource, isIndex, isRead: false }), 0);
  const partition = partitionId(table, key);
  const charge = (units: number): number => {
    writeLimits.take(partition, units);
    return units;
  };
  if (fault === 'throttleTable') return throttled(table.arn, false);
  if (fault === 'throttleIndex') return throttled(table.indexes[0]?.arn ?? table.arn, true);
  if (writeLimits.isExhausted(partition)) {
    model.counter.add('throttled');
    return throttled(table.arn, false);
  }
  const isLate = settings.refusesLateTransactions && leaders.stamp(id) >= beganAtMs;
  if (fault === 'conflict' || leaders.isHeld(id) || isLate) return refused(CONFLICT, charge(unitsBefore(action, null)));
  const before = await backend.readItem(table, key);
  const full = indexPartitions(action, before).find((one) => writeLimits.isExhausted(one.partition));
  if (full !== undefined) {
    model.counter.add('throttled');
    return throttled(full.arn, true);
  }
  const units = charge(unitsBefore(action, before));
  const judgement = await judge(backend, action, before);
  if (judgement === 'fails') {
    const isWanted = request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    return refused(conditionFailed(isWanted ? before : null, settings.reasonSpelling), units, before);
  }
  leaders.hold(id, transaction);
  return { action, reason: NO_REASON, before, units, isInvalid: judgement === 'invalid', atMs: scheduler.nowMs() };
}
