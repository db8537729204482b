import { countRecord, type Result } from '../record/counts.ts';
import { emptyOutcome } from '../record/ledger.ts';
import { recordLine } from '../record/lines.ts';
import type { Conversion } from '../rules/convert.ts';
import { compareEvent, type Difference } from '../target/compareEvent.ts';
import { readEvents, type StoredEvent } from '../target/readEvents.ts';
import type { PageAction } from './scanAll.ts';

/** Says what each record would become, and what is in the new table already. Writes to no table. */
export const planPage: PageAction = async ({ target }, page) => {
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
  for (const conversion of page) {
    const { event } = conversion;
    const { result, differences } = foresee(conversion, event === null ? undefined : stored.get(event.eventId));
    countRecord(outcome.counts, result, [...conversion.rejections, ...conversion.changes]);
    const becomes = event === null ? {} : { becomes: event };
    outcome.records.push(
      recordLine(conversion, result, { ...becomes, ...(differences.length === 0 ? {} : { differences }) }),
    );
  }
  return outcome;
};

function foresee(
  { event, changes }: Conversion,
  stored: StoredEvent | undefined,
): { result: Result; differences: Difference[] } {
  if (event === null) return { result: 'rejected', differences: [] };
  if (stored === undefined) return { result: changes.length === 0 ? 'unchanged' : 'changed', differences: [] };
  const differences = compareEvent(event, stored);
  return { result: differences.length === 0 ? 'alreadyThere' : 'keptOther', differences };
}
