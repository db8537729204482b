import { describe, expect, it } from 'vitest';
import { detailsKey, eventKey } from '../../domain/keys.ts';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { eventInput, freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

const { api, calls, given, stored } = startSuite();
const olga = organizer('olga');

describe('Mutation.deleteEvent', () => {
  it('deletes the event with its description and answers it as it was', async () => {
    const input = eventInput({ description: 'D', location: 'L' });
    const created = must(await calls.createEvent(admin, { input }));
    const { eventId } = created;
    expect(must(await calls.deleteEvent(olga, { eventId }))).toEqual(created);
    expect([await stored(eventKey(eventId)), await stored(detailsKey(eventId))]).toEqual([null, null]);
    expect((await calls.getEvent(anyone, { eventId })).value).toBeNull();
  });

  it('makes room for a new beginning under the same id', async () => {
    const eventId = await given.event({ description: 'Old' });
    must(await calls.updateEvent(olga, { input: { eventId, title: 'Changed' } }));
    must(await calls.deleteEvent(olga, { eventId }));
    const again = must(await calls.createEvent(olga, { input: eventInput({ eventId }) }));
    expect(again).toMatchObject({ version: 1, waitlistVersion: 1, description: null, title: 'Concert' });
  });

  it('rejects with EventNotFound when there is none, and when it is repeated', async () => {
    const eventId = await given.event();
    must(await calls.deleteEvent(olga, { eventId }));
    expect(await calls.deleteEvent(olga, { eventId })).toMatchObject({ value: null, errorType: 'EventNotFound' });
    expect(await calls.deleteEvent(admin, { eventId: freshId('none') })).toMatchObject({ errorType: 'EventNotFound' });
  });

  it.each([
    ['somebody has a seat', 1, {}],
    ['somebody has a seat and others wait', 3, {}],
    ['it is cancelled, but somebody still has a seat', 1, { status: 'CANCELLED' as const }],
  ])('rejects with EventNotEmpty when %s; nothing is deleted', async (_when, count, change) => {
    const { eventId } = await given.eventWith(count, { description: 'D' });
    must(await calls.updateEvent(olga, { input: { eventId, ...change } }));
    const before = await api.scan();
    const { errorType, error } = await calls.deleteEvent(olga, { eventId });
    expect(errorType).toBe('EventNotEmpty');
    expect(error?.errorInfo).toMatchObject({ retryable: false, currentRegistrations: 1, waitlistCount: count - 1 });
    expect(await api.scan()).toEqual(before);
  });

  it('succeeds once the last one has left', async () => {
    const { eventId, people } = await given.eventWith(2);
    for (const userId of people) {
      must(await calls.unregisterFromEvent(user(userId), { userId, eventId }));
    }
    expect(must(await calls.deleteEvent(olga, { eventId }))).toMatchObject({
      currentRegistrations: 0,
      waitlistCount: 0,
    });
  });

  it.each([
    ['the API key', 'Unauthorized', anyone],
    ['a signed-in user', 'Unauthorized', user('ada')],
    ['its organizer without the group', 'Unauthorized', user('olga')],
    ['another organizer', 'Unauthorized', organizer('oscar')],
    ['an admin', 'success', admin],
    ['a backend', 'success', backend],
  ])('called by %s is answered with %s', async (_who, outcome, as) => {
    const eventId = await given.event();
    const reply = await calls.deleteEvent(as, { eventId });
    expect(reply.errorType ?? 'success').toBe(outcome);
    expect((await stored(eventKey(eventId))) === null).toBe(outcome === 'success');
  });
});
