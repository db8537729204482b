import { either, isAtMost, lacks, type Clause } from '../condition.ts';
import type { EventItem } from '../item.ts';

/** What a change says of the form that it comes from: the version that this was filled from; absent: nothing. */
interface Form {
  ifVersion?: number;
}

/**
 * Nobody has changed the event by `updateEvent` since the form was filled. Registrations and the queue do not count,
 * although each of them counts `version` up.
 */
export function isUnedited({ ifVersion }: Form): Clause<EventItem>[] {
  return ifVersion === undefined ? [] : [either(lacks('editedVersion'), isAtMost('editedVersion', ifVersion))];
}

/** Whether it is so of a stored event. */
export function wasUnedited({ editedVersion }: Pick<EventItem, 'editedVersion'>, { ifVersion }: Form): boolean {
  return ifVersion === undefined || editedVersion === undefined || editedVersion <= ifVersion;
}
