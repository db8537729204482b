import type { EventStatus } from '../item.ts';

/** Live: people may be registered or waiting, and promotion goes on. */
export function isLive(status: EventStatus): boolean {
  return status === 'OPEN' || status === 'CLOSED';
}

/** The clause of a condition that the event is live; it needs `LIVE_VALUES` and the attribute `status`. */
export const LIVE = '#if_status IN (:if_open, :if_closed)';
export const LIVE_VALUES = { open: 'OPEN', closed: 'CLOSED' };

/** The stored statuses from which an event may go to `status`: DRAFT → OPEN ⇄ CLOSED, any → CANCELLED, staying is no move. */
export function statusesBefore(status: EventStatus): EventStatus[] {
  if (status === 'DRAFT') {
    return ['DRAFT'];
  }
  if (status === 'OPEN') {
    return ['DRAFT', 'OPEN', 'CLOSED'];
  }
  return status === 'CLOSED' ? ['OPEN', 'CLOSED'] : ['DRAFT', 'OPEN', 'CLOSED', 'CANCELLED'];
}
