import type { Finding } from '../../lambda/audit/rule/finding.ts';
import { keyText } from '../../lambda/audit/rule/keyText.ts';
import { RULES, type RuleName } from '../../lambda/audit/rule/rules.ts';

/** One finding for a person. */
export function findingLine(finding: Finding): string {
  return `${finding.rule}: ${keyText(finding.key)}: ${finding.found}`;
}

/** How often each rule was found broken, what that means, and what to do. */
export function summaryLines(counts: Partial<Record<RuleName, number>>): string[] {
  return (Object.keys(counts) as RuleName[]).sort().map((rule) => {
    const { finding, advice } = RULES[rule];
    return `${String(counts[rule]).padStart(9)} ${rule}: ${finding}; ${advice}`.replaceAll('`', '');
  });
}

/** A number with its noun: `1 event`, `2 events`. */
export function many(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
