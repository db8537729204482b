import type { Finding } from '../rules/findings.ts';
import type { RuleName } from '../rules/rules.ts';

/** What a record came to; each is counted. */
export type Result =
  | 'unchanged' // plan: migrates as it is
  | 'changed' // plan: migrates with changes
  | 'rejected'
  | 'written'
  | 'alreadyThere' // run: in the target, as this record says
  | 'keptOther' // run: in the target with other content, which stays
  | 'verified'
  | 'missing'
  | 'differing'
  | 'deleted'
  | 'changedInSource'; // cleanup: changed between verification and deletion, so it stays

export interface Counts {
  scanned: number;
  results: Partial<Record<Result, number>>;
  rules: Partial<Record<RuleName, number>>;
}

export function noCounts(): Counts {
  return { scanned: 0, results: {}, rules: {} };
}

/** Counts one record with its result and every rule that it met. */
export function countRecord(counts: Counts, result: Result, findings: readonly Finding[]): void {
  counts.scanned += 1;
  counts.results[result] = (counts.results[result] ?? 0) + 1;
  for (const { rule } of findings) counts.rules[rule] = (counts.rules[rule] ?? 0) + 1;
}

/** Adds one set of counts to another. */
export function addCounts(sum: Counts, more: Counts): void {
  sum.scanned += more.scanned;
  for (const [name, count] of Object.entries(more.results) as [Result, number][])
    sum.results[name] = (sum.results[name] ?? 0) + count;
  for (const [name, count] of Object.entries(more.rules) as [RuleName, number][])
    sum.rules[name] = (sum.rules[name] ?? 0) + count;
}
