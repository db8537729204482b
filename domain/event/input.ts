import { validationError, type Failure } from '../error.ts';
import type { EventStatus } from '../item.ts';
import { LIMITS } from '../limits.ts';
import { checkId, checkLine, checkLines, checkText } from '../text.ts';

/** The fields that creating and updating an event share; absent means not mentioned. */
export interface EventInput {
  eventId?: string | null;
  title?: string | null;
  description?: string | null;
  date?: string | null;
  endsAt?: string | null;
  timeZone?: string | null;
  location?: string | null;
  capacity?: number | null;
  waitlistEnabled?: boolean | null;
  status?: EventStatus | null;
  organizer?: string | null;
  registrationOpensAt?: string | null;
  registrationClosesAt?: string | null;
}

/** Null, or the first ValidationError among the given values; values that are absent or null are not looked at. */
export function checkEventValues(input: EventInput): Failure | null {
  const { eventId, title, description, timeZone, location, capacity, organizer } = input;
  return (
    (typeof eventId === 'string' ? checkId('eventId', eventId) : null) ??
    (typeof title === 'string' ? checkText('title', title, LIMITS.titleLength) : null) ??
    (typeof description === 'string' ? checkLines('description', description, LIMITS.descriptionLength) : null) ??
    (typeof timeZone === 'string' ? checkTimeZone(timeZone) : null) ??
    (typeof location === 'string' ? checkLine('location', location, LIMITS.locationLength) : null) ??
    (typeof capacity === 'number' ? checkCapacity(capacity) : null) ??
    (typeof organizer === 'string' ? checkId('organizer', organizer) : null)
  );
}

/** Null, or the ValidationError of an explicit null where only leaving the field out is allowed. */
export function checkNoNulls(input: EventInput, fields: (keyof EventInput)[]): Failure | null {
  const field = fields.find((name) => input[name] === null);
  return field ? validationError(field, 'must not be null; leave it out instead') : null;
}

function checkCapacity(capacity: number): Failure | null {
  if (capacity >= LIMITS.capacityMin && capacity <= LIMITS.capacityMax) {
    return null;
  }
  return validationError('capacity', `must be ${LIMITS.capacityMin} to ${LIMITS.capacityMax}`, {
    min: LIMITS.capacityMin,
    max: LIMITS.capacityMax,
  });
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ZONE_CHARACTERS = `${LETTERS}0123456789_+-`;

/**
 * Null, or the ValidationError of a text that is no name of a time zone: parts between slashes, each a letter and then
 * letters, digits, `_`, `+` and `-`. Whether there is such a zone is not known here; whoever shows times finds out.
 */
function checkTimeZone(timeZone: string): Failure | null {
  const isName = timeZone
    .split('/')
    .every(
      (part) =>
        part !== '' &&
        LETTERS.indexOf(part.slice(0, 1)) > -1 &&
        part.split('').every((character) => ZONE_CHARACTERS.indexOf(character) > -1),
    );
  const maxLength = LIMITS.timeZoneLength;
  return isName && timeZone.length <= maxLength
    ? null
    : validationError('timeZone', 'must be the name of a time zone, as Europe/Lisbon', { maxLength });
}

/** 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z in epoch milliseconds: what lies between sorts as text. */
const DATES_MS = { first: -62135596800000, last: 253402300799999 };

/** Null, or the ValidationError of a date outside the years 0001 to 9999 in UTC. */
export function checkDate(field: string, dateMs: number): Failure | null {
  const isWithin = dateMs >= DATES_MS.first && dateMs <= DATES_MS.last;
  return isWithin ? null : validationError(field, 'must lie in the years 0001 to 9999 in UTC');
}
