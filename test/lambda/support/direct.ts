import { isRegisteredSince } from '../../../domain/registration/releaseSeat.ts';
import { handOver } from '../../../domain/waitlist/handOver.ts';
import { joinWaitlist } from '../../../domain/waitlist/joinWaitlist.ts';
import { fresh, LATER, person, type World } from './world.ts';

/** What resolvers do past an event's lane, long after it has sent anybody there. */

/** The user takes the place at the end of the queue. */
export async function joinDirectly(world: World, eventId: string, userId: string): Promise<void> {
  const event = await world.event(eventId);
  const waitlistedAt = new Date(Math.max(Date.parse(LATER), Date.parse(event.waitlistTail || LATER) + 1)).toISOString();
  const request = { userId, eventId, requestId: fresh('request'), caller: person(userId), begunAt: LATER };
  await world.apply(joinWaitlist(request, { event, waitlistedAt }, LATER));
}

/** The user’s seat goes to the head of the queue. */
export async function handOverDirectly(world: World, eventId: string, userId: string): Promise<void> {
  const [head] = await world.queue(eventId);
  await world.apply(handOver({ userId, eventId, caller: person(userId) }, isRegisteredSince(LATER), head!, 1, LATER));
}
