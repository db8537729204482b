import { randomUUID } from 'node:crypto';
import type { StreamBlueprint } from '../assembly/blueprint.ts';
import type { StreamRecord } from './streamRecord.ts';

/** Why records were given up. */
export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/**
 * What Lambda sends to an on-failure queue: where the records were, not the records (Lambda Developer Guide, "Retain
 * discarded records").
 */
export interface DeadLetter {
  queueArn: string;
  body: {
    requestContext: {
      requestId: string;
      functionArn: string;
      condition: DiscardCondition;
      approximateInvokeCount: number;
    };
    responseContext: { statusCode: 200; executedVersion: '$LATEST'; functionError: 'Unhandled' };
    version: '1.0';
    /** When it was discarded, ISO 8601. */
    timestamp: string;
    DDBStreamBatchInfo: {
      shardId: string;
      startSequenceNumber: string;
      endSequenceNumber: string;
      approximateArrivalOfFirstRecord: string;
      approximateArrivalOfLastRecord: string;
      batchSize: number;
      streamArn: string;
    };
  };
}

/** Writes the message about discarded records; `records` is not empty. */
export function deadLetterOf(
  { functionArn, streamArn, deadLetterQueueArn = '' }: StreamBlueprint,
  shardId: string,
  records: readonly StreamRecord[],
  condition: DiscardCondition,
  invokeCount: number,
  nowMs: number,
): DeadLetter {
  const [first, last] = [records[0], records.at(-1)];
  const arrival = (record: StreamRecord | undefined) =>
    new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
  return {
    queueArn: deadLetterQueueArn,
    body: {
      requestContext: { requestId: randomUUID(), functionArn, condition, approximateInvokeCount: invokeCount },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: new Date(nowMs).toISOString(),
      DDBStreamBatchInfo: {
        shardId,
        startSequenceNumber: first?.dynamodb.SequenceNumber ?? '',
        endSequenceNumber: last?.dynamodb.SequenceNumber ?? '',
        approximateArrivalOfFirstRecord: arrival(first),
        approximateArrivalOfLastRecord: arrival(last),
        batchSize: records.length,
        streamArn,
      },
    },
  };
}
