import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { eventKey, registrationKey, waitlistEntryKey } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { sweep } from '../../tools/audit/sweep.ts';
import { admin, anyone, backend, door, organizer, user } from '../support/api.ts';
import { freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

const { api, calls, given, stored } = startSuite();
const olga = organizer('olga');
const reason = 'Speaks on the panel';

/** An event of olga's with one seat, and four who wait for another. */
async function queue() {
  const { eventId, people } = await given.eventWith(5);
  const [seated = '', first = '', second = '', third = '', last = ''] = people;
  const place = async (userId: string) => {
    const { position, waitlistCount } = must(await calls.getRegistration(admin, { userId, eventId }));
    return [position, waitlistCount];
  };
  return { eventId, seated, first, second, third, last, place, one: { userId: third, eventId, reason } };
}

describe('Mutation.admitFromWaitlist', () => {
  it('gives the event a seat more and that person the seat, and moves up only who waits behind', async () => {
    const { eventId, first, second, third, last, place, one } = await queue();
    const waited = await stored(registrationKey(third, eventId));
    const answer = must(await calls.admitFromWaitlist(olga, one));
    expect(answer).toMatchObject({
      userId: third,
      registrationId: waited?.requestId,
      registrationStatus: 'REGISTERED',
      waitlistedAt: waited?.waitlistedAt,
      promotedAt: answer.registeredAt,
      admittedBy: 'olga',
      admissionReason: reason,
      event: { capacity: 2, currentRegistrations: 2, seatsLeft: 0, waitlistCount: 3, version: 7 },
    });
    expect(await stored(waitlistEntryKey(eventId, String(waited?.waitlistedAt), third))).toBeNull();
    expect(must(await calls.getRegistration(user(third), { eventId }))).toMatchObject({
      registrationStatus: 'REGISTERED',
      registeredAt: answer.registeredAt,
    });
    const listed = must(await calls.listEventRegistrations(olga, { eventId })).items;
    expect(listed.find(({ userId }) => userId === third)).toMatchObject({
      admittedBy: 'olga',
      admissionReason: reason,
    });
    expect(listed.filter(({ admissionReason }) => admissionReason !== null)).toHaveLength(1);
    expect(await Promise.all([first, second, last].map(place))).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect((await stored(eventKey(eventId)))?.lastWaitlistChange).toEqual({
      kind: 'ADMITTED',
      waitlistedAt: waited?.waitlistedAt,
      count: 1,
    });
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('leaves the order of the queue as it is: the next seat is that of the head', async () => {
    const { eventId, seated, first, second, third, one, place } = await queue();
    must(await calls.admitFromWaitlist(olga, one));
    const left = must(await calls.unregisterFromEvent(admin, { userId: seated, eventId }));
    expect(left).toMatchObject({ promoted: true, promotedUserId: first });
    const next = must(await calls.unregisterFromEvent(admin, { userId: third, eventId }));
    expect(next).toMatchObject({ promoted: true, promotedUserId: second });
    expect(await place(must(await calls.listWaitlist(admin, { eventId })).items[0]?.userId ?? '')).toEqual([1, 1]);
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('is success for somebody who has a seat, and changes nothing, so that it can be repeated', async () => {
    const { eventId, seated, one } = await queue();
    const { event: _, ...answer } = must(await calls.admitFromWaitlist(olga, one));
    const before = await api.scan();
    expect(must(await calls.admitFromWaitlist(admin, { ...one, reason: 'Again' }))).toMatchObject(answer);
    const other = must(await calls.admitFromWaitlist(olga, { userId: seated, eventId, reason }));
    expect(other).toMatchObject({ registrationStatus: 'REGISTERED', admittedBy: null, admissionReason: null });
    expect(await api.scan()).toEqual(before);
  });

  it('lets in while the event is CLOSED, and rejects with EventNotOpen once it is CANCELLED', async () => {
    const { eventId, last, one } = await queue();
    must(await calls.updateEvent(olga, { input: { eventId, status: 'CLOSED' } }));
    must(await calls.admitFromWaitlist(olga, one));
    must(await calls.updateEvent(olga, { input: { eventId, status: 'CANCELLED' } }));
    expect(await calls.admitFromWaitlist(olga, { ...one, userId: last })).toMatchObject({
      errorType: 'EventNotOpen',
      error: { errorInfo: { eventId, status: 'CANCELLED' } },
    });
  });

  it('rejects with NotRegistered whoever is not there, and with EventNotFound where there is no event', async () => {
    const { eventId, third } = await queue();
    const before = await api.scan();
    const nobody = { userId: freshId('nobody'), eventId, reason };
    expect((await calls.admitFromWaitlist(olga, nobody)).errorType).toBe('NotRegistered');
    const nowhere = { userId: third, eventId: freshId('none'), reason };
    expect((await calls.admitFromWaitlist(olga, nowhere)).errorType).toBe('EventNotFound');
    expect(await api.scan()).toEqual(before);
  });

  it('rejects with ValidationError bad ids, a reason that is none or too long, and a capacity that cannot grow', async () => {
    const { eventId, one } = await queue();
    const wrong = { userId: 'no blank', eventId: 'no blank', reason: ' ' };
    for (const [field, value] of [...Object.entries(wrong), ['reason', 'x'.repeat(LIMITS.reasonLength + 1)]] as const) {
      expect(await calls.admitFromWaitlist(olga, { ...one, [field]: value })).toMatchObject({
        errorType: 'ValidationError',
        error: { errorInfo: { field } },
      });
    }
    const event = (await stored(eventKey(eventId)))!;
    const put = (Item: Record<string, unknown>) =>
      api.documents.send(new PutCommand({ TableName: api.tableName, Item }));
    await put({ ...event, capacity: LIMITS.capacityMax });
    expect(await calls.admitFromWaitlist(olga, one)).toMatchObject({
      errorType: 'ValidationError',
      error: { errorInfo: { field: 'capacity', max: LIMITS.capacityMax } },
    });
    await put(event);
  });

  it('is an edit: a form that was filled before is refused afterwards', async () => {
    const { eventId, one } = await queue();
    const { version } = must(await calls.getEvent(olga, { eventId }));
    must(await calls.admitFromWaitlist(olga, one));
    const form = { eventId, capacity: 1, ifVersion: version };
    expect((await calls.updateEvent(olga, { input: form })).errorType).toBe('EventChanged');
  });

  it('lets everybody in once whom many calls let in at once', async () => {
    const { eventId, first, second, third, last } = await queue();
    const people = [first, second, third, last, last, third];
    const answers = await Promise.all(
      people.map((userId) => calls.admitFromWaitlist(olga, { userId, eventId, reason })),
    );
    expect(answers.map(({ value }) => value?.registrationStatus)).toEqual(people.map(() => 'REGISTERED'));
    expect(await stored(eventKey(eventId))).toMatchObject({ capacity: 5, currentRegistrations: 5, waitlistCount: 0 });
    expect(sweep(await api.scan())).toEqual([]);
  });

  it.each([
    ['the API key', 'Unauthorized', anyone],
    ['the person', 'Unauthorized', null],
    ['its organizer without the group', 'Unauthorized', user('olga')],
    ['another organizer', 'Unauthorized', organizer('oscar')],
    ['somebody in group door', 'Unauthorized', door('dora')],
    ['its organizer', 'success', olga],
    ['an admin', 'success', admin],
    ['a backend', 'success', backend],
  ])('called by %s is answered with %s', async (who, outcome, as) => {
    const { eventId, third, one } = await queue();
    const { errorType, value } = await calls.admitFromWaitlist(as ?? user(third), one);
    expect(errorType ?? 'success').toBe(outcome);
    expect(await stored(eventKey(eventId))).toMatchObject({ waitlistCount: outcome === 'success' ? 3 : 4 });
    if (who === 'a backend') {
      expect(value).toMatchObject({ admittedBy: null, admissionReason: reason });
    }
  });
});
