import type { Suffering } from '../faults.ts';
import { timeline } from '../time/scheduler.ts';
import type { WireAnswer, Call } from '../wire/answer.ts';
import { CONFLICT, itemNamedTwice, transactionCanceled, transactionInProgress, type Reason } from '../wire/errors.ts';
import type { Model } from './model.ts';
import { chargeReplay, chargePrepare } from './charge.ts';
import { commit } from './commit.ts';
import { endure } from './endure.ts';
import { prepare, type Prepared } from './prepare.ts';
import { readActions } from './writeAction.ts';

/**
 * TransactWriteItems (docs/reference/dynamodb.md#rules-of-the-model): ledger, prepare of all items side by side,
 * decision, commit. Conditions are judged at prepare; an item whose condition fails is not held.
 */
export async function transactWrite(model: Model, call: Call, suffering: Suffering): Promise<WireAnswer> {
  const { backend, leaders, scheduler, stages, tokens } = model;
  const time = timeline(scheduler);
  const actions = await readActions(backend, call.body.TransactItems);
  if (actions === null) {
    return backend.forward(call);
  }
  if (new Set(actions.map(({ id }) => id)).size < actions.length) {
    return itemNamedTwice();
  }
  const token = call.body.ClientRequestToken;
  // Before any look at conflicts: otherwise a committed transaction could be reported as refused
  // (docs/reference/dynamodb.md#rules-of-the-model).
  if (token !== undefined && tokens.isCommitted(token)) {
    await time.pass(stages.readMs() + stages.readMs());
    await chargeReplay(model, call.operation, actions);
    return backend.forward(call);
  }
  if (token !== undefined && !tokens.begin(token)) {
    return transactionInProgress();
  }
  const transaction = Symbol('transaction');
  const release = (): void => actions.forEach(({ id }) => leaders.release(id, transaction));
  try {
    const beganAtMs = scheduler.nowMs();
    const blamed = blame(model, suffering, actions.length);
    await time.pass(stages.writeMs());
    const takes = stages.prepareMs(actions.length);
    const branches = takes.map(() => time.fork());
    const prepared = await Promise.all(
      actions.map((action, at) =>
        prepare(model, { action, transaction, beganAtMs, fault: blamed(at), time: branches[at]!, takesMs: takes[at]! }),
      ),
    );
    time.join(branches);
    mixReasons(model, suffering, prepared);
    await time.pass(stages.writeMs());
    const commitMs = stages.commitMs(actions.length);
    const isRefused = prepared.some(({ reason }) => reason.Code !== 'None');
    if (isRefused && !prepared.some(({ isInvalid }) => isInvalid)) {
      await time.pass(commitMs / 2);
      release();
      chargePrepare(model, call.operation, prepared);
      await time.pass(commitMs / 2);
      prepared.forEach(({ reason }) => model.counter.reason(reason.Code));
      return transactionCanceled(prepared.map(({ reason }) => reason));
    }
    await endure(model, suffering, 'stalledCoordinator');
    const [answer] = await Promise.all([commit(model, call, prepared), time.pass(commitMs / 2)]);
    release();
    if (answer.status === 200) {
      model.counter.held(scheduler.nowMs() - Math.min(...prepared.map(({ atMs }) => atMs)));
    }
    if (token !== undefined) {
      tokens.end(token);
    }
    await time.pass(commitMs / 2);
    return answer;
  } finally {
    release();
    if (token !== undefined) {
      tokens.end(token);
    }
  }
}

/** Which action a forced refusal falls upon; the same one for all faults of a request. */
function blame(
  model: Model,
  suffering: Suffering,
  count: number,
): (position: number) => 'conflict' | 'throttleTable' | 'throttleIndex' | undefined {
  const names = ['rejectionStorm', 'throttleTable', 'throttleIndex'] as const;
  const name = names.find((one) => suffering.has(one));
  if (name === undefined) {
    return () => undefined;
  }
  const blamed = suffering.get(name)?.position ?? model.random.index(count);
  model.counter.fault(name);
  return (position) => (position === blamed ? (name === 'rejectionStorm' ? 'conflict' : name) : undefined);
}

/** Beside a condition that failed, another action reports a conflict; what failed stays true. */
function mixReasons(model: Model, suffering: Suffering, prepared: Prepared[]): void {
  const mixed = suffering.get('mixedReasons');
  const failed = prepared.findIndex(
    ({ reason }) => reason.Item !== undefined || reason.Code === model.settings.reasonSpelling,
  );
  if (mixed === undefined || failed < 0 || prepared.length < 2) {
    return;
  }
  const other = (failed + 1 + model.random.index(prepared.length - 1)) % prepared.length;
  const position = mixed.position === undefined || mixed.position === failed ? other : mixed.position;
  const reason: Reason = CONFLICT;
  prepared[position] = { ...prepared[position]!, reason };
  model.counter.fault('mixedReasons');
}
