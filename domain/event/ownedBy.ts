import { is, lacks, type Clause } from '../condition.ts';
import type { EventItem } from '../item.ts';

/**
 * The event belongs to its organizer, where the write needs it: to be spread into a condition.
 * @param organizer the organizer that the event must have; null where none is required, and then there is no clause
 */
export function ownedBy(organizer: string | null): Clause<EventItem>[] {
  return organizer === null ? [] : [is('organizer', organizer)];
}

/** The organizer is this one, or there is none (null). */
export function organizedBy(organizer: string | null): Clause<Pick<EventItem, 'organizer'>> {
  return organizer === null ? lacks('organizer') : is('organizer', organizer);
}
