import { allOf, either, exists, isBefore, lacks, type Clause } from '../condition.ts';
import type { EventItem } from '../item.ts';
import { eventKey } from '../keys.ts';
import type { Action } from '../transaction.ts';
import { changing } from '../update.ts';

/** So long after the last sign of a crowd, requests go to the event's lane at once. */
export const FLAG_MS = 1000;

/**
 * No crowd is being served in the event's lane: whoever tries past it would only be in the way, and would overtake
 * those who wait in it.
 * @param now a timestamp
 */
export function hasNoLane(now: string): Clause<EventItem> {
  return either(lacks('laneUntil'), isBefore('laneUntil', now));
}

/** Sends everybody who comes to the lane until then, if nobody sends them there for longer. A plain update. */
export function raiseFlag(eventId: string, until: string): Action {
  return {
    operation: 'UpdateItem',
    key: eventKey(eventId),
    update: changing({}, { laneUntil: until }, []),
    condition: allOf<EventItem>([exists(), either(lacks('laneUntil'), isBefore('laneUntil', until))]),
  };
}

/** Whether the event sends everybody who comes now (a timestamp) to its lane. */
export function sendsToLane(event: EventItem, now: string): boolean {
  return event.laneUntil !== undefined && event.laneUntil >= now;
}
