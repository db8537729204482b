import type { Suffering } from '../faults.ts';
import type { Item } from '../item/attributeValue.ts';
import { partitionId } from '../item/tableSchema.ts';
import { transactionReadUnits } from '../price/readUnits.ts';
import { timeline } from '../time/scheduler.ts';
import { contentOf, type WireAnswer, type Call } from '../wire/answer.ts';
import { CONFLICT, NO_REASON, transactionCanceled } from '../wire/errors.ts';
import type { Model } from './model.ts';
import { readAction } from './writeAction.ts';

/**
 * TransactGetItems: two rounds of reads; cancelled if an item is held or was written in between
 * (docs/reference/dynamodb.md#conflicts, docs/reference/dynamodb.md#rules-of-the-model).
 */
export async function transactGet(model: Model, call: Call, suffering: Suffering): Promise<WireAnswer> {
  const { backend, counter, leaders, readLimits, stages } = model;
  const time = timeline(model.scheduler);
  const gets = await Promise.all(
    (call.body.TransactItems ?? []).map((item) => readAction(backend, 'ConditionCheck', item.Get ?? {})),
  );
  if (gets.length === 0 || !gets.every((get) => get !== null)) {
    return backend.forward(call);
  }
  const isHeld = (): boolean[] => gets.map(({ id }) => leaders.isHeld(id));
  const versions = (): number[] => gets.map(({ id }) => leaders.version(id));
  await time.pass(stages.readMs());
  const [heldFirst, first] = [isHeld(), versions()];
  await time.pass(stages.readMs());
  const [heldThen, then] = [isHeld(), versions()];
  const storm = suffering.get('rejectionStorm');
  const blamed = storm === undefined ? -1 : (storm.position ?? model.random.index(gets.length));
  if (storm !== undefined) {
    counter.fault('rejectionStorm');
  }
  const reasons = gets.map((_, at) =>
    heldFirst[at] || heldThen[at] || first[at] !== then[at] || at === blamed ? CONFLICT : NO_REASON,
  );
  if (reasons.includes(CONFLICT)) {
    reasons.forEach(({ Code }) => counter.reason(Code));
    counter.charge(call.operation, { read: gets.length });
    return transactionCanceled(reasons);
  }
  const answer = await backend.forward(call);
  if (answer.status !== 200) {
    return answer;
  }
  contentOf<{ Responses: { Item?: Item }[] }>(answer).Responses.forEach(({ Item = null }, at) => {
    const units = transactionReadUnits(Item);
    readLimits.take(partitionId(gets[at]!.table, gets[at]!.key), units);
    counter.charge(call.operation, { read: units });
  });
  return answer;
}
