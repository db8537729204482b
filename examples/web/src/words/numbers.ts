const RULES = new Intl.PluralRules('en', { type: 'ordinal' });
const SUFFIXES: Record<Intl.LDMLPluralRule, string> = {
  zero: 'th',
  one: 'st',
  two: 'nd',
  few: 'rd',
  many: 'th',
  other: 'th',
};

/** 1st, 2nd, 3rd … */
export function ordinal(count: number): string {
  return `${formatCount(count)}${SUFFIXES[RULES.select(count)]}`;
}

/** "1 seat", "2 seats". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** 12,000 */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}
