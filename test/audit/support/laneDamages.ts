import { ENTITY_TYPES, leaseKey, pauseKey } from '../../../domain/keys.ts';
import { askingToRegister, expiryOf, leaveTicket } from '../../../domain/lane/ticket.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { fresh, type World } from '../../lambda/support/world.ts';
import type { Damage } from './plant.ts';

const HOUR_MS = 3600_000;

/** When something is planted in the lane of which event. */
export interface LaneOf {
  eventId: string;
  nowMs: number;
}

/** A ticket as it is left by somebody who has asked at this time (epoch milliseconds) for a seat. */
function ticketOf(
  eventId: string,
  askedMs: number,
  more: object = {},
): { PK: string; SK: string } & Record<string, unknown> {
  const askedAt = new Date(askedMs).toISOString();
  const request = { userId: fresh('user'), eventId, requestId: fresh('request'), begunAt: askedAt };
  const asking = askingToRegister(request, askedAt, askedMs + LIMITS.deadlineMs, null);
  const { key, attributes } = leaveTicket(asking);
  return { ...key, ...attributes, ...more };
}

/** A lease as it is kept until this time (epoch milliseconds). */
function leaseOf(eventId: string, untilMs: number) {
  return {
    ...leaseKey(eventId),
    entityType: ENTITY_TYPES.lease,
    holder: 'somebody',
    untilMs,
    expiresAt: expiryOf(untilMs),
  };
}

const anyLane = (): LaneOf => ({ eventId: fresh('event'), nowMs: Date.now() });

/** What `--repair` sweeps out of the lanes. */
export const SWEPT: Record<string, (world: World, lane?: LaneOf) => Promise<Damage['rules']>> = {
  async 'a ticket that nobody has swept'(world, { eventId, nowMs } = anyLane()) {
    const ticket = ticketOf(eventId, nowMs - 25 * HOUR_MS);
    await world.put(ticket);
    return [['lane.notSwept', ticket]];
  },
  async 'a lease that nobody has swept'(world, { eventId, nowMs } = anyLane()) {
    const lease = leaseOf(eventId, nowMs - 25 * HOUR_MS);
    await world.put(lease);
    return [['lane.notSwept', lease]];
  },
  async 'a lease for a day'(world, { eventId, nowMs } = anyLane()) {
    const lease = leaseOf(eventId, nowMs + 24 * HOUR_MS);
    await world.put(lease);
    return [['lane.farAhead', lease]];
  },
  async 'a lease without end'(world, { eventId, nowMs } = anyLane()) {
    const lease = { ...leaseOf(eventId, nowMs), untilMs: 'tomorrow' };
    await world.put(lease);
    return [['lane.malformed', lease]];
  },
  async 'a pause of nobody'(world, { eventId, nowMs } = anyLane()) {
    const untilMs = nowMs + 300;
    const pause = { ...pauseKey(eventId), entityType: ENTITY_TYPES.pause, untilMs, expiresAt: expiryOf(untilMs) };
    await world.put(pause);
    return [['lane.malformed', pause]];
  },
  async 'a ticket that never ends'(world, { eventId, nowMs } = anyLane()) {
    const ticket = ticketOf(eventId, nowMs, { deadlineMs: 8.64e15, expiresAt: expiryOf(8.64e15) });
    await world.put(ticket);
    return [['lane.farAhead', ticket]];
  },
  async 'a ticket that expires too late'(world, { eventId, nowMs } = anyLane()) {
    const ticket = ticketOf(eventId, nowMs, { expiresAt: expiryOf(nowMs + 24 * HOUR_MS) });
    await world.put(ticket);
    return [['lane.malformed', ticket]];
  },
  async 'a ticket for something that nobody knows'(world, { eventId, nowMs } = anyLane()) {
    const ticket = ticketOf(eventId, nowMs, { wish: { kind: 'dance' } });
    await world.put(ticket);
    return [['lane.malformed', ticket]];
  },
  async 'a ticket of somebody else than its key says'(world, { eventId, nowMs } = anyLane()) {
    const ticket = ticketOf(eventId, nowMs, { userId: 'somebody-else' });
    await world.put(ticket);
    return [['lane.misplaced', ticket]];
  },
};
