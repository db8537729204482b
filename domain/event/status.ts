import { isOneOf, type Clause } from '../condition.ts';
import type { EventItem, EventStatus } from '../item.ts';

/** Live: people may be registered or waiting, and promotion goes on. */
export function isLive(status: EventStatus): boolean {
  return status === 'OPEN' || status === 'CLOSED';
}

/** The event is live. */
export const LIVE: Clause<EventItem> = isOneOf('status', ['OPEN', 'CLOSED']);

/**
 * The stored statuses from which an event may go to `status`: DRAFT → OPEN ⇄ CLOSED, any → CANCELLED, staying is no
 * move.
 */
export function statusesBefore(status: EventStatus): EventStatus[] {
  if (status === 'DRAFT') {
    return ['DRAFT'];
  }
  if (status === 'OPEN') {
    return ['DRAFT', 'OPEN', 'CLOSED'];
  }
  return status === 'CLOSED' ? ['OPEN', 'CLOSED'] : ['DRAFT', 'OPEN', 'CLOSED', 'CANCELLED'];
}
