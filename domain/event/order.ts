import { either, isAfter, isBefore, isNotAfter, isNotBefore, lacks, type Clause } from '../condition.ts';
import { validationError, type Failure } from '../error.ts';
import type { EventItem } from '../item.ts';

/** The times of an event that must be in order, as the API names them; null: the event has none. All are timestamps. */
interface EventTimes {
  date: string;
  endsAt: string | null;
  registrationOpensAt: string | null;
  registrationClosesAt: string | null;
}

/** Those that a change sets or clears. */
type MentionedTimes = Partial<EventTimes>;

/** The event's times as stored. */
export function timesOf({ date, endsAt, opensAt, closesAt }: EventItem): EventTimes {
  return {
    date,
    endsAt: endsAt ?? null,
    registrationOpensAt: opensAt ?? null,
    registrationClosesAt: closesAt ?? null,
  };
}

/** Of an event of which nothing is known: times that contradict nothing. */
export const NO_TIMES: EventTimes = { date: '', endsAt: null, registrationOpensAt: null, registrationClosesAt: null };

/**
 * Null, or the ValidationError of times that contradict each other once a change is made: the event ends before it
 * begins, or closes before it has opened. It is about the one that is changed, and says what the other is.
 */
export function checkOrder(stored: EventTimes, change: MentionedTimes): Failure | null {
  const date = change.date ?? stored.date;
  const endsAt = change.endsAt === undefined ? stored.endsAt : change.endsAt;
  if (endsAt !== null && endsAt < date) {
    return change.endsAt === undefined
      ? validationError('date', 'must not be after endsAt', { endsAt })
      : validationError('endsAt', 'must not be before date', { date });
  }
  const opensAt = change.registrationOpensAt === undefined ? stored.registrationOpensAt : change.registrationOpensAt;
  const closesAt =
    change.registrationClosesAt === undefined ? stored.registrationClosesAt : change.registrationClosesAt;
  if (opensAt !== null && closesAt !== null && closesAt <= opensAt) {
    return change.registrationClosesAt === undefined
      ? validationError('registrationOpensAt', 'must be before registrationClosesAt', {
          registrationClosesAt: closesAt,
        })
      : validationError('registrationClosesAt', 'must be after registrationOpensAt', { registrationOpensAt: opensAt });
  }
  return null;
}

/** What is stored is in order with the times that a change sets; those that it sets both are checked before. */
export function inOrder(times: MentionedTimes): Clause<EventItem>[] {
  const { date, endsAt, registrationOpensAt: opensAt, registrationClosesAt: closesAt } = times;
  return [
    ...(date !== undefined && endsAt === undefined ? [endsNotBefore(date)] : []),
    ...(typeof endsAt === 'string' && date === undefined ? [beginsNotAfter(endsAt)] : []),
    ...(typeof opensAt === 'string' && closesAt === undefined ? [closesAfter(opensAt)] : []),
    ...(typeof closesAt === 'string' && opensAt === undefined ? [opensBefore(closesAt)] : []),
  ];
}

function endsNotBefore(date: string): Clause<EventItem> {
  return either(lacks('endsAt'), isNotBefore('endsAt', date));
}

function beginsNotAfter(endsAt: string): Clause<EventItem> {
  return isNotAfter('date', endsAt);
}

function closesAfter(opensAt: string): Clause<EventItem> {
  return either(lacks('closesAt'), isAfter('closesAt', opensAt));
}

function opensBefore(closesAt: string): Clause<EventItem> {
  return either(lacks('opensAt'), isBefore('opensAt', closesAt));
}
