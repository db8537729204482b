import { allOf, is } from '../condition.ts';
import type { EventItem } from '../item.ts';
import type { Action } from '../transaction.ts';
import { changeEvent } from './change.ts';

/** Takes the organizer's id off an event of theirs, which then has none. */
export function removeOrganizer(eventId: string, organizer: string, now: string): Action[] {
  const change = { removed: ['organizer'], stamped: ['editedVersion', 'detailsVersion'] };
  return [changeEvent(eventId, change, allOf<EventItem>([is('organizer', organizer)]), now)];
}
