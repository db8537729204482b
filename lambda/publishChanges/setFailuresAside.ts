import type { DynamoDBRecord } from 'aws-lambda';
import { HealingFailed } from './invokeFillSeats.ts';
import { OutOfTime } from './outOfTime.ts';
import type { Step } from './planBatch.ts';
import { isUnanswered, PublishRefused } from './postMutation.ts';
import { suspectOf } from './suspects.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * How old a record is at least before it is set aside for a failure that may pass: one that comes at once, as where the
 * API throttles or a connection breaks, and one without an answer, which holds up the shard for as long as its tries
 * take.
 */
const PATIENCE_MS = { atOnce: 30_000, unanswered: 3_000 };

/**
 * Decides about the failed steps of a batch: whether one is set aside, so that nothing waits for it, or delivered again
 * by the stream, for which all that follows in its shard waits.
 *
 * Set aside is an announcement that fails for itself alone, while the API takes one of the same field for nobody: one
 * that was refused, or whose event was set aside a moment ago, or that is older than 30 s (3 s where there was no
 * answer) and has failed so in an earlier invocation too. After an outage every record is old: age alone says nothing.
 * While the API takes none, the fault is not the event's: all wait for the API, in order.
 * Healing is set aside when the function answers it with a failure in two invocations; a cascade when it cannot be begun
 * in two, and what goes to the bus when that does not take it in two: the world outside holds nobody up. What was not tried for want of
 * time, and healing for which no function is free, is never set aside.
 * @param indexes of records that are set aside, to which those of this batch are added
 * @returns whether the step is set aside; false also if that fails
 */
export function setFailuresAside(
  { isReachable, setAside, suspects, failures, clock, report }: Surroundings,
  records: DynamoDBRecord[],
  indexes: Set<number>,
): (step: Step, error: unknown) => Promise<boolean> {
  const ofThisInvocation = new Set<string>();
  const hasFailedBefore = (step: Step): boolean => {
    const suspect = suspectOf(step);
    const hasFailed = failures.has(suspect, clock.nowMs()) && !ofThisInvocation.has(suspect);
    failures.add(suspect, clock.nowMs());
    ofThisInvocation.add(suspect);
    return hasFailed;
  };
  const isLost = async (step: Step, error: unknown): Promise<boolean> => {
    if (error instanceof OutOfTime) {
      return false;
    }
    const nowMs = clock.nowMs();
    const isSuspect = suspects.has(suspectOf(step), nowMs);
    if (step.kind === 'cascade' || step.kind === 'emit') {
      return isSuspect || hasFailedBefore(step);
    }
    if (step.kind === 'heal') {
      return error instanceof HealingFailed && (isSuspect || hasFailedBefore(step));
    }
    const isRefused = error instanceof PublishRefused && error.isFinal;
    const patienceMs = isUnanswered(error) ? PATIENCE_MS.unanswered : PATIENCE_MS.atOnce;
    const isOld = nowMs - createdMs(records[step.index], nowMs) > patienceMs;
    if (!(isRefused || isSuspect || isOld) || !(await isReachable(step.announcement.field))) {
      return false;
    }
    return isRefused || isSuspect || hasFailedBefore(step);
  };
  return async (step, error) => {
    const record = records[step.index];
    if (record === undefined || !(await isLost(step, error))) {
      return false;
    }
    suspects.add(suspectOf(step), clock.nowMs());
    if (indexes.has(step.index)) {
      return true;
    }
    try {
      await setAside(record);
    } catch (failure) {
      const reason = failure instanceof Error ? failure.name : typeof failure;
      report.warn('A change could not be set aside and will be delivered again', { reason }, failure);
      return false;
    }
    indexes.add(step.index);
    report.count('SetAside');
    return true;
  };
}

/** Epoch milliseconds; now, where a record does not say it. */
function createdMs(record: DynamoDBRecord | undefined, nowMs: number): number {
  const seconds = record?.dynamodb?.ApproximateCreationDateTime;
  return seconds === undefined ? nowMs : seconds * 1000;
}
