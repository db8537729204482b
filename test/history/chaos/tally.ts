import type { FaultName } from 'dynamodb-contention';

/** What a run has done. */
export interface Tally {
  histories: number;
  operations: number;
  /** Calls that ended Busy: nothing happened, or not known. */
  busyNone: number;
  busyUnknown: number;
  lambdaKills: number;
  /** Events whose people were told, events that were cleared, and users who were deleted, in the end. */
  told: number;
  cleared: number;
  erased: number;
  /** Transactions refused by a conflict that nobody injected. */
  conflicts: number;
  staleReads: number;
  faults: Partial<Record<FaultName, number>>;
  /**
   * Histories that are only explained by a call that took effect, was not known to have, was undone by somebody else,
   * and took effect again (docs/design.md#retries-and-promises).
   */
  repeatedEffects: number;
  violations: number;
}

export function newTally(): Tally {
  return {
    histories: 0,
    operations: 0,
    busyNone: 0,
    busyUnknown: 0,
    lambdaKills: 0,
    told: 0,
    cleared: 0,
    erased: 0,
    conflicts: 0,
    staleReads: 0,
    faults: {},
    repeatedEffects: 0,
    violations: 0,
  };
}

/** The tally in lines for a terminal. */
export function describeTally(tally: Tally): string {
  const { faults, ...counts } = tally;
  const lines = [
    ...Object.entries(counts),
    ...Object.entries(faults).map(([name, count]) => [`fault ${name}`, count] as const),
  ];
  return lines.map(([name, count]) => `  ${name.padEnd(26)} ${count}`).join('\n');
}
