import type { ErrorType } from 'event-registration-client';

/** A ticket that was scanned at the door, and what came of it. */
export interface Scan {
  id: string;
  eventId: string;
  /** Whose ticket it is. */
  userId: string;
  /** When, by the server's clock as far as it is known, UTC with milliseconds. */
  at: string;
  /** Whether it was sent before, and may have taken effect. */
  isTried: boolean;
  /** Null while it waits to be sent. */
  outcome: Outcome | null;
}

/**
 * What the API has answered. Somebody who is IN came at `checkedInAt`: if that is not the moment of this scan, an
 * earlier one counts. UNDONE was taken back here.
 */
export type Outcome =
  { kind: 'IN'; checkedInAt: string } | { kind: 'REFUSED'; errorType: ErrorType; words: string } | { kind: 'UNDONE' };

/** Whether the person had come before, by what the API says. */
export function isRepeated({ at, outcome }: Scan): boolean {
  return outcome?.kind === 'IN' && outcome.checkedInAt !== at;
}

/** The first scan of each person. */
export function firstOfEach(scans: readonly Scan[]): Scan[] {
  const seen = new Set<string>();
  return scans.filter(({ userId }) => !seen.has(userId) && seen.add(userId));
}

/** A new scan of now. */
export function newScan(eventId: string, userId: string, at: Date): Scan {
  const id = [...crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join('');
  return { id, eventId, userId, at: at.toISOString(), isTried: false, outcome: null };
}
