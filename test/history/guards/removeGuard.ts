import pMap from 'p-map';
import { startChaos } from '../chaos/chaos.ts';
import { countHistories, type HistoryCount } from '../chaos/countHistories.ts';
import { newTally } from '../chaos/tally.ts';
import { SCENARIOS } from '../scenarios/scenarios.ts';
import { openTheatre, type Theatre } from '../theatre.ts';
import { buildVariant } from '../variant.ts';
import type { Guard } from './guard.ts';

/** What the suite said to a build without a guard. */
export interface Removal {
  guard: string;
  /** The guard's scenario, if it ended badly. */
  caughtBy: string | null;
  /** Times that it was played until then. */
  plays: number;
  /** What was wrong. */
  complaint: string;
  /** Random histories; null if none was to be tried. */
  histories: HistoryCount | null;
}

/** The system with all its guards, and the database for those without. */
export interface Intact {
  /** The assembly of the sources as they are. */
  assemblyDir: string;
  dynamodb: { endpoint: string };
}

/** Chance plays a part where two calls race. */
const TRIES = 5;

/**
 * Builds the system without a guard, and plays the guard's scenario until it ends badly; then, given a seed, counts how
 * many random histories, which know nothing of the guard, it takes as well.
 * @throws Error if there is no such scenario, the guard is not in the sources, or a scenario or history broke off
 */
export async function removeGuard(
  { dynamodb, assemblyDir: original }: Intact,
  { name, edits, caughtBy }: Guard,
  seed: number | null = null,
): Promise<Removal> {
  const { assemblyDir, remove } = await buildVariant(original, edits, { deadlineMs: 4000 });
  try {
    const theatre = await openTheatre(dynamodb, assemblyDir);
    const { plays, complaint } = await play(theatre, caughtBy).finally(() => theatre.close());
    const histories = seed === null ? null : await countRandom(dynamodb, assemblyDir, seed);
    return {
      guard: name,
      caughtBy: complaint === null ? null : caughtBy,
      plays,
      complaint: complaint ?? '',
      histories,
    };
  } finally {
    await remove();
  }
}

/**
 * Takes out each of these guards in turn, two at a time, and says how far it is. Each has a seed of its own: programs
 * that show nothing of one guard may show another's lack.
 */
export async function removeGuards(intact: Intact, guards: readonly Guard[], seed: number): Promise<Removal[]> {
  let left = guards.length;
  const remove = async (guard: Guard, n: number): Promise<Removal> => {
    const removal = await removeGuard(intact, guard, seed + n).catch((error: unknown) => brokenOff(guard, error));
    left -= 1;
    if (left > 0 && left % 10 === 0) {
      console.log(`${left} builds to go`);
    }
    return removal;
  };
  return pMap(guards, remove, { concurrency: 2 });
}

/** What breaks off catches nothing, and does not spare the other guards. */
function brokenOff({ name }: Guard, error: unknown): Removal {
  console.error(`without "${name}":`, error);
  return { guard: name, caughtBy: null, plays: 0, complaint: '', histories: null };
}

async function play(theatre: Theatre, name: string): Promise<{ plays: number; complaint: string | null }> {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (scenario === undefined) {
    throw new Error(`There is no scenario "${name}".`);
  }
  for (let plays = 1; plays <= TRIES; plays += 1) {
    const [complaint] = await theatre.play(scenario);
    if (complaint !== undefined) {
      return { plays, complaint };
    }
  }
  return { plays: TRIES, complaint: null };
}

async function countRandom(dynamodb: { endpoint: string }, assemblyDir: string, seed: number): Promise<HistoryCount> {
  const chaos = await startChaos(assemblyDir, dynamodb, { seed, speed: 0 }, newTally());
  return countHistories(chaos, seed).finally(() => chaos.close());
}

/**
 * A table for a terminal: guard, caught by which scenario after how many plays, and after how many random histories, or
 * how many were tried in vain.
 */
export function describeRemovals(removals: readonly Removal[]): string {
  const rows = removals.map(({ guard, caughtBy, plays, histories }) => [
    guard,
    caughtBy ?? 'NOT CAUGHT',
    String(plays),
    describeCount(histories),
  ]);
  const all = [['guard', 'caught by', 'after plays', 'after random histories'], ...rows];
  const width = (column: number) => Math.max(...all.map((row) => row[column]?.length ?? 0));
  return all
    .map((row) =>
      row
        .map((text, column) => text.padEnd(width(column)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function describeCount(count: HistoryCount | null): string {
  if (count === null) {
    return '-';
  }
  return count.isCaught ? String(count.tried) : `none of ${count.tried}`;
}
