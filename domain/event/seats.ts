import type { EventItem } from '../item.ts';

/** Whether a stored number can be counted with. Only damage leaves anything else: none, text, a fraction. */
export function isWhole(stored: unknown): boolean {
  return typeof stored === 'number' && Math.floor(stored) === stored;
}

/**
 * How many seats are free; below 0: so many people more have seats than there are, which is damage. 0 where that cannot
 * be counted.
 */
export function freeSeats({ capacity, currentRegistrations }: EventItem): number {
  return isWhole(capacity) && isWhole(currentRegistrations) ? capacity - currentRegistrations : 0;
}

/** Up to which capacity nobody has to be promoted: the stored one, or as many as have seats, if those are more. */
export function capacityTaken({ capacity, currentRegistrations }: EventItem): number {
  return isWhole(capacity) ? Math.max(capacity, currentRegistrations) : currentRegistrations;
}

/** Whether changes of an event can be told apart: it has its versions, and when it was made. */
export function hasVersions({ version, waitlistVersion, createdAt }: EventItem): boolean {
  return isWhole(version) && isWhole(waitlistVersion) && typeof createdAt === 'string';
}
