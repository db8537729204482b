import type { StreamBlueprint } from '../assembly/blueprint.ts';
import type { LambdaOutcome } from '../lambda/lambdaProcess.ts';
import { batchOutcome } from './batchOutcome.ts';
import type { DiscardCondition } from './deadLetter.ts';
import type { StreamRecord } from './streamRecord.ts';

/** What a delivery needs around it. */
export interface DeliverySurroundings {
  /** Invokes the function with `{Records}`. */
  invoke(event: { Records: readonly StreamRecord[] }): Promise<LambdaOutcome>;
  /** Waits before the n-th retry. */
  backOff(retry: number): Promise<void>;
  /** Notes that everything up to this sequence number needs no further work. */
  progress(sequenceNumber: string): void;
  /** Takes records that are given up. */
  discard(records: readonly StreamRecord[], condition: DiscardCondition, invokeCount: number): void;
  isStopped(): boolean;
  nowMs(): number;
}

/** Records of a stream live a day (docs/reference/dynamodb.md#streams). */
const RETENTION_SECONDS = 24 * 3600;
/**
 * DynamoDB Local gives times in whole minutes (docs/reference/dynamodb.md#dynamodb-local): a record is never taken for
 * older than it is.
 */
const CLOCK_GRAIN_SECONDS = 60;

/**
 * Delivers records in order until all are done or given up, as an event source mapping does
 * (docs/reference/dynamodb.md#streams). A failed batch is retried with back-off, or first halved where the mapping
 * bisects (halving is no retry); after a partial failure only the rest is retried, with its retries before it; a
 * throttled call is no retry either. Answers false if it was stopped before the end.
 */
export async function deliverBatch(
  records: readonly StreamRecord[],
  mapping: StreamBlueprint,
  around: DeliverySurroundings,
  retries = 0,
): Promise<boolean> {
  const { bisectsOnError, reportsItemFailures, maximumRetryAttempts } = mapping;
  let rest = records;
  let retry = retries;
  let invokeCount = 0;
  let throttles = 0;
  for (;;) {
    rest = withoutExpired(rest, mapping, around, invokeCount);
    if (rest.length === 0) {
      return true;
    }
    if (around.isStopped()) {
      return false;
    }
    invokeCount += 1;
    const outcome = batchOutcome(await around.invoke({ Records: rest }), rest, reportsItemFailures);
    if (outcome.kind === 'done') {
      around.progress(lastOf(rest));
      return true;
    }
    if (around.isStopped()) {
      return false;
    }
    if (outcome.kind === 'throttled') {
      throttles += 1;
      await around.backOff(throttles);
      continue;
    }
    if (outcome.kind === 'failedFrom' && outcome.index > 0) {
      around.progress(lastOf(rest.slice(0, outcome.index)));
      rest = rest.slice(outcome.index);
      retry = retries;
      continue;
    }
    if (outcome.kind === 'failed' && bisectsOnError && rest.length > 1) {
      const middle = Math.floor(rest.length / 2);
      return (
        (await deliverBatch(rest.slice(0, middle), mapping, around, retry)) &&
        (await deliverBatch(rest.slice(middle), mapping, around, retry))
      );
    }
    retry += 1;
    if (maximumRetryAttempts >= 0 && retry > maximumRetryAttempts) {
      giveUp(rest, 'RetryAttemptsExhausted', around, invokeCount);
      return true;
    }
    await around.backOff(retry);
  }
}

function withoutExpired(
  records: readonly StreamRecord[],
  mapping: StreamBlueprint,
  around: DeliverySurroundings,
  invokeCount: number,
): readonly StreamRecord[] {
  const limit = mapping.maximumRecordAgeSeconds < 0 ? RETENTION_SECONDS : mapping.maximumRecordAgeSeconds;
  const oldestSeconds = around.nowMs() / 1000 - limit - CLOCK_GRAIN_SECONDS;
  const firstFresh = records.findIndex(({ dynamodb }) => dynamodb.ApproximateCreationDateTime >= oldestSeconds);
  const count = firstFresh < 0 ? records.length : firstFresh;
  if (count > 0) {
    giveUp(records.slice(0, count), 'RecordAgeExceeded', around, invokeCount);
  }
  return records.slice(count);
}

function giveUp(
  records: readonly StreamRecord[],
  condition: DiscardCondition,
  around: DeliverySurroundings,
  invokeCount: number,
): void {
  around.discard(records, condition, invokeCount);
  around.progress(lastOf(records));
}

function lastOf(records: readonly StreamRecord[]): string {
  return records.at(-1)?.dynamodb.SequenceNumber ?? '';
}
