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
    expect(must(await calls.deleteEvent(olga, { eventId }))).toEqual({ ...created, deletionRequestedAt: null });
    expect(await stored(eventKey(eventId))).toBeNull();
    expect(await stored(detailsKey(eventId))).toEqual({
      ...detailsKey(eventId),
      entityType: 'DeletedEvent',
      eventId,
      organizer: 'olga',
      deletedAt: expect.any(String),
    });
    expect((await calls.getEvent(anyone, { eventId })).value).toBeNull();
  });

  it('makes room for a new beginning under the same id', async () => {
    const eventId = await given.event({ description: 'Old' });
    must(await calls.updateEvent(olga, { input: { eventId, title: 'Changed' } }));
    must(await calls.deleteEvent(olga, { eventId }));
    const again = must(await calls.createEvent(olga, { input: eventInput({ eventId }) }));
    expect(again).toMatchObject({ version: 1, waitlistVersion: 1, description: null, title: 'Concert' });
    expect(await stored(detailsKey(eventId))).toBeNull();
  });

  it.each([
    ['its organizer', 'olga', organizer('olga'), null, true],
    ['an admin for its organizer', 'olga', admin, 'olga', true],
    ['another organizer', 'olga', organizer('oscar'), null, false],
    ['an admin for another organizer', 'olga', admin, 'oscar', false],
    ['an admin for themselves', 'olga', admin, null, false],
    ['a backend for nobody', 'olga', backend, null, false],
    ['a backend for nobody, as it was', null, backend, null, true],
    ['an organizer, where it had none', null, organizer('oscar'), null, false],
  ])('keeps the id for the last organizer: asked for by %s', async (_who, before, as, named, isFree) => {
    const { eventId } = must(
      await calls.createEvent(backend, { input: eventInput({ organizer: before, description: 'Old' }) }),
    );
    must(await calls.deleteEvent(admin, { eventId }));
    const left = await stored(detailsKey(eventId));
    for (const description of [undefined, 'New']) {
      const input = eventInput({ eventId, organizer: named, description });
      const { error, value, errorType } = await calls.createEvent(as, { input });
      expect(errorType).toBe(isFree ? null : 'EventAlreadyExists');
      if (isFree) {
        expect(value?.description ?? null).toBe(description ?? null);
        must(await calls.deleteEvent(admin, { eventId }));
      } else {
        expect(error?.errorInfo).toEqual({ retryable: false, eventId, isSameOrganizer: false, event: null });
        expect([await stored(eventKey(eventId)), await stored(detailsKey(eventId))]).toEqual([null, left]);
      }
    }
  });

  it('keeps the id for whom the event was handed over to', async () => {
    const eventId = await given.event();
    must(await calls.updateEvent(admin, { input: { eventId, organizer: 'oscar' } }));
    must(await calls.deleteEvent(organizer('oscar'), { eventId }));
    const input = eventInput({ eventId, organizer: null });
    expect((await calls.createEvent(olga, { input })).errorType).toBe('EventAlreadyExists');
    expect(must(await calls.createEvent(organizer('oscar'), { input })).organizer).toBe('oscar');
  });

  it('is not in the way of the organizer’s lists', async () => {
    const date = '2033-05-05T00:00:00.000Z';
    for (const status of ['OPEN', 'DRAFT'] as const) {
      must(await calls.deleteEvent(olga, { eventId: await given.event({ date, status }) }));
    }
    for (const filter of [
      { from: date, to: date },
      { from: date, to: date, status: 'DRAFT' as const },
    ]) {
      expect(must(await calls.listEvents(olga, { filter })).items).toEqual([]);
    }
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
