import type { Random } from '../random.ts';

/** How long DynamoDB's stages take, in milliseconds (docs/reference/dynamodb.md#times-of-the-model). */
export interface Profile {
  /** One replicated write: median and 99th percentile, and how often a slow one adds how much. */
  write: { p50: number; p99: number; tail: { probability: number; fromMs: number; toMs: number } };
  read: { p50: number; p99: number };
  queryMsPer100Kb: number;
  /** Whether items of one transaction are prepared and committed in times of their own, so the slowest counts. */
  isPerItem: boolean;
}

const tail = { probability: 0.006, fromMs: 30, toMs: 70 };
const read = { p50: 2.5, p99: 9 };

/**
 * - default: the figures of docs/reference/dynamodb.md#times-of-the-model, one time for all items of a transaction; a
 *   contended item takes about 100 transactions a second.
 * - lambda-2020: writes slower by 1.35 and items in times of their own, as measured from Lambda in 2020.
 * - calibration: what the figures of docs/reference/dynamodb.md#calibration come from, which is the default without its
 *   slow tail.
 */
export const PROFILES = {
  default: { write: { p50: 4.5, p99: 14, tail }, read, queryMsPer100Kb: 1, isPerItem: false },
  'lambda-2020': { write: { p50: 4.5 * 1.35, p99: 14 * 1.35, tail }, read, queryMsPer100Kb: 1, isPerItem: true },
  calibration: {
    write: { p50: 4.5, p99: 14, tail: { ...tail, probability: 0 } },
    read,
    queryMsPer100Kb: 1,
    isPerItem: false,
  },
} satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;

/** Samples of the stages. */
export interface Stages {
  writeMs(): number;
  readMs(): number;
  /** One for each of the items that a transaction prepares. */
  prepareMs(items: number): number[];
  /** For the slowest of the items that a transaction commits. */
  commitMs(items: number): number;
}

export function stages(profile: Profile, random: Random): Stages {
  const { write, read: reading } = profile;
  const writeMs = (): number => {
    const slow = random.chance(write.tail.probability) ? random.between(write.tail.fromMs, write.tail.toMs) : 0;
    return random.lognormal(write.p50, write.p99) + slow;
  };
  const prepareMs = (items: number): number[] => {
    const first = writeMs();
    return Array.from({ length: items }, (_, at) => (at === 0 || !profile.isPerItem ? first : writeMs()));
  };
  return {
    writeMs,
    readMs: () => random.lognormal(reading.p50, reading.p99),
    prepareMs,
    commitMs: (items) => Math.max(...prepareMs(items)),
  };
}
