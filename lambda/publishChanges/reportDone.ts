import type { DynamoDBRecord } from 'aws-lambda';
import { movementOf } from './movement.ts';
import type { Change } from './readChange.ts';
import type { Report } from './surroundings.ts';

/**
 * Counts and logs what is done of a batch: of each record what it was about, and its ids, so that a request can be
 * followed from the API (its `requestId` is stored in the registration) through the stream. What comes again is not
 * counted before it is done, so a movement is counted once unless an invocation dies.
 * @param changes by record
 * @param failedAt index of the first record that failed, null if none did
 * @param setAside indexes of records that are given up; delivered again by hand they count
 */
export function reportDone(
  report: Report,
  records: DynamoDBRecord[],
  changes: (Change | null)[],
  { failedAt, setAside }: { failedAt: number | null; setAside: ReadonlySet<number> },
): void {
  const done = changes
    .slice(0, failedAt ?? changes.length)
    .flatMap((change, index) => (change && !setAside.has(index) ? [{ change, record: records[index] }] : []));
  for (const { change } of done) {
    const movement = movementOf(change);
    if (movement !== null) {
      report.count(movement);
    }
  }
  if (done.length > 0) {
    report.info('Changes are published', { changes: done.map(({ change, record }) => idsOf(change, record)) });
  }
}

/** What a record is about, by ids that are nobody's name. */
export function idsOf(
  change: Change | null | undefined,
  record: DynamoDBRecord | undefined,
): Record<string, string | undefined> {
  return {
    change: movementOf(change ?? null) ?? change?.kind,
    eventId: change?.kind === 'user' ? undefined : (change?.after ?? change?.before)?.eventId,
    requestId: change?.kind === 'registration' ? (change.after ?? change.before)?.requestId : undefined,
    sequenceNumber: record?.dynamodb?.SequenceNumber,
    recordId: record?.eventID,
  };
}
