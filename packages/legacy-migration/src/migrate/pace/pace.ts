import { judgeAttempt } from '../../../../../domain/verdict.ts';

/** Actions of one transaction at most (reference dynamodb 1). */
const TRANSACTION_ACTIONS = 100;
const SMALLEST_WINDOW = 2;
const GROWTH_PER_WINDOW = 20;
const HALVED_AT_MOST_EVERY_MS = 200;
const BACKOFF_MS = { first: 25, longest: 5_000 };

/** The table answered nothing useful for longer than the patience allows; the cause is the last error. */
export class GaveUp extends Error {
  override name = 'GaveUp';
}

/**
 * How much one table is asked at a time, in items: grows steadily while it answers, halves when it throttles, and waits
 * longer after each failure in a row. One pace is shared by everything that talks to the table.
 */
export class Pace {
  #window: number;
  #inFlight = 0;
  #waiting: (() => void)[] = [];
  #failuresInARow = 0;
  #failingSinceMs: number | null = null;
  #halvedAtMs = 0;
  readonly #largestWindow: number;
  readonly #patienceMs: number;

  constructor({ window = 200, largestWindow = 400, patienceMs = 120_000 } = {}) {
    this.#window = window;
    this.#largestWindow = largestWindow;
    this.#patienceMs = patienceMs;
  }

  /** Items that the next transaction should hold. */
  get batchSize(): number {
    return Math.min(TRANSACTION_ACTIONS, Math.floor(this.#window));
  }

  /** Sends one request of `size` items until it is answered. Throws GaveUp, and at once what repeating cannot mend. */
  async send<T>(size: number, request: () => Promise<T>): Promise<T> {
    await this.#enter(size);
    try {
      for (;;) {
        try {
          const answer = await request();
          this.succeeded(size);
          return answer;
        } catch (error) {
          await this.failed(error);
        }
      }
    } finally {
      this.#leave(size);
    }
  }

  /** Runs one attempt of `size` items within the window; the attempt itself says how it went. */
  async within<T>(size: number, attempt: () => Promise<T>): Promise<T> {
    await this.#enter(size);
    try {
      return await attempt();
    } finally {
      this.#leave(size);
    }
  }

  succeeded(size: number): void {
    this.#failuresInARow = 0;
    this.#failingSinceMs = null;
    this.#window = Math.min(this.#largestWindow, this.#window + (GROWTH_PER_WINDOW * size) / this.#window);
  }

  /**
   * Waits as long as a failure demands. Throws GaveUp when the patience is over, or the error if repeating cannot mend
   * it.
   */
  async failed(error: unknown): Promise<void> {
    const { name = '', message = '' } = error as Partial<Error>;
    const verdict = judgeAttempt(name, message, null);
    if (verdict === 'BROKEN') {
      throw error;
    }
    await this.refused(verdict === 'NOT_MADE', error);
  }

  /** As `failed`, for an answer that was no error but refused work. */
  async refused(isThrottled: boolean, cause: unknown): Promise<void> {
    const nowMs = Date.now();
    this.#failingSinceMs ??= nowMs;
    this.#failuresInARow += 1;
    if (nowMs - this.#failingSinceMs > this.#patienceMs) {
      throw new GaveUp(`no answer for ${Math.round(this.#patienceMs / 1000)} s: ${describe(cause)}`, { cause });
    }
    if (isThrottled && nowMs - this.#halvedAtMs > HALVED_AT_MOST_EVERY_MS) {
      this.#halvedAtMs = nowMs;
      this.#window = Math.max(SMALLEST_WINDOW, this.#window / 2);
    }
    const longestMs = Math.min(BACKOFF_MS.longest, BACKOFF_MS.first * 2 ** Math.min(this.#failuresInARow, 10));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * longestMs));
  }

  async #enter(size: number): Promise<void> {
    while (this.#inFlight > 0 && this.#inFlight + size > this.#window) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#inFlight += size;
  }

  #leave(size: number): void {
    this.#inFlight -= size;
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

function describe(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}
