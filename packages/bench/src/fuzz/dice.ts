import { createHash } from 'node:crypto';
import { seededRandom } from '../../../dynamodb-contention/src/random.ts';

/** Random choices of one case: the same for the same seed and number. */
export class Dice {
  readonly #random: ReturnType<typeof seededRandom>;

  constructor(seed: number, purpose: string) {
    // The generator's first values are alike for seeds that are alike.
    this.#random = seededRandom(createHash('sha256').update(`${seed} ${purpose}`).digest().readInt32LE(), purpose);
  }

  /** A whole number from 0 to `count` - 1. */
  index(count: number): number {
    return this.#random.index(count);
  }

  /** A whole number in [from, to]. */
  between(from: number, to: number): number {
    return from + this.index(to - from + 1);
  }

  chance(probability: number): boolean {
    return this.#random.chance(probability);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.index(values.length)]!;
  }

  /** One of the choices, each as often as its weight says. */
  weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T {
    let at = this.#random.between(
      0,
      choices.reduce((sum, [weight]) => sum + weight, 0),
    );
    return (choices.find(([weight]) => (at -= weight) < 0) ?? choices[0]!)[1];
  }

  some<T>(values: readonly T[], probability: number): T[] {
    return values.filter(() => this.chance(probability));
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.index(256)));
  }
}
