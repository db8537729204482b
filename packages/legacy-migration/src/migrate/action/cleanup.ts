import { countRecord } from '../record/counts.ts';
import { emptyOutcome } from '../record/ledger.ts';
import { recordLine } from '../record/lines.ts';
import { deleteUnchanged } from '../source/deleteUnchanged.ts';
import type { PageAction } from './scanAll.ts';
import { verifyConversions } from './verify.ts';

/**
 * Verifies a page and deletes what was found right. First the report gets, on disk, what only the old records hold:
 * values that were changed or left out. A record that somebody has changed since it was read stays.
 */
export const cleanupPage: PageAction = async (job, page) => {
  const outcome = emptyOutcome();
  const { source, ledger } = job;
  const verified = await verifyConversions(job, page);
  const right = verified.filter(({ result }) => result === 'verified').map(({ conversion }) => conversion);
  await ledger.keep(
    right.filter(({ changes }) => changes.length > 0).map((conversion) => recordLine(conversion, 'verified')),
  );
  const deleted = new Set<unknown>();
  await Promise.all(
    right.map(async (conversion) => (await deleteUnchanged(source, conversion.record)) && deleted.add(conversion)),
  );
  for (const { conversion, result, differences } of verified) {
    const final = result !== 'verified' ? result : deleted.has(conversion) ? 'deleted' : 'changedInSource';
    countRecord(outcome.counts, final, [...conversion.rejections, ...conversion.changes]);
    if (final !== 'deleted') {
      outcome.records.push(recordLine(conversion, final, differences.length === 0 ? {} : { differences }));
    }
  }
  return outcome;
};
