/** Whose transaction an item is accepted for. */
export type TransactionId = symbol;

/**
 * What the leaders of all items remember (docs/reference/dynamodb.md#what-the-model-remembers): which transaction holds
 * an item, how often it was written, and the time of its last transaction. A leader works on one request at a time;
 * single writes, which Local puts in order itself, may overlap among themselves, since a leader serves many more of
 * them than could be asked of Local one after the other.
 */
export class Leaders {
  private readonly holders = new Map<string, TransactionId>();
  private readonly versions = new Map<string, number>();
  private readonly stamps = new Map<string, number>();
  private readonly queues = new Map<string, Promise<unknown>>();
  private readonly groups = new Map<string, { begin: Promise<unknown>; end: Promise<unknown> }>();

  /** After whatever is being done to this item. */
  async exclusively<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.queues.get(id);
    const turn = before === undefined ? work() : before.then(work, work);
    this.queues.set(id, turn);
    try {
      return await turn;
    } finally {
      if (this.queues.get(id) === turn) {
        this.queues.delete(id);
      }
    }
  }

  /** As `exclusively`, but beside others that have come this way with nothing else in between. */
  async together<T>(id: string, work: () => Promise<T>): Promise<T> {
    const last = this.queues.get(id);
    const group = this.groups.get(id);
    const begin = group !== undefined && group.end === last ? group.begin : (last ?? Promise.resolve());
    const turn = begin.then(work, work);
    const end = Promise.allSettled([last, turn]);
    this.queues.set(id, end);
    this.groups.set(id, { begin, end });
    try {
      return await turn;
    } finally {
      if (this.queues.get(id) === end) {
        this.queues.delete(id);
        this.groups.delete(id);
      }
    }
  }

  /** After whatever is being done to any of these items, which are all different. */
  exclusivelyAll<T>(ids: string[], work: () => Promise<T>): Promise<T> {
    return [...ids].sort().reduceRight((inner, id) => () => this.exclusively(id, inner), work)();
  }

  isHeld(id: string): boolean {
    return this.holders.has(id);
  }

  hold(id: string, transaction: TransactionId): void {
    this.holders.set(id, transaction);
  }

  /** Only what this transaction holds. */
  release(id: string, transaction: TransactionId): void {
    if (this.holders.get(id) === transaction) {
      this.holders.delete(id);
    }
  }

  version(id: string): number {
    return this.versions.get(id) ?? 0;
  }

  written(id: string): void {
    this.versions.set(id, this.version(id) + 1);
  }

  /** Model time of the last transaction that touched it. */
  stamp(id: string): number {
    return this.stamps.get(id) ?? -Infinity;
  }

  stamped(id: string, atMs: number): void {
    this.stamps.set(id, atMs);
  }
}
