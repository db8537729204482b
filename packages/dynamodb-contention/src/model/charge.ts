import type { Item } from '../item/attributeValue.ts';
import { partitionId } from '../item/tableSchema.ts';
import { transactionReadUnits } from '../price/readUnits.ts';
import type { Model } from './model.ts';
import type { Prepared } from './prepare.ts';
import type { WriteAction } from './writeAction.ts';
import { priceAfter, type WritePrice } from './writePrice.ts';

/**
 * A transaction that failed: the prepare half of every action that was not throttled
 * (docs/reference/dynamodb.md#rules-of-the-model).
 */
export function chargePrepare({ counter }: Model, operation: string, prepared: Prepared[]): void {
  counter.charge(operation, { table: prepared.reduce((sum, { units }) => sum + units, 0) });
}

/**
 * A transaction that committed: twice the price of every action, entries in indexes once
 * (docs/reference/dynamodb.md#units).
 */
export async function chargeCommit(model: Model, operation: string, prepared: Prepared[]): Promise<void> {
  await Promise.all(
    prepared.map(async ({ action, before, units }) => {
      const price = await priceAfter(model.backend, action, before);
      model.writeLimits.take(partitionId(action.table, action.key), 2 * price.table - units);
      chargeIndexes(model, operation, price);
      model.counter.charge(operation, { table: 2 * price.table });
    }),
  );
}

/** A write outside a transaction that has been carried out. */
export async function chargeWrite(
  model: Model,
  operation: string,
  action: WriteAction,
  before: Item | null,
): Promise<void> {
  const price = await priceAfter(model.backend, action, before);
  model.writeLimits.take(partitionId(action.table, action.key), price.table);
  chargeIndexes(model, operation, price);
  model.counter.charge(operation, { table: price.table });
}

/** A transaction found done by its token: two reads of every item. */
export async function chargeReplay(
  { backend, counter }: Model,
  operation: string,
  actions: WriteAction[],
): Promise<void> {
  const items = await Promise.all(actions.map(({ table, key }) => backend.readItem(table, key)));
  counter.charge(operation, { read: items.reduce((sum, item) => sum + transactionReadUnits(item), 0) });
}

function chargeIndexes({ counter, writeLimits }: Model, operation: string, { indexes }: WritePrice): void {
  for (const { partition, units } of indexes) {
    writeLimits.take(partition, units);
    counter.charge(operation, { index: units });
  }
}
