import { countRecord, type Result } from '../record/counts.ts';
import { emptyOutcome } from '../record/ledger.ts';
import { recordLine } from '../record/lines.ts';
import type { Conversion } from '../rules/convert.ts';
import { compareEvent, type Difference } from '../target/compareEvent.ts';
import { readEvents, type StoredEvent } from '../target/readEvents.ts';
import type { Source } from '../source/scanSegment.ts';
import type { PageAction } from './scanAll.ts';
import { rejectTaken } from './taken.ts';

/** Says what each record would become, and what is in the new table already. Writes to no table. */
export const planPage: PageAction = async ({ source, target }, page) => {
  const outcome = emptyOutcome();
  const events = page.flatMap(({ event }) => event ?? []);
  const stored = new Map(
    (
      await readEvents(
        target,
        events.map(({ eventId }) => eventId),
      )
    ).map((found) => [found.event?.eventId, found]),
  );
  for (const read of page) {
    const found = read.event === null ? undefined : stored.get(read.event.eventId);
    const { conversion, result, differences } = foresee(source, read, found);
    const { event } = conversion;
    countRecord(outcome.counts, result, [...conversion.rejections, ...conversion.changes]);
    const becomes = event === null ? {} : { becomes: event };
    outcome.records.push(
      recordLine(conversion, result, { ...becomes, ...(differences.length === 0 ? {} : { differences }) }),
    );
  }
  return outcome;
};

function foresee(
  source: Source,
  conversion: Conversion,
  stored: StoredEvent | undefined,
): { conversion: Conversion; result: Result; differences: Difference[] } {
  const { event, changes } = conversion;
  if (event === null) {
    return { conversion, result: 'rejected', differences: [] };
  }
  if (stored?.event === undefined) {
    return { conversion, result: changes.length === 0 ? 'unchanged' : 'changed', differences: [] };
  }
  const differences = compareEvent(event, stored);
  const rejected = rejectTaken(source, conversion, stored.event, differences);
  if (rejected !== null) {
    return { conversion: rejected, result: 'rejected', differences };
  }
  return { conversion, result: differences.length === 0 ? 'alreadyThere' : 'keptOther', differences };
}
