import { countRecord, type Result } from '../record/counts.ts';
import { emptyOutcome } from '../record/ledger.ts';
import { recordLine, rejectLine } from '../record/lines.ts';
import type { Conversion } from '../rules/convert.ts';
import type { Source } from '../source/scanSegment.ts';
import { compareEventItem, type Difference } from '../target/compareEvent.ts';
import { writeEvents, type WriteResult } from '../target/writeEvents.ts';
import type { PageAction } from './scanAll.ts';
import { isFrom, originOf, rejectDeleted, rejectTaken } from './taken.ts';

/** Copies what the new table does not have; what it has stays as it is, whatever it says. */
export const runPage: PageAction = async ({ source, target, startedAt }, page) => {
  const outcome = emptyOutcome();
  const movable = page.flatMap((conversion) =>
    conversion.event === null
      ? []
      : { conversion, event: conversion.event, migratedFrom: originOf(source, conversion) },
  );
  const written = await writeEvents(target, movable, startedAt);
  const stored = new Map(movable.map(({ conversion }, index) => [conversion, written[index] ?? null]));
  for (const read of page) {
    const { conversion, result, differences } = judge(source, read, stored.get(read) ?? null, startedAt);
    const { rejections, changes } = conversion;
    if (result === 'rejected') {
      outcome.rejects.push(rejectLine(conversion));
    }
    countRecord(outcome.counts, result, [...rejections, ...changes]);
    if (result === 'rejected' || changes.length > 0 || differences.length > 0) {
      outcome.records.push(recordLine(conversion, result, differences.length === 0 ? {} : { differences }));
    }
  }
  return outcome;
};

/**
 * An event that was there is this run's own work, from before a kill or before a lost answer, if it came from this very
 * record at this run's time of creation.
 */
function judge(
  source: Source,
  conversion: Conversion,
  stored: WriteResult,
  startedAt: string,
): { conversion: Conversion; result: Result; differences: Difference[] } {
  const { event } = conversion;
  if (event === null) {
    return { conversion, result: 'rejected', differences: [] };
  }
  if (stored !== null && 'deletedAt' in stored) {
    return { conversion: rejectDeleted(source, conversion), result: 'rejected', differences: [] };
  }
  if (stored === null || (stored.createdAt === startedAt && isFrom(originOf(source, conversion), stored))) {
    return { conversion, result: 'written', differences: [] };
  }
  const differences = compareEventItem(event, stored);
  const rejected = rejectTaken(source, conversion, stored, differences);
  if (rejected !== null) {
    return { conversion: rejected, result: 'rejected', differences };
  }
  return { conversion, result: differences.length === 0 ? 'alreadyThere' : 'keptOther', differences };
}
