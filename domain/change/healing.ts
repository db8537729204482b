import { isLive } from '../event/status.ts';
import type { EventItem } from '../item.ts';

/** Whether seats are free beside people waiting, which no transaction leaves behind: somebody must be promoted. */
export function needsHealing(event: EventItem): boolean {
  return isLive(event.status) && event.currentRegistrations < event.capacity && event.waitlistCount > 0;
}
