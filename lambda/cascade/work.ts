import type { Key } from '../../domain/keys.ts';
import type { Effort } from '../promoteFromWaitlist/effort/effort.ts';
import type { Report as EffortReport } from '../promoteFromWaitlist/surroundings.ts';

/** What steps of all operations work with. */
export interface Work {
  people: PeopleIndex;
  organizers: OrganizerIndex;
  report: Report;
  /** Of the whole invocation. */
  effort: Effort;
  /** A part of it that takes so long at most, in milliseconds. */
  effortFor(ms: number): Effort;
}

/** Who is in an event, by an index that follows the table a moment later. */
export interface PeopleIndex {
  /**
   * The keys of registrations in the order of the index.
   * @param after the last one that is not wanted, null for all
   * @returns fewer than `limit` only at the end
   */
  registrationsAfter(eventId: string, after: Key | null, limit: number): Promise<Key[]>;
}

/** Whose events are whose, by an index that follows the table a moment later. */
export interface OrganizerIndex {
  /**
   * A page of the events with this organizer.
   * @param from where a page before has ended, null for the first
   */
  eventsOf(organizer: string, from: IndexPosition | null): Promise<EventPage>;
}

/** Where a page of an index has ended, as DynamoDB says it. */
export type IndexPosition = Record<string, unknown>;

/** Ids of events, perhaps none although more follow; `next`: where the page ends, null if it is the last one. */
export interface EventPage {
  eventIds: string[];
  next: IndexPosition | null;
}

/**
 * Counted per invocation, published as CloudWatch metrics of these names. `Told`, `Cleared` and `UsersDeleted` count
 * people.
 */
export type Metric =
  'Told' | 'Cleared' | 'TellingsCompleted' | 'CascadeMiscounts' | 'CascadesContinued' | 'UsersDeleted';

export interface Report extends EffortReport {
  count(metric: Metric | Parameters<EffortReport['count']>[0], by?: number): void;
  /** What was done; `fields` without personal data. */
  info(message: string, fields: Record<string, unknown>): void;
}
