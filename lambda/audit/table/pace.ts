import type { Clock } from '../../clock.ts';
import { isThrottle, Patience } from './patience.ts';

const SLOWEST_UNITS_PER_SECOND = 5;
/** Part of the full rate that each answer gives back after throttling. */
const RECOVERY = 0.02;

export interface PaceSettings {
  /** Read units per second; Infinity for as fast as the table answers. */
  unitsPerSecond: number;
  /** Without any answer for this long it gives up. */
  patienceMs: number;
  clock: Clock;
}

/**
 * Keeps reading below a rate, measured in the read units that DynamoDB says it took: half the rate after a throttle,
 * slowly up to the full one again. Answers that pass are waited for again.
 */
export class Pace {
  units = 0;
  readonly #settings: PaceSettings;
  readonly #patience: Patience;
  #rate: number;
  #paidUntilMs = 0;

  constructor(settings: PaceSettings) {
    this.#settings = settings;
    this.#patience = new Patience(settings.patienceMs, settings.clock);
    this.#rate = settings.unitsPerSecond;
  }

  /**
   * Sends one read until it is answered.
   * @param unitsOf what an answer has cost
   * @throws GaveUp, or the SDK's error if repeating cannot mend it
   */
  async send<T>(request: () => Promise<T>, unitsOf: (answer: T) => number): Promise<T> {
    const { clock } = this.#settings;
    for (;;) {
      const earlyMs = this.#paidUntilMs - clock.nowMs();
      if (earlyMs > 0) {
        await clock.sleep(earlyMs);
      }
      try {
        const answer = await request();
        this.#succeeded(unitsOf(answer));
        return answer;
      } catch (error) {
        await this.#failed(error);
      }
    }
  }

  #succeeded(units: number): void {
    const { unitsPerSecond, clock } = this.#settings;
    this.units += units;
    this.#patience.answered();
    this.#paidUntilMs = Math.max(this.#paidUntilMs, clock.nowMs()) + (units / this.#rate) * 1000;
    this.#rate = Math.min(unitsPerSecond, this.#rate + unitsPerSecond * RECOVERY);
  }

  async #failed(error: unknown): Promise<void> {
    if (isThrottle(error)) {
      this.#slowDown();
    }
    await this.#patience.wait(error);
  }

  /** An unlimited rate has nothing to halve: the pauses do. */
  #slowDown(): void {
    if (Number.isFinite(this.#rate)) {
      this.#rate = Math.max(Math.min(SLOWEST_UNITS_PER_SECOND, this.#settings.unitsPerSecond), this.#rate / 2);
    }
  }
}
