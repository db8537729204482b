import type { NewEvent } from '../../../../../domain/event/createEvent.ts';
import { countRecord, type Result } from '../record/counts.ts';
import { emptyOutcome } from '../record/ledger.ts';
import { recordLine, rejectLine } from '../record/lines.ts';
import { compareEventItem, type Difference } from '../target/compareEvent.ts';
import { writeEvents, type WriteResult } from '../target/writeEvents.ts';
import type { PageAction } from './scanAll.ts';

/** Copies what the new table does not have; what it has stays as it is, whatever it says. */
export const runPage: PageAction = async ({ target, startedAt }, page) => {
  const outcome = emptyOutcome();
  const movable = page.filter(({ event }) => event !== null);
  const written = await writeEvents(
    target,
    movable.flatMap(({ event }) => event ?? []),
    startedAt,
  );
  const writeResults = new Map(movable.map((conversion, index) => [conversion, written[index] ?? null]));
  for (const conversion of page) {
    const { event, rejections, changes } = conversion;
    if (event === null) {
      outcome.rejects.push(rejectLine(conversion));
    }
    const { result, differences } =
      event === null
        ? { result: 'rejected' as const, differences: [] }
        : judge(event, writeResults.get(conversion) ?? null, startedAt);
    countRecord(outcome.counts, result, [...rejections, ...changes]);
    if (event === null || changes.length > 0 || differences.length > 0) {
      outcome.records.push(recordLine(conversion, result, differences.length === 0 ? {} : { differences }));
    }
  }
  return outcome;
};

/**
 * An event that was there with this run's time of creation is its own work: from before a kill, or before a lost
 * answer.
 */
function judge(event: NewEvent, stored: WriteResult, startedAt: string): { result: Result; differences: Difference[] } {
  if (stored === null || stored.createdAt === startedAt) return { result: 'written', differences: [] };
  const differences = compareEventItem(event, stored);
  return { result: differences.length === 0 ? 'alreadyThere' : 'keptOther', differences };
}
