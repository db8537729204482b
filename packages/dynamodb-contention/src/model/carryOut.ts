import type { FaultName, Suffering } from '../faults.ts';
import { jsonAnswer, type WireAnswer, type Call } from '../wire/answer.ts';
import { failureOf, internalServerError, throttled } from '../wire/errors.ts';
import { batchWrite } from './batchWrite.ts';
import { endure } from './endure.ts';
import type { Model } from './model.ts';
import { batchGetItem, getItem, queryOrScan } from './reads.ts';
import { singleWrite } from './singleWrite.ts';
import { transactGet } from './transactGet.ts';
import { transactWrite } from './transactWrite.ts';

const OPERATIONS: Record<string, (model: Model, call: Call, suffering: Suffering) => Promise<WireAnswer>> = {
  TransactWriteItems: transactWrite,
  TransactGetItems: transactGet,
  PutItem: singleWrite,
  UpdateItem: singleWrite,
  DeleteItem: singleWrite,
  BatchWriteItem: batchWrite,
  GetItem: getItem,
  BatchGetItem: batchGetItem,
  Query: queryOrScan,
  Scan: queryOrScan,
};

/** Operations on items, which take time, may be refused and may suffer; all others are passed on. */
export function isModelled(operation: string): boolean {
  return Object.hasOwn(OPERATIONS, operation);
}

/** Carries one operation out. Null: its answer is lost. */
export async function carryOut(model: Model, call: Call, suffering: Suffering): Promise<WireAnswer | null> {
  const { counter } = model;
  const { operation } = call;
  counter.began(operation);
  let failure: string | null = 'broken';
  try {
    await endure(model, suffering, 'slowRequest');
    const answer =
      (await refusedAtOnce(model, call, suffering)) ??
      (await afterwards(model, suffering, await OPERATIONS[operation]!(model, call, suffering)));
    failure = answer === null ? 'lost' : failureOf(answer);
    return answer;
  } finally {
    counter.ended(operation, failure);
  }
}

/** What goes wrong before anything is done. In a transaction, throttles of tables and indexes are reasons instead. */
async function refusedAtOnce(
  model: Model,
  { operation, body }: Call,
  suffering: Suffering,
): Promise<WireAnswer | null> {
  const { counter, settings } = model;
  const suffers = (name: FaultName): boolean => {
    if (suffering.has(name)) {
      counter.fault(name);
    }
    return suffering.has(name);
  };
  if (suffers('error500Before')) {
    return internalServerError();
  }
  const isTransaction = operation === 'TransactWriteItems';
  const isRead = /Get|Query|Scan/.test(operation);
  const [tableName = ''] = [
    body.TableName ??
      Object.keys(body.RequestItems ?? {})[0] ??
      Object.values(body.TransactItems?.[0] ?? {})[0]?.TableName,
  ];
  const table = suffering.size === 0 ? null : await model.backend.schemaOf(tableName);
  const refusal = (isIndex: boolean): WireAnswer =>
    throttled({
      billing: settings.billing,
      resource: (isIndex ? table?.indexes[0]?.arn : table?.arn) ?? tableName,
      isIndex,
      isRead,
    });
  if (suffers('throttleRequest')) {
    return refusal(false);
  }
  if (operation === 'BatchGetItem' && suffers('unprocessedKeys')) {
    return jsonAnswer(200, { Responses: {}, UnprocessedKeys: body.RequestItems });
  }
  if (!isTransaction && suffers('throttleTable')) {
    return refusal(false);
  }
  const touchesIndex = !isRead || body.IndexName !== undefined;
  return !isTransaction && touchesIndex && suffers('throttleIndex') ? refusal(true) : null;
}

/** What goes wrong after all is done. */
async function afterwards(model: Model, suffering: Suffering, answer: WireAnswer): Promise<WireAnswer | null> {
  await endure(model, suffering, 'slowAnswer');
  if (suffering.has('lostAnswer')) {
    model.counter.fault('lostAnswer');
    return null;
  }
  if (!suffering.has('error500After')) {
    return answer;
  }
  model.counter.fault('error500After');
  return internalServerError();
}
