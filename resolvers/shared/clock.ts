import { util } from '@aws-appsync/utils';
import type { Event } from '../../domain/event/event.ts';
import { checkDate } from '../../domain/event/input.ts';
import { joiningTimeMs, timestampOf } from '../../domain/timestamp.ts';
import type { Answered } from './parent.ts';
import { raiseIf } from './raise.ts';

/** Now, as a timestamp. */
export function currentTimestamp(): string {
  return timestampOf(util.time.nowISO8601());
}

/** So many milliseconds from now, as a timestamp. */
export function timestampAfter(ms: number): string {
  return timestampOf(util.time.epochMilliSecondsToISO8601(util.time.nowEpochMilliSeconds() + ms));
}

/** A timestamp so many milliseconds later. */
export function laterBy(timestamp: string, ms: number): string {
  return timestampOf(util.time.epochMilliSecondsToISO8601(util.time.parseISO8601ToEpochMilliSeconds(timestamp) + ms));
}

/** A joining time later than the queue's tail (`""` before the first entry), which `isTail`, as a timestamp. */
export function joiningTimestamp(waitlistTail: string): string {
  const tailMs = waitlistTail === '' ? null : util.time.parseISO8601ToEpochMilliSeconds(waitlistTail);
  return timestampOf(util.time.epochMilliSecondsToISO8601(joiningTimeMs(util.time.nowEpochMilliSeconds(), tailMs)));
}

/** What is answered of an event, with the server's time. */
export function asOfNow<E extends Event>(event: E): Answered<E> {
  return { ...event, serverTime: currentTimestamp() };
}

/** An AWSDateTime as `dateTimestamp` has it; what is absent or null stays so. */
export function optionalTimestamp<Missing extends null | undefined>(
  field: string,
  date: string | Missing,
): string | Missing {
  return typeof date === 'string' ? dateTimestamp(field, date) : date;
}

/** An AWSDateTime of any offset as a timestamp in UTC. Raises ValidationError outside the years 0001 to 9999. */
export function dateTimestamp(field: string, date: string): string {
  const dateMs = util.time.parseISO8601ToEpochMilliSeconds(date);
  raiseIf(checkDate(field, dateMs));
  return timestampOf(util.time.epochMilliSecondsToISO8601(dateMs));
}
