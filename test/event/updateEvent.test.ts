import { describe, expect, it } from 'vitest';
import type { EventStatus, UpdateEventInput } from '../../client/operations.generated.ts';
import { detailsKey, eventKey, registrationKey } from '../../domain/keys.ts';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';
import { sweep } from '../../tools/audit/sweep.ts';

const { api, calls, given, stored } = startSuite();
const olga = organizer('olga');

describe('Mutation.updateEvent', () => {
  it('changes what is mentioned and nothing else', async () => {
    const eventId = await given.event({ title: 'Old', location: 'L', description: 'D', capacity: 5 });
    const before = await stored(eventKey(eventId));
    const changed = must(await calls.updateEvent(olga, { input: { eventId, title: 'New' } }));
    expect(changed).toMatchObject({
      title: 'New',
      location: 'L',
      description: 'D',
      capacity: 5,
      version: 2,
      waitlistVersion: 1,
    });
    expect(await stored(eventKey(eventId))).toEqual({
      ...before,
      title: 'New',
      version: 2,
      editedVersion: 2,
      updatedAt: changed.updatedAt,
    });
    expect(await stored(detailsKey(eventId))).toMatchObject({ description: 'D' });
  });

  it('changes everything at once', async () => {
    const eventId = await given.event();
    const input = {
      eventId,
      title: 'T',
      description: 'D',
      date: '2031-01-01T00:00:00.000Z',
      location: 'L',
      capacity: 9,
      waitlistEnabled: false,
      status: 'CLOSED' as const,
      organizer: 'oscar',
    };
    expect(must(await calls.updateEvent(admin, { input }))).toMatchObject({ ...input, version: 2 });
    expect(await stored(eventKey(eventId))).toMatchObject({
      title: 'T',
      location: 'L',
      capacity: 9,
      status: 'CLOSED',
      organizer: 'oscar',
    });
  });

  it('counts detailsVersion up to the version where description or organizer are mentioned, and only there', async () => {
    const { eventId } = await given.eventWith(2);
    const versions = async (change: Partial<UpdateEventInput>) => {
      const { version, detailsVersion } = must(await calls.updateEvent(admin, { input: { eventId, ...change } }));
      return [version, detailsVersion];
    };
    const before = must(await calls.getEvent(olga, { eventId }))?.version ?? 0;
    expect(await versions({ title: 'New' })).toEqual([before + 1, 1]);
    expect(await versions({ description: 'New' })).toEqual([before + 2, before + 2]);
    expect(await versions({ location: 'L' })).toEqual([before + 3, before + 2]);
    expect(await versions({ organizer: 'oscar' })).toEqual([before + 4, before + 4]);
    // With people to promote, by the Lambda.
    expect(await versions({ capacity: 2, description: null })).toEqual([before + 5, before + 5]);
    expect(await versions({ capacity: 3 })).toEqual([before + 6, before + 5]);
  });

  it('rejects with EventChanged when somebody has changed the event since the form was filled, and changes nothing', async () => {
    const { eventId } = await given.eventWith(0, { description: 'Old', capacity: 5 });
    const form = must(await calls.getEvent(olga, { eventId }));
    await given.registrations(eventId, await given.users(1));
    must(await calls.updateEvent(olga, { input: { eventId, description: 'New', ifVersion: form?.version } }));
    const before = [await stored(eventKey(eventId)), await stored(detailsKey(eventId))];
    for (const change of [{ description: 'Old' }, { status: 'DRAFT' as const }, {}]) {
      const reply = await calls.updateEvent(admin, { input: { eventId, ...change, ifVersion: form?.version } });
      expect(reply).toMatchObject({ value: null, errorType: 'EventChanged' });
      expect(reply.error?.errorInfo).toEqual({ retryable: false, eventId, version: 3 });
    }
    expect([await stored(eventKey(eventId)), await stored(detailsKey(eventId))]).toEqual(before);
    must(await calls.updateEvent(olga, { input: { eventId, description: 'Newer', ifVersion: 3 } }));
    must(await calls.updateEvent(olga, { input: { eventId, description: 'Newest', ifVersion: null } }));
  });

  it('takes registrations and promotions since then for no change, also where it promotes itself', async () => {
    const { eventId } = await given.eventWith(3);
    const { version = 0 } = must(await calls.getEvent(olga, { eventId })) ?? {};
    await given.registrations(eventId, await given.users(1));
    const input = { eventId, capacity: 3, ifVersion: version };
    expect(must(await calls.updateEvent(olga, { input }))).toMatchObject({ capacity: 3, currentRegistrations: 3 });
    expect((await calls.updateEvent(olga, { input: { ...input, capacity: 4 } })).errorType).toBe('EventChanged');
  });

  it('takes a call that mentions nothing for no change, so that it refuses no form', async () => {
    const eventId = await given.event();
    const form = must(await calls.getEvent(olga, { eventId }));
    for (const ifVersion of [undefined, form?.version]) {
      must(await calls.updateEvent(admin, { input: { eventId, ifVersion } }));
    }
    const input = { eventId, title: 'Mine', ifVersion: form?.version };
    expect(must(await calls.updateEvent(olga, { input }))).toMatchObject({ title: 'Mine', version: 4 });
  });

  it('clears location and description by null', async () => {
    const eventId = await given.event({ location: 'L', description: 'D' });
    const changed = must(await calls.updateEvent(olga, { input: { eventId, location: null, description: null } }));
    expect(changed).toMatchObject({ location: null, description: null });
    expect(await stored(eventKey(eventId))).not.toHaveProperty('location');
    expect(await stored(detailsKey(eventId))).toBeNull();
  });

  it('stores a date of any offset in UTC', async () => {
    const eventId = await given.event();
    expect(must(await calls.updateEvent(olga, { input: { eventId, date: '2031-01-01T00:30:00+01:00' } })).date).toBe(
      '2030-12-31T23:30:00.000Z',
    );
  });

  it('with nothing mentioned only counts the version up', async () => {
    const eventId = await given.event();
    expect(must(await calls.updateEvent(olga, { input: { eventId } })).version).toBe(2);
  });

  it('rejects with EventNotFound when there is none, and creates nothing', async () => {
    const eventId = freshId('none');
    for (const input of [
      { eventId },
      { eventId, capacity: 5 },
      { eventId, status: 'OPEN' as const, description: 'D' },
    ]) {
      expect(await calls.updateEvent(admin, { input })).toMatchObject({ value: null, errorType: 'EventNotFound' });
    }
    expect([await stored(eventKey(eventId)), await stored(detailsKey(eventId))]).toEqual([null, null]);
  });

  it.each([
    ['the API key', 'Unauthorized', anyone],
    ['a signed-in user', 'Unauthorized', user('ada')],
    ['its organizer without the group', 'Unauthorized', user('olga')],
    ['another organizer', 'Unauthorized', organizer('oscar')],
    ['its organizer', 'success', olga],
    ['an admin', 'success', admin],
    ['a backend', 'success', backend],
  ])('called by %s is answered with %s', async (_who, outcome, as) => {
    const eventId = await given.event();
    expect((await calls.updateEvent(as, { input: { eventId, title: 'New' } })).errorType ?? 'success').toBe(outcome);
    expect(await stored(eventKey(eventId))).toMatchObject({ title: outcome === 'success' ? 'New' : 'Concert' });
  });

  it('rejects with Unauthorized when an organizer gives the event away', async () => {
    const eventId = await given.event();
    expect((await calls.updateEvent(olga, { input: { eventId, organizer: 'oscar' } })).errorType).toBe('Unauthorized');
    expect(await stored(eventKey(eventId))).toMatchObject({ organizer: 'olga', version: 1 });
  });

  const ALL: EventStatus[] = ['DRAFT', 'OPEN', 'CLOSED', 'CANCELLED'];
  const ALLOWED: Record<EventStatus, EventStatus[]> = {
    DRAFT: ['DRAFT', 'OPEN', 'CANCELLED'],
    OPEN: ['OPEN', 'CLOSED', 'CANCELLED'],
    CLOSED: ['OPEN', 'CLOSED', 'CANCELLED'],
    CANCELLED: ['CANCELLED'],
  };

  it.each(ALL.flatMap((from) => ALL.map((to) => [from, to] as const)))(
    'moves the status from %s to %s only if that is allowed',
    async (from, to) => {
      const eventId = await given.event({ status: from });
      const { value, errorType, error } = await calls.updateEvent(olga, {
        input: { eventId, status: to, title: 'New' },
      });
      if (ALLOWED[from].includes(to)) {
        expect(value).toMatchObject({ status: to, title: 'New' });
      } else {
        expect(errorType).toBe('ValidationError');
        expect(error?.errorInfo).toMatchObject({ field: 'status', status: from });
        expect(await stored(eventKey(eventId))).toMatchObject({ status: from, title: 'Concert', version: 1 });
      }
    },
  );

  it('lowers the capacity to the seats taken, and rejects with CapacityBelowRegistrations below', async () => {
    const { eventId } = await given.eventWith(2, { capacity: 5 });
    expect(must(await calls.updateEvent(olga, { input: { eventId, capacity: 2 } })).capacity).toBe(2);
    const before = await stored(eventKey(eventId));
    const reply = await calls.updateEvent(olga, { input: { eventId, capacity: 1, title: 'New' } });
    expect(reply).toMatchObject({ value: null, errorType: 'CapacityBelowRegistrations' });
    expect(reply.error?.errorInfo).toMatchObject({ capacity: 1, currentRegistrations: 2, retryable: false });
    expect(await stored(eventKey(eventId))).toEqual(before);
  });

  it('switching the waitlist off keeps those already waiting, and raising still promotes them', async () => {
    const { eventId, people } = await given.eventWith(3);
    must(await calls.updateEvent(olga, { input: { eventId, waitlistEnabled: false } }));
    expect(must(await calls.listWaitlist(olga, { eventId })).items).toHaveLength(2);
    const [late = ''] = await given.users(1);
    expect((await calls.registerForEvent(user(late), { userId: late, eventId })).errorType).toBe('EventFull');
    must(await calls.updateEvent(olga, { input: { eventId, capacity: 2 } }));
    expect(await stored(registrationKey(people[1] ?? '', eventId))).toMatchObject({ registrationStatus: 'REGISTERED' });
    expect(sweep(await api.scan())).toEqual([]);
  });
});

