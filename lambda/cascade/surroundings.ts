import type { Key } from '../../domain/keys.ts';
import type {
  Report as EffortReport,
  Surroundings as EffortSurroundings,
} from '../promoteFromWaitlist/surroundings.ts';
import type { Task } from './task.ts';

/** All that a cascade cannot compute: one set for the whole function, another for tests. */
export interface Surroundings extends Omit<EffortSurroundings, 'report'> {
  people: PeopleIndex;
  /** How long this invocation may still take. */
  remainingMs(): number;
  /**
   * Has the task gone on with by another invocation.
   * @throws the SDK's error
   */
  goOn(task: Task): Promise<void>;
  report: Report;
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

/** Counted per invocation, published as CloudWatch metrics of these names. `Told` and `Cleared` count
 * people. */
export type Metric = 'Told' | 'Cleared' | 'TellingsCompleted' | 'CascadeMiscounts' | 'CascadesContinued';

export interface Report extends EffortReport {
  count(metric: Metric | Parameters<EffortReport['count']>[0], by?: number): void;
  /** What was done; `fields` without personal data. */
  info(message: string, fields: Record<string, unknown>): void;
}
