import { afterAll, beforeAll, expect, it } from 'vitest';
import { admin, user } from '../support/api.ts';
import { callsTo, type Calls } from '../support/calls.ts';
import { givenBy, must, type Given } from '../support/given.ts';
import { startWorld, type World } from '../support/world.ts';

let api: World;
let calls: Calls;
let given: Given;
beforeAll(async () => {
  api = await startWorld();
  calls = callsTo(api);
  given = givenBy(calls);
});
afterAll(() => api.close());

it('tells the world outside of everything that happens to a registration, in order, by ids alone', async () => {
  const eventId = await given.event({ capacity: 1 });
  const [ann = '', bob = ''] = await given.users(2);
  for (const userId of [ann, bob]) {
    must(await calls.registerForEvent(user(userId), { userId, eventId }));
  }
  must(await calls.unregisterFromEvent(user(ann), { userId: ann, eventId }));
  must(await calls.updateEvent(admin, { input: { eventId, status: 'CANCELLED' } }));
  await api.running.streamIdle();
  const events = api.running.busMessages.map(({ event }) => event);
  const typesOf = (userId: string) =>
    events.filter(({ detail }) => detail.userId === userId).map((one) => one['detail-type']);
  expect(typesOf(ann)).toEqual(['RegistrationRegistered', 'RegistrationRemoved']);
  expect(typesOf(bob)).toEqual(['RegistrationWaitlisted', 'RegistrationPromoted']);
  const ofEvent = events.filter(({ detail }) => detail.eventId === eventId && detail.userId === undefined);
  expect(ofEvent.map((one) => one['detail-type'])).toEqual(['EventChanged', 'EventCancelled']);
  expect(ofEvent.at(-1)?.detail).toMatchObject({ people: 1 });
  expect(new Set(events.map(({ detail }) => detail.id)).size).toBe(events.length);
});
