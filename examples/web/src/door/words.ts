import type { ErrorType } from 'event-registration-client';
import { formatSince } from '../words/dates.ts';
import { errorWords } from '../words/errorWords.ts';
import { isRepeated, type Scan } from './scan.ts';

/** Why somebody is not let in, for whoever stands at the door. */
export function refusalWords(errorType: ErrorType, thrown: unknown): string {
  switch (errorType) {
    case 'NotRegistered':
      return 'Not registered for this event.';
    case 'RegistrationStatusChanged':
      return 'On the waitlist, without a seat.';
    case 'ValidationError':
      return 'Scanned in the future: the clock of this device is wrong.';
    case 'Unauthorized':
      return 'You may not check people in at this event.';
    default:
      return errorWords(thrown);
  }
}

/** What came of a scan, in words, and how good that is. */
export function scanWords(scan: Scan): { text: string; tone: 'good' | 'fair' | 'bad' | '' } {
  const { at, outcome } = scan;
  switch (outcome?.kind) {
    case undefined:
      return { text: 'Noted on this device, not yet sent.', tone: '' };
    case 'REFUSED':
      return { text: outcome.words, tone: 'bad' };
    case 'UNDONE':
      return { text: 'Taken back.', tone: '' };
    case 'IN':
      return isRepeated(scan)
        ? { text: `Was checked in already at ${formatSince(outcome.checkedInAt)}.`, tone: 'fair' }
        : { text: `Checked in at ${formatSince(at)}.`, tone: 'good' };
  }
}
