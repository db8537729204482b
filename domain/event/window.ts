import { either, isAfter, isNotAfter, lacks, type Clause } from '../condition.ts';
import type { EventItem } from '../item.ts';

/**
 * When an event takes registrations, besides its status: from `opensAt` on, and before `closesAt`; what is absent does
 * not limit. Nothing of it is stored but these two, so nothing has to happen when their moment comes. A request is
 * judged by one moment, `begunAt`: when it began, by the clock of the host that took it, however long it is worked on
 * and by whom. All are timestamps.
 */
type EventWindow = Pick<EventItem, 'opensAt' | 'closesAt'>;

/** Registering has opened by then. */
export function hasOpened(begunAt: string): Clause<EventItem> {
  return either(lacks('opensAt'), isNotAfter('opensAt', begunAt));
}

/** Registering has not closed by then. */
export function hasNotClosed(begunAt: string): Clause<EventItem> {
  return either(lacks('closesAt'), isAfter('closesAt', begunAt));
}

/** Whether a request that began then lies within the window. */
export function isWithin({ opensAt, closesAt }: EventWindow, begunAt: string): boolean {
  return (opensAt === undefined || opensAt <= begunAt) && (closesAt === undefined || closesAt > begunAt);
}
