import { judgeAttempt } from '../../../domain/verdict.ts';

const SLOWEST_UNITS_PER_SECOND = 5;
/** Part of the full rate that each answer gives back after throttling. */
const RECOVERY = 0.02;
const BACKOFF_MS = { first: 50, longest: 5_000 };

export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  /** Evenly in [0, 1). */
  random(): number;
}

export interface PaceSettings {
  /** Read units per second; Infinity for as fast as the table answers. */
  unitsPerSecond: number;
  /** Without any answer for this long it gives up. */
  patienceMs: number;
  clock: Clock;
}

/** The table answered nothing for longer than the patience allows; the cause is the last error. */
export class GaveUp extends Error {
  override readonly name = 'GaveUp';
}

/**
 * Keeps reading below a rate, measured in the read units that DynamoDB says it took: half the rate after a throttle, slowly up
 * to the full one again. Answers that pass are waited for again.
 */
export class Pace {
  units = 0;
  readonly #settings: PaceSettings;
  #rate: number;
  #paidUntilMs = 0;
  #failuresInARow = 0;
  #failingSinceMs: number | null = null;

  constructor(settings: PaceSettings) {
    this.#settings = settings;
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
      if (earlyMs > 0) await clock.sleep(earlyMs);
      try {
        const answer = await request();
        this.#succeeded(unitsOf(answer));
        return answer;
      } catch (error) {
        await this.#failed(error as Error);
      }
    }
  }

  #succeeded(units: number): void {
    const { unitsPerSecond, clock } = this.#settings;
    this.units += units;
    this.#failuresInARow = 0;
    this.#failingSinceMs = null;
    this.#paidUntilMs = Math.max(this.#paidUntilMs, clock.nowMs()) + (units / this.#rate) * 1000;
    this.#rate = Math.min(unitsPerSecond, this.#rate + unitsPerSecond * RECOVERY);
  }

  async #failed(error: Error): Promise<void> {
    const { patienceMs, clock } = this.#settings;
    const verdict = error instanceof TypeError ? 'BROKEN' : judgeAttempt(error.name, error.message, null);
    if (verdict === 'BROKEN') {
      throw error;
    }
    this.#failingSinceMs ??= clock.nowMs();
    if (clock.nowMs() - this.#failingSinceMs > patienceMs) {
      throw new GaveUp(`no answer for ${Math.round(patienceMs / 1000)} s: ${error.name}: ${error.message}`, { cause: error });
    }
    if (verdict === 'NOT_MADE') this.#slowDown();
    const longestMs = Math.min(BACKOFF_MS.longest, BACKOFF_MS.first * 2 ** Math.min(this.#failuresInARow, 10));
    this.#failuresInARow += 1;
    await clock.sleep(longestMs * (0.5 + clock.random() / 2));
  }

  /** An unlimited rate has nothing to halve: the pauses do. */
  #slowDown(): void {
    if (Number.isFinite(this.#rate)) this.#rate = Math.max(Math.min(SLOWEST_UNITS_PER_SECOND, this.#settings.unitsPerSecond), this.#rate / 2);
  }
}
