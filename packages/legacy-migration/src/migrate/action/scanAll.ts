import type { Progress } from '../../../../../tools/frame/progress.ts';
import type { Ledger, PageOutcome } from '../record/ledger.ts';
import { convert, type Conversion, type ConversionOptions } from '../rules/convert.ts';
import { scanSegment, type Source } from '../source/scanSegment.ts';
import type { Target } from '../target/writeEvents.ts';
import { leaveOwnIds } from './taken.ts';

/** What every action works with. */
export interface Job {
  source: Source;
  target: Target;
  conversion: ConversionOptions;
  ledger: Ledger;
  progress: Progress;
  /** Timestamp: `createdAt` of what this run writes. */
  startedAt: string;
}

/** Does one page of the old table. */
export type PageAction = (job: Job, page: Conversion[]) => Promise<PageOutcome>;

/**
 * Scans all segments side by side and books each page when it is done; of a segment at most two pages are in memory,
 * and one more is being booked. The first failure stops all of them after their current page, and is thrown.
 */
export async function scanAll(job: Job, doPage: PageAction): Promise<void> {
  const { ledger } = job;
  let failure: { error: unknown } | null = null;
  const scan = async (segment: number): Promise<void> => {
    const { isDone, position } = ledger.segments[segment] ?? { isDone: true, position: null };
    if (isDone) {
      return;
    }
    let booking = Promise.resolve();
    for await (const { records, next } of scanSegment(job.source, segment, ledger.segments.length, position)) {
      if (failure !== null) {
        break;
      }
      const conversions = records.map((record) => convert(record, job.conversion));
      const outcome = await doPage(job, await leaveOwnIds(job.source, job.target, conversions));
      await booking;
      booking = ledger.book(segment, next, outcome);
      booking.catch(() => undefined);
      job.progress.add(records.length);
    }
    await booking;
  };
  await Promise.all(
    ledger.segments.map((_, segment) => scan(segment).catch((error: unknown) => void (failure ??= { error }))),
  );
  if (failure !== null) {
    throw (failure as { error: unknown }).error;
  }
}
