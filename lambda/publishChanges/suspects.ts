/** For how long an event is tried but once. */
const SUSPECT_MS = 60_000;

/**
 * Events of which something failed lately, as this instance remembers them. Only a hint: without it the same is
 * decided, later.
 */
export class Suspects {
  readonly #until = new Map<string, number>();

  has(eventId: string, nowMs: number): boolean {
    return (this.#until.get(eventId) ?? -Infinity) > nowMs;
  }

  add(eventId: string, nowMs: number): void {
    for (const [other, untilMs] of this.#until) {
      if (untilMs <= nowMs) {
        this.#until.delete(other);
      }
    }
    this.#until.set(eventId, nowMs + SUSPECT_MS);
  }
}
