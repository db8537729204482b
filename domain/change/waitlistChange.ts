import type { EventItem } from '../item.ts';

/** What subscribers of an event's waitlist get: one of its changes, without names. */
export interface WaitlistChange {
  eventId: string;
  kind: 'JOINED' | 'LEFT' | 'PROMOTED' | 'ADMITTED';
  /** `waitlistedAt` of the last one affected. */
  waitlistedAt: string;
  count: number;
  waitlistCount: number;
  waitlistVersion: number;
}

/** The change of the waitlist between two stored states of an event; null if the waitlist stayed as it was. */
export function waitlistChangeOf(before: EventItem | null, after: EventItem | null): WaitlistChange | null {
  const change = after?.lastWaitlistChange;
  if (before === null || after === null || change === undefined || after.waitlistVersion <= before.waitlistVersion) {
    return null;
  }
  return {
    eventId: after.eventId,
    kind: change.kind,
    waitlistedAt: change.waitlistedAt,
    count: change.count,
    waitlistCount: after.waitlistCount,
    waitlistVersion: after.waitlistVersion,
  };
}
