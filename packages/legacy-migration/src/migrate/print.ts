import type { Counts, Result } from './record/counts.ts';
import type { RecordLine } from './record/lines.ts';
import { cut } from './rules/cut.ts';
import { RULES, type RuleName } from './rules/rules.ts';

const SHOWN_LENGTH = 80;
const MEANINGS: Record<Result, string> = {
  unchanged: 'would migrate as they are',
  changed: 'would migrate with changes',
  rejected: 'cannot be migrated',
  written: 'written by this run',
  alreadyThere: 'already in the target, as the record says',
  keptOther: 'already in the target with other content, which stays',
  verified: 'verified field by field',
  missing: 'missing in the target',
  differing: 'different in the target',
  deleted: 'verified and deleted',
  changedInSource: 'changed since they were read, so kept',
};

/** The counts for a person. */
export function summary({ scanned, results, rules }: Counts): string {
  const lines = [
    `${String(scanned).padStart(9)} records read`,
    ...(Object.keys(results) as Result[]).map((result) => `${String(results[result]).padStart(9)} ${MEANINGS[result]}`),
    ...(Object.keys(rules) as RuleName[])
      .sort()
      .map((rule) => `${String(rules[rule]).padStart(13)} ${rule}: ${RULES[rule].finding} (${RULES[rule].effect})`),
  ];
  return lines.join('\n');
}

/** One record of the plan for a person: a line for each thing that is not as it should be; nothing for plain ones. */
export function planLines({ id, result, findings, differences = [] }: RecordLine): string[] {
  const about = JSON.stringify(id);
  return [
    ...findings.map(({ rule, attribute, found, became, fix, takenBy }) => {
      const seen = found === undefined ? 'absent' : shorten(JSON.stringify(found));
      const value = became === undefined ? '' : `: ${shorten(JSON.stringify(became))}`;
      const owner = takenBy ? ` is of ${takenBy.table} ${shorten(JSON.stringify(takenBy.id))}` : '';
      return `${about} ${rule}: ${attribute} is ${seen}; ${RULES[rule].effect === 'rejected' ? 'cannot be migrated, fix: ' : ''}${fix}${value}${owner}`;
    }),
    ...(result === 'keptOther'
      ? [
          `${about} is in the target with other content, which stays: ${differences.map(({ field }) => field).join(', ')}`,
        ]
      : []),
  ];
}

function shorten(text: string): string {
  return cut(text, SHOWN_LENGTH);
}
