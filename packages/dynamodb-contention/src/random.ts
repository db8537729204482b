import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Random values of one purpose. */
export interface Random {
  /** Evenly in [from, to). */
  between(from: number, to: number): number;
  /**
   * Whether something of this probability happens. Draws a value even for 0 and 1, so that other draws stay the same.
   */
  chance(probability: number): boolean;
  /** A whole number in [0, count). */
  index(count: number): number;
  /** Lognormal with this median and 99th percentile. */
  lognormal(p50: number, p99: number): number;
}

const Z99 = 2.326;

/** The same values for the same seed and purpose; purposes do not influence each other. */
export function seededRandom(seed: number, purpose: string): Random {
  const generator = xoroshiro128plus(
    [...purpose].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0, seed | 0),
  );
  const next = (): number => uniformFloat64(generator);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    index: (count) => Math.floor(next() * count),
    lognormal: (p50, p99) => p50 * Math.exp((Math.log(p99 / p50) / Z99) * normal()),
  };
}
