import type { DynamoDBRecord } from 'aws-lambda';
import type { Task } from '../cascade/task.ts';
import type { Clock } from '../clock.ts';
import type { Announcement } from './announcement.ts';
import type { Movement } from './movement.ts';
import type { OutgoingEvent } from './putEvent.ts';
import type { Suspects } from './suspects.ts';

/** All that publishing cannot compute: one set for the whole function, another for tests. */
export interface Surroundings {
  /**
   * Sends one message to its subscribers, once.
   * @throws Error if it may not have arrived
   */
  publish(announcement: Announcement): Promise<void>;
  /**
   * Puts one domain event on the bus, once.
   * @throws Error if it may not be there
   */
  putEvent(event: OutgoingEvent): Promise<void>;
  /**
   * Promotes from the event's waitlist onto free seats until `deadlineMs` (epoch milliseconds).
   * @returns how many were promoted
   * @throws Error if it is not finished
   */
  heal(eventId: string, deadlineMs: number): Promise<number>;
  /**
   * Has a task begun, which goes on by itself.
   * @throws the SDK's error if it may not be
   */
  startCascade(task: Task): Promise<void>;
  /** Whether the API takes announcements of this field at all, found out by one that is for nobody. */
  isReachable(field: Announcement['field']): Promise<boolean>;
  /**
   * Puts a record among the dead letters, whole, so that delivering it again is invoking the function with the letter.
   * @throws Error if it may not be there
   */
  setAside(record: DynamoDBRecord): Promise<void>;
  /** What was set aside lately. */
  suspects: Suspects;
  /** What failed lately, for itself alone as far as could be seen, and was not set aside. */
  failures: Suspects;
  clock: Clock;
  report: Report;
}

/** Counted per invocation, published as CloudWatch metrics of these names. `Healed` counts people. */
export type Metric = 'Published' | 'Emitted' | 'PublishFailures' | 'SetAside' | 'Healed' | Movement;

export interface Report {
  count(metric: Metric, by?: number): void;
  /** What was done; `fields` without personal data. */
  info(message: string, fields: Record<string, unknown>): void;
  /** Something a person should look at; `fields` without personal data. The error itself shows in debugging only. */
  warn(message: string, fields: Record<string, string | undefined>, error: unknown): void;
}
