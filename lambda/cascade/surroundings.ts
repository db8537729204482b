import type { Surroundings as EffortSurroundings } from '../promoteFromWaitlist/surroundings.ts';
import type { Task } from './task.ts';
import type { OrganizerIndex, PeopleIndex, Report } from './work.ts';

/** All that a cascade cannot compute: one set for the whole function, another for tests. */
export interface Surroundings extends Omit<EffortSurroundings, 'report'> {
  people: PeopleIndex;
  organizers: OrganizerIndex;
  /** How long this invocation may still take. */
  remainingMs(): number;
  /**
   * Has the task gone on with by another invocation.
   * @throws the SDK's error
   */
  goOn(task: Task): Promise<void>;
  report: Report;
}
