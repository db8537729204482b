import { SCENARIOS } from '../scenarios/scenarios.ts';
import { openTheatre } from '../theatre.ts';
import type { Guard } from './guard.ts';

/** What the suite said to a build without a guard. */
export interface Removal {
  guard: string;
  caughtBy: string | null;
  /** Histories played until then. */
  histories: number;
  /** What was wrong. */
  complaint: string;
}

/** Chance plays a part where two calls race. */
const TRIES = 5;

/** Builds the system without a guard, and plays the guard's situation until it ends badly. */
export async function removeGuard(dynamodb: { endpoint: string }, { name, edits, caughtBy }: Guard): Promise<Removal> {
  const scenario = SCENARIOS.find((one) => one.name === caughtBy);
  if (scenario === undefined) {
    throw new Error(`There is no scenario "${caughtBy}".`);
  }
  const theatre = await openTheatre(dynamodb, edits);
  try {
    for (let histories = 1; histories <= TRIES; histories += 1) {
      const [complaint] = await theatre.play(scenario);
      if (complaint !== undefined) {
        return { guard: name, caughtBy, histories, complaint };
      }
    }
    return { guard: name, caughtBy: null, histories: TRIES, complaint: '' };
  } finally {
    await theatre.close();
  }
}

/** A table for a terminal: guard, caught by, after how many histories. */
export function describeRemovals(removals: readonly Removal[]): string {
  const rows = removals.map(({ guard, caughtBy, histories }) => [guard, caughtBy ?? 'NOT CAUGHT', String(histories)]);
  const all = [['guard', 'caught by', 'histories'], ...rows];
  const width = (column: number) => Math.max(...all.map((row) => row[column]?.length ?? 0));
  return all.map((row) => row.map((text, column) => text.padEnd(width(column))).join('  ')).join('\n');
}
