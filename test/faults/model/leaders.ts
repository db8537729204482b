/** Whose transaction an item is accepted for. */
export type TransactionId = symbol;

/**
 * What the leaders of all items remember (reference dynamodb 9.1): which transaction holds an item, how often it was written, and the
 * time of its last transaction. A leader works on one request at a time.
 */
export class Leaders {
  private readonly holders = new Map<string, TransactionId>();
  private readonly versions = new Map<string, number>();
  private readonly stamps = new Map<string, number>();
  private readonly queues = new Map<string, Promise<unknown>>();

  /** After whatever is being done to this item. */
  async exclusively<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.queues.get(id);
    const turn = before === undefined ? work() : before.then(work, work);
    this.queues.set(id, turn);
    try {
      return await turn;
    } finally {
      if (this.queues.get(id) === turn) this.queues.delete(id);
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
    if (this.holders.get(id) === transaction) this.holders.delete(id);
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
