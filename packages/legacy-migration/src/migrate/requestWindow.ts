import { isThrottle, Patience } from '../../../../lambda/audit/table/patience.ts';
import { SYSTEM_CLOCK } from '../../../../lambda/clock.ts';

/** Actions of one transaction at most (docs/reference/dynamodb.md#shape-and-limits). */
const TRANSACTION_ACTIONS = 100;
const MIN_WINDOW = 2;
const GROWTH_PER_WINDOW = 20;
const MIN_MS_BETWEEN_HALVINGS = 200;

/**
 * How much one table is asked at a time, in items: grows steadily while it answers, halves when it throttles. One
 * window is shared by everything that talks to the table.
 */
export class RequestWindow {
  #size: number;
  #inFlight = 0;
  #waiting: (() => void)[] = [];
  #halvedAtMs = 0;
  readonly #largest: number;
  readonly #patience: Patience;

  constructor({ size = 200, largest = 400, patienceMs = 120_000 } = {}) {
    this.#size = size;
    this.#largest = largest;
    this.#patience = new Patience(patienceMs, SYSTEM_CLOCK);
  }

  /** Items that the next transaction should hold. */
  get batchSize(): number {
    return Math.min(TRANSACTION_ACTIONS, Math.floor(this.#size));
  }

  /** Sends one request of `items` items until it is answered. Throws GaveUp, and at once what repeating cannot mend. */
  send<T>(items: number, request: () => Promise<T>): Promise<T> {
    return this.within(items, async () => {
      for (;;) {
        try {
          const answer = await request();
          this.succeeded(items);
          return answer;
        } catch (error) {
          await this.failed(error);
        }
      }
    });
  }

  /** Runs one attempt of `items` items within the window; the attempt itself says how it went. */
  async within<T>(items: number, attempt: () => Promise<T>): Promise<T> {
    while (this.#inFlight > 0 && this.#inFlight + items > this.#size) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#inFlight += items;
    try {
      return await attempt();
    } finally {
      this.#inFlight -= items;
      this.#waiting.splice(0).forEach((wake) => wake());
    }
  }

  succeeded(items: number): void {
    this.#patience.answered();
    this.#size = Math.min(this.#largest, this.#size + (GROWTH_PER_WINDOW * items) / this.#size);
  }

  /**
   * Waits as long as a failure demands. Throws GaveUp when the patience is over, or the error if repeating cannot mend
   * it.
   */
  async failed(error: unknown): Promise<void> {
    await this.refused(isThrottle(error), error);
  }

  /** As `failed`, for an answer that was no error but refused work. */
  async refused(isThrottled: boolean, cause: unknown): Promise<void> {
    const nowMs = Date.now();
    if (isThrottled && nowMs - this.#halvedAtMs > MIN_MS_BETWEEN_HALVINGS) {
      this.#halvedAtMs = nowMs;
      this.#size = Math.max(MIN_WINDOW, this.#size / 2);
    }
    await this.#patience.wait(cause);
  }
}
