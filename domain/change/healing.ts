import { freeSeats } from '../event/seats.ts';
import { isLive } from '../event/status.ts';
import type { EventItem } from '../item.ts';

/** Whether seats are free while people wait. No transaction leaves that behind; it is healed by promoting people. */
export function needsHealing(event: EventItem): boolean {
  return isLive(event.status) && freeSeats(event) > 0 && event.waitlistCount > 0;
}
