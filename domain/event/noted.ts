import { either, isAbove, lacks, type Clause } from '../condition.ts';
import type { EventItem } from '../item.ts';

/** An event that does not know how many have left its queue unnoted never comes to know by counting on. */
export const UNKNOWN_NOTED = -1000000000000;

/** An update that counts who leaves the queue finds a number, or none: text cannot be added to (damage). */
export function countsNoted(): Clause<EventItem> {
  return either(lacks('waitlistNoted'), isAbove('waitlistNoted', 2 * UNKNOWN_NOTED));
}
