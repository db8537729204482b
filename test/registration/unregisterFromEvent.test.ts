import { describe, expect, it } from 'vitest';
import { eventKey, registrationKey } from '../../domain/keys.ts';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';
import { sweep } from '../../tools/audit/sweep.ts';

const { api, calls, given, stored } = startSuite();
const olga = organizer('olga');

describe('Mutation.unregisterFromEvent', () => {
  it('gives a seat back when nobody waits', async () => {
    const { eventId, people } = await given.eventWith(2, { capacity: 2 });
    const userId = people[0] ?? '';
    const gone = must(await calls.unregisterFromEvent(user(userId), { userId, eventId }));
    expect(gone).toEqual({
      userId,
      eventId,
      registrationId: null,
      registrationStatus: 'REGISTERED',
      promoted: false,
      promotedUserId: null,
    });
    expect(await stored(registrationKey(userId, eventId))).toBeNull();
    expect(await stored(eventKey(eventId))).toMatchObject({
      currentRegistrations: 1,
      waitlistCount: 0,
      version: 4,
      waitlistVersion: 1,
    });
  });

  it('hands the seat to the head of the waitlist', async () => {
    const { eventId, people } = await given.eventWith(3);
    const [leaver = '', head = '', next = ''] = people;
    const gone = must(await calls.unregisterFromEvent(user(leaver), { userId: leaver, eventId }));
    expect(gone).toEqual({
      userId: leaver,
      eventId,
      registrationId: null,
      registrationStatus: 'REGISTERED',
      promoted: true,
      promotedUserId: null,
    });
    const promoted = await stored(registrationKey(head, eventId));
    expect(promoted).toMatchObject({
      registrationStatus: 'REGISTERED',
      joinedPosition: 1,
      promotedAt: promoted?.registeredAt,
    });
    expect(must(await calls.getRegistration(user(next), { userId: next, eventId }))).toMatchObject({
      position: 1,
      joinedPosition: 2,
    });
    const change = { kind: 'PROMOTED', waitlistedAt: promoted?.waitlistedAt, count: 1 };
    expect(await stored(eventKey(eventId))).toMatchObject({
      currentRegistrations: 1,
      waitlistCount: 1,
      version: 5,
      waitlistVersion: 4,
      lastWaitlistChange: change,
    });
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('gives up a place on the waitlist and moves those behind up', async () => {
    const { eventId, people } = await given.eventWith(4);
    const userId = people[2] ?? '';
    const gone = must(await calls.unregisterFromEvent(user(userId), { userId, eventId }));
    expect(gone).toEqual({
      userId,
      eventId,
      registrationId: expect.any(String) as string,
      registrationStatus: 'WAITLISTED',
      promoted: false,
      promotedUserId: null,
    });
    expect(must(await calls.listWaitlist(admin, { eventId })).items.map((entry) => entry.userId)).toEqual([
      people[1],
      people[3],
    ]);
    expect(await stored(eventKey(eventId))).toMatchObject({
      currentRegistrations: 1,
      waitlistCount: 2,
      lastWaitlistChange: { kind: 'LEFT', count: 1 },
    });
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('promotes while the event is CLOSED, and nobody once it is CANCELLED', async () => {
    const { eventId, people } = await given.eventWith(4, { capacity: 2 });
    const [first = '', second = '', third = '', fourth = ''] = people;
    must(await calls.updateEvent(olga, { input: { eventId, status: 'CLOSED' } }));
    expect(must(await calls.unregisterFromEvent(user(first), { userId: first, eventId })).promoted).toBe(true);
    must(await calls.updateEvent(olga, { input: { eventId, status: 'CANCELLED' } }));
    expect(must(await calls.unregisterFromEvent(user(second), { userId: second, eventId })).promoted).toBe(false);
    expect(must(await calls.unregisterFromEvent(user(fourth), { userId: fourth, eventId })).registrationStatus).toBe(
      'WAITLISTED',
    );
    expect(must(await calls.unregisterFromEvent(user(third), { userId: third, eventId })).promoted).toBe(false);
    expect(await stored(eventKey(eventId))).toMatchObject({ currentRegistrations: 0, waitlistCount: 0 });
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('rejects with NotRegistered when there is no registration, for unknown users as well, and when it is repeated', async () => {
    const [{ eventId, people }, full, [stranger = '']] = await Promise.all([
      given.eventWith(1),
      given.eventWith(2),
      given.users(1),
    ]);
    const userId = people[0] ?? '';
    must(await calls.unregisterFromEvent(user(userId), { userId, eventId }));
    const before = await api.scan(eventId);
    for (const who of [userId, stranger, freshId('nobody')]) {
      for (const which of [eventId, full.eventId]) {
        const reply = await calls.unregisterFromEvent(user(who), { userId: who, eventId: which });
        expect(reply).toMatchObject({
          value: null,
          errorType: 'NotRegistered',
          error: { errorInfo: { eventId: which } },
        });
      }
    }
    expect(await api.scan(eventId)).toEqual(before);
  });

  describe('of the registration that is meant', () => {
    const idOf = async (userId: string, eventId: string) =>
      must(await calls.getRegistration(user(userId), { userId, eventId })).registrationId;

    it.each([
      ['a free seat', 1, 0],
      ['a seat that goes to the head of the queue', 2, 0],
      ['a place', 2, 1],
    ])('gives up %s, once: a repeated call does not touch a newer registration', async (_, count, which) => {
      const { eventId, people } = await given.eventWith(count);
      const userId = people[which] ?? '';
      const registrationId = await idOf(userId, eventId);
      const mine = { userId, eventId, registrationId };
      const gone = must(await calls.unregisterFromEvent(user(userId), mine));
      expect(gone).toMatchObject({ registrationId, promoted: count === 2 && which === 0 });
      expect(await calls.unregisterFromEvent(user(userId), mine)).toMatchObject({ errorType: 'NotRegistered' });
      must(await calls.registerForEvent(user(userId), { userId, eventId }));
      const before = await api.scan(eventId);
      for (const ifStatus of [null, 'REGISTERED', 'WAITLISTED'] as const) {
        const again = await calls.unregisterFromEvent(user(userId), { ...mine, ifStatus });
        expect(again).toMatchObject({ errorType: 'NotRegistered', error: { errorInfo: { eventId } } });
      }
      expect(await api.scan(eventId)).toEqual(before);
      const newer = await idOf(userId, eventId);
      must(await calls.unregisterFromEvent(user(userId), { ...mine, registrationId: newer }));
      expect(sweep(await api.scan())).toEqual([]);
    });

    it('leaves the queue only: whoever was promoted meanwhile keeps the seat', async () => {
      const { eventId, people } = await given.eventWith(2);
      const [leaver = '', userId = ''] = people;
      const registrationId = await idOf(userId, eventId);
      must(await calls.unregisterFromEvent(user(leaver), { userId: leaver, eventId }));
      const before = await api.scan();
      for (const mine of [{ registrationId }, {}]) {
        const reply = await calls.unregisterFromEvent(user(userId), {
          userId,
          eventId,
          ...mine,
          ifStatus: 'WAITLISTED',
        });
        expect(reply).toMatchObject({
          errorType: 'RegistrationStatusChanged',
          error: { errorInfo: { retryable: false, eventId, registrationId, registrationStatus: 'REGISTERED' } },
        });
      }
      expect(await api.scan()).toEqual(before);
      const gone = await calls.unregisterFromEvent(user(userId), { userId, eventId, ifStatus: 'REGISTERED' });
      expect(must(gone).registrationStatus).toBe('REGISTERED');
    });

    it('gives up a seat only, and a place only', async () => {
      const { eventId, people } = await given.eventWith(2);
      const userId = people[1] ?? '';
      const before = await api.scan();
      const reply = await calls.unregisterFromEvent(user(userId), { userId, eventId, ifStatus: 'REGISTERED' });
      expect(reply).toMatchObject({
        errorType: 'RegistrationStatusChanged',
        error: { errorInfo: { registrationStatus: 'WAITLISTED' } },
      });
      expect(await api.scan()).toEqual(before);
      const gone = await calls.unregisterFromEvent(user(userId), { userId, eventId, ifStatus: 'WAITLISTED' });
      expect(must(gone).registrationStatus).toBe('WAITLISTED');
      expect(sweep(await api.scan())).toEqual([]);
    });

    it('tells nobody of others: another organizer is refused whatever they ask for', async () => {
      const { eventId, people } = await given.eventWith(2);
      for (const userId of people) {
        for (const mine of [
          { ifStatus: 'WAITLISTED' },
          { ifStatus: 'REGISTERED' },
          { registrationId: 'none' },
        ] as const) {
          const reply = await calls.unregisterFromEvent(organizer('oscar'), { userId, eventId, ...mine });
          expect(reply.errorType).toBe('Unauthorized');
        }
      }
    });

    it('answers the event with its counters afterwards, where they are asked for', async () => {
      const { eventId, people } = await given.eventWith(3);
      const userId = people[2] ?? '';
      const leave = `mutation { unregisterFromEvent(userId: "${userId}", eventId: "${eventId}") {
        registrationId event { eventId currentRegistrations waitlistCount waitlistVersion description } } }`;
      const registrationId = await idOf(userId, eventId);
      expect((await api.graphql(user(userId), leave)).data.unregisterFromEvent).toEqual({
        registrationId,
        event: { eventId, currentRegistrations: 1, waitlistCount: 1, waitlistVersion: 4, description: null },
      });
    });
  });

  it('rejects with EventNotFound when there is no event', async () => {
    const [userId = ''] = await given.users(1);
    const eventId = freshId('none');
    for (const as of [user(userId), olga, admin]) {
      expect((await calls.unregisterFromEvent(as, { userId, eventId })).errorType).toBe('EventNotFound');
    }
    expect(await stored(eventKey(eventId))).toBeNull();
  });

  it.each([
    ['the API key', 'Unauthorized', anyone],
    ['another user', 'Unauthorized', user('ada')],
    ['its organizer without the group', 'Unauthorized', user('olga')],
    ['another organizer', 'Unauthorized', organizer('oscar')],
    ['its organizer', 'success', olga],
    ['an admin', 'success', admin],
    ['a backend', 'success', backend],
  ])(
    'called by %s for somebody is answered with %s: a free seat, a handed-over seat, a place in the queue',
    async (_who, outcome, as) => {
      const [alone, full] = await Promise.all([given.eventWith(1), given.eventWith(3)]);
      const before = await api.scan();
      const targets: [string, string | undefined][] = [
        [alone.eventId, alone.people[0]],
        [full.eventId, full.people[2]],
        [full.eventId, full.people[0]],
      ];
      for (const [eventId, userId = ''] of targets) {
        expect((await calls.unregisterFromEvent(as, { userId, eventId })).errorType ?? 'success').toBe(outcome);
        expect((await stored(registrationKey(userId, eventId))) === null).toBe(outcome === 'success');
      }
      if (outcome !== 'success') {
        expect(await api.scan()).toEqual(before);
      }
      expect(sweep(await api.scan())).toEqual([]);
    },
  );
});

describe('Unregistration.promotedUserId', () => {
  it.each([
    ['its organizer', olga],
    ['an admin', admin],
    ['a backend', backend],
  ])('is shown to %s', async (_who, as) => {
    const { eventId, people } = await given.eventWith(2);
    const gone = must(await calls.unregisterFromEvent(as, { userId: people[0] ?? '', eventId }));
    expect(gone).toMatchObject({ promoted: true, promotedUserId: people[1] });
  });

  it('is hidden from the leaver, also if the leaver organizes other events', async () => {
    const { eventId, people } = await given.eventWith(3, { capacity: 2 });
    const userId = people[0] ?? '';
    const gone = must(await calls.unregisterFromEvent(organizer(userId), { userId, eventId }));
    expect(gone).toMatchObject({ promoted: true, promotedUserId: null });
  });

  it('is shown to a leaver who organizes the event', async () => {
    const [organizerId = '', head = ''] = await given.users(2);
    const eventId = await given.event({ organizer: organizerId });
    await given.registrations(eventId, [organizerId, head]);
    const gone = must(await calls.unregisterFromEvent(organizer(organizerId), { userId: organizerId, eventId }));
    expect(gone).toMatchObject({ promoted: true, promotedUserId: head });
  });
});
