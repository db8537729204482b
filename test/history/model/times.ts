import type { Times } from './operation.ts';

/** Times that are told none of each other. */
const UNKNOWN: Times = { date: 'past', endsAt: null, registrationOpensAt: null, registrationClosesAt: null };

/** The field of a change that contradicts what the event has, or what the change says itself; null if none does. */
export function disorderOf(event: Times, change: Partial<Times>): keyof Times | null {
  const after = { ...event, ...change };
  if (after.date === 'future' && after.endsAt === 'past') {
    return change.endsAt === undefined ? 'date' : 'endsAt';
  }
  if (after.registrationOpensAt === 'future' && after.registrationClosesAt === 'past') {
    return change.registrationClosesAt === undefined ? 'registrationOpensAt' : 'registrationClosesAt';
  }
  return null;
}

/** The same of a change alone, which is looked at before anything else. */
export const disorderWithin = (change: Partial<Times>): keyof Times | null => disorderOf(UNKNOWN, change);

/** Whether an event takes registrations, as far as it is told when. */
export function isWithin({ registrationOpensAt, registrationClosesAt }: Times): boolean {
  return registrationOpensAt !== 'future' && registrationClosesAt !== 'past';
}
