import type { EventItem } from '../item.ts';
import { leaverPageKey, PAGE_JOINS } from '../keys.ts';
import type { Action } from '../transaction.ts';
import { isWhole } from './seats.ts';

/** Pages that go with their event. */
const PAGES = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
];

/**
 * Takes away what so many joins of an event have left. More than 72,000 leave something, which is in nobody's way: an
 * event that is created again has pages of its own.
 */
export function forgetLeavers({
  eventId,
  createdAt,
  waitlistJoins = 0,
}: Pick<EventItem, 'eventId' | 'createdAt' | 'waitlistJoins'>): Action[] {
  const joins = isWhole(waitlistJoins) ? waitlistJoins : 0;
  return PAGES.slice(0, Math.ceil(joins / PAGE_JOINS)).map((page): Action => ({
    operation: 'DeleteItem',
    key: leaverPageKey(eventId, createdAt, page),
  }));
}
