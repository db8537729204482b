/** What has happened so far; everything that is shown comes from here. */
export class Tally {
  arrived = 0;
  /** Got a seat at once. */
  seated = 0;
  /** Joined the waitlist. */
  queued = 0;
  /** Gave up a seat or a place. */
  left = 0;
  /** Got a seat that one of the crowd gave up. */
  promoted = 0;
  /** Requests that were tried again. */
  retries = 0;
  /** The event as last seen. */
  seatsTaken = 0;
  capacity = 0;
  waiting = 0;
  /** Every answer that was no success, by its type. */
  readonly errors = new Map<string, number>();
  /** Milliseconds until people knew whether they have a seat, retries included. */
  readonly waitsMs: number[] = [];
  readonly #startedAtMs = Date.now();

  constructor(readonly people: number) {}

  countError(type: string): void {
    this.errors.set(type, (this.errors.get(type) ?? 0) + 1);
  }

  seconds(): number {
    return (Date.now() - this.#startedAtMs) / 1000;
  }

  /** How many have been told whether they have a seat, or an error. */
  get answered(): number {
    return this.waitsMs.length;
  }

  /** How many have come and wait for that answer. */
  get unanswered(): number {
    return this.arrived - this.answered;
  }

  /** How many have got neither a seat nor a place. */
  get refused(): number {
    return this.answered - this.seated - this.queued;
  }

  /** Registrations answered per second. */
  rate(): number {
    return this.answered / Math.max(0.1, this.seconds());
  }

  /** "Busy 3, EventFull 12", or "none". */
  errorText(): string {
    return [...this.errors].map(([type, count]) => `${type} ${count}`).join(', ') || 'none';
  }

  /** How long this share of people waited for their answer at most, in milliseconds. */
  percentileMs(share: number): number {
    const sorted = this.waitsMs.toSorted((one, other) => one - other);
    return Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  }
}
