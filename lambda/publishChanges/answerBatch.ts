import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';

/** Nothing of a batch is done. Where a batch is failed as a whole, the event source mapping splits it. */
export class NoProgress extends Error {
  override readonly name = 'NoProgress';
}

/**
 * What the event source mapping is told: the first failed record, which it delivers again with all that follow.
 * Reporting the very first record would repeat the same batch until all of it is given up; failing instead halves it
 * (splits do not count as retries: Lambda Developer Guide, "Process DynamoDB records with Lambda"), so that a record
 * that always fails ends up alone, and alone goes to the dead-letter queue.
 * @param failedAt index of the first failed record, null if none
 * @throws NoProgress if the first of several records has failed
 */
export function answerBatch(records: DynamoDBRecord[], failedAt: number | null): DynamoDBBatchResponse {
  if (failedAt === null) {
    return { batchItemFailures: [] };
  }
  if (failedAt === 0 && records.length > 1) {
    throw new NoProgress(`None of ${records.length} records is published.`);
  }
  return { batchItemFailures: [{ itemIdentifier: records[failedAt]?.dynamodb?.SequenceNumber ?? '' }] };
}
