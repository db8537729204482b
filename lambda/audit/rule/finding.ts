import { keyOf, type Key } from '../../../domain/keys.ts';
import type { RuleName } from './rules.ts';

/** An item as it is found, of any shape. */
export type AnyItem = Key & Record<string, unknown>;

/** One broken promise. */
export interface Finding {
  rule: RuleName;
  /** Where it is: the event's item for what concerns the event as a whole. */
  key: Key;
  /** Null where no event is concerned, or the item does not say which. */
  eventId: string | null;
  userId: string | null;
  /** What was found, in numbers and times; nothing personal. */
  found: string;
}

/** A finding about a stored item, of any shape. */
export function findingOf(rule: RuleName, item: Key & { eventId?: unknown; userId?: unknown }, found: string): Finding {
  const { eventId, userId } = item;
  return {
    rule,
    key: keyOf(item),
    eventId: typeof eventId === 'string' ? eventId : null,
    userId: typeof userId === 'string' ? userId : null,
    found,
  };
}
