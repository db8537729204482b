import { is, isOneOf, type Clause } from '../condition.ts';
import type { EventItem, EventStatus } from '../item.ts';

/** Live: people may be registered or waiting, and promotion goes on. */
export function isLive(status: EventStatus): boolean {
  return status === 'OPEN' || status === 'CLOSED';
}

/**
 * Whether the event is for everyone to see: it is no DRAFT, nor was it cancelled as one. Where its listing does not say
 * so, it is not.
 */
export function isPublic({ status, listing }: Pick<EventItem, 'status' | 'listing'>): boolean {
  return status !== 'DRAFT' && listing === 'PUBLIC';
}

/** The event is public; its status says no less (`isPublic`). */
export const PUBLIC: Clause<EventItem> = is('listing', 'PUBLIC');

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

/** The statuses that events have which are listed under this one: under DRAFT, those cancelled as such are too. */
export function statusesListedAs(status: EventStatus): EventStatus[] {
  return status === 'DRAFT' ? ['DRAFT', 'CANCELLED'] : [status];
}

/** Whether the event belongs in a list of this status: of DRAFTs, in place of those that are public. */
export function isListedAs(event: EventItem, status: EventStatus): boolean {
  return (status === 'DRAFT') !== isPublic(event) && statusesListedAs(status).indexOf(event.status) >= 0;
}
