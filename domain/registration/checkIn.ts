import { allOf, either, is, isAfter, lacks, not } from '../condition.ts';
import { notRegistered, registrationStatusChanged, validationError, type Failure } from '../error.ts';
import type { RegistrationItem } from '../item.ts';
import { registrationKey } from '../keys.ts';
import type { Action } from '../transaction.ts';
import { changing } from '../update.ts';
import { statusOf } from './status.ts';

/** Null, or the ValidationError of a scan that is said to be later than any clock at a door may be. */
export function checkScannedAt(at: string, latest: string): Failure | null {
  return at > latest ? validationError('at', 'must not be in the future', { latest }) : null;
}

/** The moment that a scan counts as: nobody comes later than now. `at` is null where none is said. */
export function scannedAt(at: string | null, now: string): string {
  return at === null || at > now ? now : at;
}

/**
 * Notes that somebody who has a seat has come, unless an earlier moment, or the same, is noted: scans that come late,
 * twice or out of order settle on the earliest. It is one write of the registration alone.
 */
export function checkIn(userId: string, eventId: string, at: string, now: string): Action {
  return {
    operation: 'UpdateItem',
    key: registrationKey(userId, eventId),
    update: changing({}, { checkedInAt: at, updatedAt: now }, []),
    condition: allOf<RegistrationItem>([
      is('registrationStatus', 'REGISTERED'),
      either(lacks('checkedInAt'), isAfter('checkedInAt', at)),
    ]),
  };
}

/** Takes that note away, if there is one. */
export function undoCheckIn(userId: string, eventId: string, now: string): Action {
  return {
    operation: 'UpdateItem',
    key: registrationKey(userId, eventId),
    update: changing({}, { updatedAt: now }, ['checkedInAt']),
    condition: allOf<RegistrationItem>([not(lacks('checkedInAt'))]),
  };
}

/** Whether a registration as stored is what a scan of that moment leaves. */
export function isCheckedIn({ checkedInAt }: RegistrationItem, at: string): boolean {
  return checkedInAt !== undefined && checkedInAt <= at;
}

/** Why a registration as stored (null: none) is none that somebody comes with; null if it is. */
export function refuseCheckIn(eventId: string, stored: RegistrationItem | null): Failure | null {
  if (stored === null) {
    return notRegistered(eventId);
  }
  const status = statusOf(stored);
  return status === 'REGISTERED' ? null : registrationStatusChanged(eventId, stored.requestId, status);
}
