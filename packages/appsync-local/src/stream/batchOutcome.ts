import { THROTTLED } from '../lambda/lambdaFunction.ts';
import type { LambdaOutcome } from '../lambda/lambdaProcess.ts';
import type { StreamRecord } from './streamRecord.ts';

/** What became of a batch: all done, never run, failed as a whole, or failed from this index on. */
export type BatchOutcome =
  { kind: 'done' } | { kind: 'throttled' } | { kind: 'failed' } | { kind: 'failedFrom'; index: number };

/**
 * Reads what the function answered for a batch (Lambda Developer Guide, "Configuring partial batch response with
 * DynamoDB and Lambda"): where it reports failures, the first reported record and all after it failed; an identifier
 * that is none of the batch's fails the whole batch.
 */
export function batchOutcome(
  outcome: LambdaOutcome,
  records: readonly StreamRecord[],
  reportsItemFailures: boolean,
): BatchOutcome {
  if ('error' in outcome) {
    return { kind: outcome.error.errorType === THROTTLED ? 'throttled' : 'failed' };
  }
  if (!reportsItemFailures) {
    return { kind: 'done' };
  }
  const answer = JSON.parse(outcome.payload) as { batchItemFailures?: { itemIdentifier?: unknown }[] | null } | null;
  const failures = answer?.batchItemFailures ?? [];
  if (!Array.isArray(failures) || failures.length === 0) {
    return { kind: 'done' };
  }
  const indexes = failures.map((failure) =>
    records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failure?.itemIdentifier),
  );
  const index = Math.min(...indexes);
  return index < 0 ? { kind: 'failed' } : { kind: 'failedFrom', index };
}
