import type { World } from './world.ts';

/**
 * What must hold at every rest (design 1): the counters count, nobody waits beside a free seat, never one seat too many, and
 * exactly the waiting have entries.
 * @returns the violations among these people, in words; empty if all is well
 */
export async function audit(world: World, eventId: string, people: string[]): Promise<string[]> {
  const event = await world.event(eventId);
  const queue = await world.queue(eventId);
  const registrations = (await Promise.all(people.map((userId) => world.registration(eventId, userId)))).filter((one) => one !== null);
  const registered = registrations.filter((one) => one.registrationStatus === 'REGISTERED').length;
  const waiting = registrations.filter((one) => one.registrationStatus === 'WAITLISTED').map((one) => `${one.waitlistedAt} ${one.userId}`);
  const entries = queue.map((entry) => `${entry.waitlistedAt} ${entry.userId}`);
  const rules: [string, boolean][] = [
    [`currentRegistrations ${event.currentRegistrations} for ${registered} registered`, event.currentRegistrations === registered],
    [`waitlistCount ${event.waitlistCount} for ${entries.length} entries`, event.waitlistCount === entries.length],
    [`${registered} registered for ${event.capacity} seats`, registered <= event.capacity],
    ['a free seat beside a waiting person', registered === event.capacity || entries.length === 0],
    ['entries are not those who wait', entries.join() === [...waiting].sort().join()],
  ];
  return rules.filter(([, holds]) => !holds).map(([violation]) => violation);
}
