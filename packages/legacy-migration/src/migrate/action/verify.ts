import { countRecord, type Result } from '../record/counts.ts';
import { emptyOutcome } from '../record/ledger.ts';
import { recordLine } from '../record/lines.ts';
import type { Conversion } from '../rules/convert.ts';
import { compareEvent, type Difference } from '../target/compareEvent.ts';
import { readEvents } from '../target/readEvents.ts';
import type { Job, PageAction } from './scanAll.ts';
import { rejectDeleted, rejectTaken } from './taken.ts';

export interface Verified {
  conversion: Conversion;
  result: Extract<Result, 'verified' | 'missing' | 'differing' | 'rejected'>;
  differences: Difference[];
}

/** Reads the events of a page from the new table and compares each, field by field, with what its record becomes. */
export async function verifyConversions(
  { source, target }: Pick<Job, 'source' | 'target'>,
  page: Conversion[],
): Promise<Verified[]> {
  const movable = page.filter(({ event }) => event !== null);
  const stored = await readEvents(
    target,
    movable.flatMap(({ event }) => event?.eventId ?? []),
  );
  const found = new Map(movable.map((conversion, index) => [conversion, stored[index] ?? {}]));
  return page.map((conversion) => {
    if (conversion.event === null) {
      return { conversion, result: 'rejected', differences: [] };
    }
    const { event, details } = found.get(conversion) ?? {};
    const deleted = event === undefined && details && 'deletedAt' in details ? details : null;
    if (deleted !== null && (deleted.organizer ?? null) !== conversion.event.organizer) {
      return { conversion: rejectDeleted(source, conversion), result: 'rejected', differences: [] };
    }
    const differences = compareEvent(conversion.event, { event, details });
    const rejected = event === undefined ? null : rejectTaken(source, conversion, event, differences);
    if (rejected !== null) {
      return { conversion: rejected, result: 'rejected', differences };
    }
    const verdict = event === undefined ? 'missing' : 'differing';
    return { conversion, result: differences.length === 0 ? 'verified' : verdict, differences };
  });
}

/** Compares; writes to no table. */
export const verifyPage: PageAction = async (job, page) => {
  const outcome = emptyOutcome();
  for (const { conversion, result, differences } of await verifyConversions(job, page)) {
    const findings = [...conversion.rejections, ...conversion.changes];
    countRecord(outcome.counts, result, findings);
    if (result !== 'verified' || findings.length > 0) {
      outcome.records.push(recordLine(conversion, result, differences.length === 0 ? {} : { differences }));
    }
  }
  return outcome;
};
