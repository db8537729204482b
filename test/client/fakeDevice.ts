import type { DeviceClock } from '../../client/countdown.ts';

/** A device whose time passes when a test says so, beside the server's. */
export class FakeDevice implements DeviceClock {
  readonly #aheadMs: number;
  readonly #chance: number;
  #serverMs: number;
  #due: { atMs: number; act: () => void }[] = [];

  /** @param aheadMs the server's clock less the device's */
  constructor(serverMs: number, aheadMs: number, chance = 0.5) {
    this.#serverMs = serverMs;
    this.#aheadMs = aheadMs;
    this.#chance = chance;
  }

  get serverMs(): number {
    return this.#serverMs;
  }

  get waiting(): number {
    return this.#due.length;
  }

  nowMs(): number {
    return this.#serverMs - this.#aheadMs;
  }

  after(ms: number, act: () => void): () => void {
    const due = { atMs: this.#serverMs + ms, act };
    this.#due.push(due);
    return () => (this.#due = this.#due.filter((one) => one !== due));
  }

  random(): number {
    return this.#chance;
  }

  /** Lets time pass, and what is due come. */
  passTo(serverMs: number): void {
    for (;;) {
      const [next] = this.#due.filter(({ atMs }) => atMs <= serverMs).sort((one, other) => one.atMs - other.atMs);
      if (next === undefined) {
        this.#serverMs = serverMs;
        return;
      }
      this.#due = this.#due.filter((one) => one !== next);
      this.#serverMs = Math.max(this.#serverMs, next.atMs);
      next.act();
    }
  }
}