describe('Mutation.updateEvent, raising the capacity with people waiting', () => {
  it('promotes the first of them in order, as many as fit; other fields ride along', async () => {
    const { eventId, people } = await given.eventWith(6);
    const input: UpdateEventInput = { eventId, capacity: 4, title: 'Bigger', description: 'New', location: null };
    const changed = must(await calls.updateEvent(olga, { input }));
    expect(changed).toMatchObject({
      capacity: 4,
      currentRegistrations: 4,
      waitlistCount: 2,
      title: 'Bigger',
      description: 'New',
    });
    const statuses = await Promise.all(
      people.map(async (userId) => (await stored(registrationKey(userId, eventId)))?.registrationStatus),
    );
    expect(statuses).toEqual(['REGISTERED', 'REGISTERED', 'REGISTERED', 'REGISTERED', 'WAITLISTED', 'WAITLISTED']);
    expect((await stored(eventKey(eventId)))?.lastWaitlistChange).toMatchObject({ kind: 'PROMOTED', count: 3 });
    expect(must(await calls.getRegistration(admin, { userId: people[4] ?? '', eventId })).position).toBe(1);
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('goes beyond the queue, also of a CLOSED event', async () => {
    const { eventId } = await given.eventWith(3);
    must(await calls.updateEvent(olga, { input: { eventId, status: 'CLOSED' } }));
    const changed = must(await calls.updateEvent(olga, { input: { eventId, capacity: 10 } }));
    expect(changed).toMatchObject({ capacity: 10, currentRegistrations: 3, waitlistCount: 0 });
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('promotes nobody when it cancels the event at the same time', async () => {
    const { eventId } = await given.eventWith(3);
    const changed = must(await calls.updateEvent(olga, { input: { eventId, capacity: 10, status: 'CANCELLED' } }));
    expect(changed).toMatchObject({ capacity: 10, currentRegistrations: 1, waitlistCount: 2, status: 'CANCELLED' });
  });

  it('rejects with Unauthorized when another organizer tries', async () => {
    const { eventId } = await given.eventWith(2);
    const before = await api.scan();
    expect((await calls.updateEvent(organizer('oscar'), { input: { eventId, capacity: 5 } })).errorType).toBe(
      'Unauthorized',
    );
    expect(await api.scan()).toEqual(before);
  });

  it('promotes more than one transaction can hold, step by step', async () => {
    const { eventId, people } = await given.eventWith(62);
    const changed = must(await calls.updateEvent(olga, { input: { eventId, capacity: 58 } }));
    expect(changed).toMatchObject({ capacity: 58, currentRegistrations: 58, waitlistCount: 4 });
    const waiting = must(await calls.listWaitlist(olga, { eventId })).items.map(({ userId }) => userId);
    expect(waiting).toEqual(people.slice(58));
    expect(sweep(await api.scan())).toEqual([]);
  });
});
