import type { Key, KeyCondition } from '../../../domain/keys.ts';
import type { Action } from '../../../domain/transaction.ts';
import type { Reason } from '../../../domain/verdict.ts';

/**
 * What has become of a transaction. MAYBE_MADE: its answer was lost. `reasons` come in the order of its actions; there
 * are none if it was throttled as a whole.
 */
export type Attempt = { kind: 'MADE' } | { kind: 'NOT_MADE'; reasons: Reason[] } | { kind: 'MAYBE_MADE' };

/** Where the next page of a query begins. */
export type PageStart = Record<string, unknown> | null;

/** How many items a page of up to 1 MB holds, and where the next one starts; null: that was the last. */
export interface CountedPage {
  count: number;
  next: PageStart;
}

/** What a single write has done; `item` is the current one where its condition failed (null: there is none). */
export type Written = { isDone: true } | { isDone: false; item: Record<string, unknown> | null };

/**
 * The tables; which of them an item is in, its key says. Every read is consistent and throws the SDK's error when it
 * fails; items come as plain objects.
 */
export interface Table {
  get<Item>(key: Key): Promise<Item | null>;
  /** The first items in key order, or the last; `limit` at most 100, so that one page holds them. */
  query<Item>(condition: KeyCondition, limit: number, order?: 'newest first'): Promise<Item[]>;
  /** Counts one page of a query without fetching it; the first with null as start. */
  countPage(condition: KeyCondition, start: PageStart): Promise<CountedPage>;
  /** Items by one call, each as of an instant of its own, in the order of the keys. */
  getEach(keys: Key[]): Promise<(Record<string, unknown> | null)[]>;
  /** Items of one instant, in the order of the keys. */
  getTogether(keys: Key[]): Promise<(Record<string, unknown> | null)[]>;
  /** A single put, update or deletion outside a transaction. */
  write(action: Action): Promise<Written>;
  /**
   * All actions or none. The same `token` with the same actions takes effect once
   * (docs/reference/dynamodb.md#idempotency).
   * @throws an Error when the request itself is wrong or not permitted
   */
  transact(actions: Action[], token: string): Promise<Attempt>;
}
