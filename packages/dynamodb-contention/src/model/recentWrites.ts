import type { Item } from '../item/attributeValue.ts';
import type { TableSchema } from '../item/tableSchema.ts';
import type { Random } from '../random.ts';

/** How often reads that are not marked consistent are behind. */
export interface Staleness {
  /** Probability that one read sees one recently written item as it was before its last write. */
  probability: number;
  /**
   * Model milliseconds for which a write is recent, Infinity allowed; only the last 64 written items are in any case.
   */
  windowMs: number;
  /**
   * Writes whose index entries appear late: probability, median and 99th percentile
   * (docs/reference/dynamodb.md#rules-of-the-model, `gsiLag`).
   */
  indexLag?: { probability: number; p50: number; p99: number };
}

/** An item that was written a moment ago. */
export interface RecentWrite {
  id: string;
  table: TableSchema;
  key: Item;
  /** As it was before; null if it was not there. */
  before: Item | null;
  atMs: number;
  indexReadyAtMs: number;
}

/** A write that has been carried out. */
export type Written = Pick<RecentWrite, 'id' | 'table' | 'key' | 'before'>;

const KEPT = 64;

/**
 * What items were before their last write, for a while. Only the last write is known, so nothing is ever two writes
 * behind.
 */
export class RecentWrites {
  private readonly writes = new Map<string, RecentWrite>();
  constructor(
    private readonly staleness: Staleness,
    private readonly random: Random,
    private readonly nowMs: () => number,
  ) {}

  /** Remembers a write that has been carried out. */
  note(write: Written): void {
    const { probability, indexLag } = this.staleness;
    if (probability === 0 && indexLag === undefined) {
      return;
    }
    const atMs = this.nowMs();
    const isLate = indexLag !== undefined && this.random.chance(indexLag.probability);
    const lagMs = isLate ? this.random.lognormal(indexLag.p50, indexLag.p99) : 0;
    this.writes.delete(write.id);
    this.writes.set(write.id, { ...write, atMs, indexReadyAtMs: atMs + lagMs });
    this.forget();
  }

  /** From now on everybody sees everything. */
  clear(): void {
    this.writes.clear();
  }

  /** The last write of this item if this read is not to see it. */
  unseen(id: string): RecentWrite | undefined {
    const write = this.writes.get(id);
    return write !== undefined && this.isUnseen(write, false) ? write : undefined;
  }

  /** All writes to a table that this read is not to see, through the table or one of its indexes. */
  unseenIn(table: TableSchema, isIndex: boolean): RecentWrite[] {
    return [...this.writes.values()].filter(
      (write) => write.table.name === table.name && this.isUnseen(write, isIndex),
    );
  }

  private isUnseen({ atMs, indexReadyAtMs }: RecentWrite, isIndex: boolean): boolean {
    if (isIndex && indexReadyAtMs > this.nowMs()) {
      return true;
    }
    return atMs + this.staleness.windowMs > this.nowMs() && this.random.chance(this.staleness.probability);
  }

  private forget(): void {
    for (const [id, { atMs, indexReadyAtMs }] of this.writes) {
      if (this.writes.size <= KEPT && Math.max(atMs + this.staleness.windowMs, indexReadyAtMs) > this.nowMs()) {
        return;
      }
      this.writes.delete(id);
    }
  }
}
