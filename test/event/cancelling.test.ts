import { describe, expect, it, vi } from 'vitest';
import { detailsKey, eventKey, registrationKey } from '../../domain/keys.ts';
import { admin, anyone, organizer, user } from '../support/api.ts';
import { must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

const { api, calls, given, stored } = startSuite();
const olga = organizer('olga');

/** Whatever happens in the background has time to happen. */
const eventually = (look: () => Promise<void>) => vi.waitFor(look, { timeout: 300_000, interval: 200 });

async function cancellationOf(eventId: string): Promise<unknown> {
  const query = `{ getEvent(eventId: "${eventId}") { status cancelledAt cancellation { total told completedAt } } }`;
  const { data, errors } = await api.graphql(anyone, query);
  expect(errors).toEqual([]);
  return data?.getEvent;
}

describe('cancelling an event', () => {
  it('reaches everybody who is in it, says how far it has come, and changes nobody’s place', async () => {
    const { eventId, people } = await given.eventWith(3);
    expect(await cancellationOf(eventId)).toEqual({ status: 'OPEN', cancelledAt: null, cancellation: null });
    must(await calls.updateEvent(olga, { input: { eventId, status: 'CANCELLED' } }));
    await eventually(async () => {
      expect(await cancellationOf(eventId)).toEqual({
        status: 'CANCELLED',
        cancelledAt: expect.any(String),
        cancellation: { total: 3, told: 3, completedAt: expect.any(String) },
      });
    });
    const { cancelledAt } = (await stored(eventKey(eventId)))!;
    for (const [index, userId] of people.entries()) {
      expect(must(await calls.getRegistration(user(userId), { userId, eventId }))).toMatchObject({
        registrationStatus: index === 0 ? 'REGISTERED' : 'WAITLISTED',
        cancelledAt,
      });
    }
    must(await calls.updateEvent(olga, { input: { eventId, status: 'CANCELLED', title: 'Again' } }));
    expect((await stored(eventKey(eventId)))?.cancelledAt).toBe(cancelledAt);
  });

  it('has nobody to tell of what was never public', async () => {
    const eventId = await given.event({ status: 'DRAFT' });
    must(await calls.updateEvent(olga, { input: { eventId, status: 'CANCELLED' } }));
    const query = `{ getEvent(eventId: "${eventId}") { cancelledAt cancellation { told } } }`;
    expect(await api.graphql(olga, query)).toMatchObject({
      data: { getEvent: { cancelledAt: expect.any(String), cancellation: null } },
      errors: [],
    });
  });
});

describe('Mutation.deleteEvent of a cancelled event with people in it', () => {
  it('marks it, answers it as it is, again too, and deletes it with everybody in it', async () => {
    const { eventId, people } = await given.eventWith(2, { description: 'D' });
    must(await calls.updateEvent(olga, { input: { eventId, status: 'CANCELLED' } }));
    const marked = must(await calls.deleteEvent(olga, { eventId }));
    expect(marked).toMatchObject({ status: 'CANCELLED', description: 'D', deletionRequestedAt: expect.any(String) });
    await eventually(async () => expect(await stored(eventKey(eventId))).toBeNull());
    for (const userId of people) {
      expect(await stored(registrationKey(userId, eventId))).toBeNull();
    }
    expect(await stored(detailsKey(eventId))).toMatchObject({ entityType: 'DeletedEvent', organizer: 'olga' });
    expect(await calls.deleteEvent(admin, { eventId })).toMatchObject({ errorType: 'EventNotFound' });
  });

  it('is for its organizer', async () => {
    const { eventId } = await given.eventWith(1);
    must(await calls.updateEvent(olga, { input: { eventId, status: 'CANCELLED' } }));
    expect(await calls.deleteEvent(organizer('oscar'), { eventId })).toMatchObject({ errorType: 'Unauthorized' });
    expect((await stored(eventKey(eventId)))?.deletionRequestedAt).toBeUndefined();
  });
});
