import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { eventKey, registrationKey, waitlistEntryKey } from '../../domain/keys.ts';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';
import { sweep } from '../../tools/audit/sweep.ts';

const { api, calls, given, stored } = startSuite();
const olga = organizer('olga');
const TIMESTAMP = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe('Mutation.registerForEvent', () => {
  it('takes a free seat and stores the registration', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event({ capacity: 2 }), given.users(1)]);
    const registered = must(await calls.registerForEvent(user(userId), { userId, eventId }));
    expect(registered).toEqual({
      userId,
      eventId,
      registrationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      registrationStatus: 'REGISTERED',
      registeredAt: TIMESTAMP,
      waitlistedAt: null,
      promotedAt: null,
      checkedInAt: null,
      cancelledAt: null,
      joinedPosition: null,
      position: null,
      waitlistCount: null,
      waitlistVersion: null,
    });
    const { registrationId, registeredAt } = registered;
    expect(await stored(registrationKey(userId, eventId))).toEqual({
      ...registrationKey(userId, eventId),
      entityType: 'Registration',
      userId,
      eventId,
      requestId: registrationId,
      registrationStatus: 'REGISTERED',
      registeredAt,
      createdAt: registeredAt,
      updatedAt: registeredAt,
    });
    expect(await stored(eventKey(eventId))).toMatchObject({
      currentRegistrations: 1,
      waitlistCount: 0,
      version: 2,
      waitlistVersion: 1,
      updatedAt: registeredAt,
    });
  });

  it('takes the place at the end of the waitlist when the event is full', async () => {
    const [{ eventId }, [userId = '']] = await Promise.all([given.eventWith(2), given.users(1)]);
    const waiting = must(await calls.registerForEvent(user(userId), { userId, eventId }));
    expect(waiting).toMatchObject({
      registrationStatus: 'WAITLISTED',
      registeredAt: null,
      waitlistedAt: TIMESTAMP,
      promotedAt: null,
      checkedInAt: null,
    });
    expect(waiting).toMatchObject({ joinedPosition: 2, position: 2, waitlistCount: 2, waitlistVersion: 3 });
    const waitlistedAt = waiting.waitlistedAt ?? '';
    const change = { kind: 'JOINED', waitlistedAt, count: 1 };
    expect(await stored(registrationKey(userId, eventId))).toMatchObject({
      registrationStatus: 'WAITLISTED',
      waitlistedAt,
      joinedPosition: 2,
    });
    expect(await stored(waitlistEntryKey(eventId, waitlistedAt, userId))).toMatchObject({
      userId,
      eventId,
      waitlistedAt,
      joinedPosition: 2,
    });
    expect(await stored(eventKey(eventId))).toMatchObject({
      waitlistCount: 2,
      waitlistTail: waitlistedAt,
      lastWaitlistChange: change,
      version: 4,
    });
  });

  it('rejects with AlreadyRegistered, with the registration in errorInfo, when there is one', async () => {
    const { eventId, people } = await given.eventWith(2);
    const before = await api.scan();
    for (const [userId, registrationStatus] of [
      [people[0] ?? '', 'REGISTERED'] as const,
      [people[1] ?? '', 'WAITLISTED'] as const,
    ]) {
      const { value, errorType, error } = await calls.registerForEvent(user(userId), { userId, eventId });
      expect({ value, errorType }).toEqual({ value: null, errorType: 'AlreadyRegistered' });
      expect(error?.errorInfo).toMatchObject({
        retryable: false,
        registration: { eventId, registrationStatus },
      });
    }
    expect(await api.scan()).toEqual(before);
  });

  it('says AlreadyRegistered before anything about the event', async () => {
    const { eventId, people } = await given.eventWith(1);
    must(await calls.updateEvent(admin, { input: { eventId, status: 'CANCELLED' } }));
    const userId = people[0] ?? '';
    expect((await calls.registerForEvent(user(userId), { userId, eventId })).errorType).toBe('AlreadyRegistered');
  });

  it('rejects with UserNotFound before EventNotFound when there is neither', async () => {
    const [userId, eventId] = [freshId('nobody'), freshId('none')];
    expect(await calls.registerForEvent(user(userId), { userId, eventId })).toMatchObject({
      value: null,
      errorType: 'UserNotFound',
    });
  });

  it('rejects with EventNotFound when there is none', async () => {
    const [userId = ''] = await given.users(1);
    const eventId = freshId('none');
    const before = await api.scan();
    for (const as of [user(userId), olga, admin]) {
      expect((await calls.registerForEvent(as, { userId, eventId })).errorType).toBe('EventNotFound');
    }
    expect(await api.scan()).toEqual(before);
  });

  it.each(['CLOSED', 'CANCELLED'] as const)(
    'rejects with EventNotOpen when it is %s, with seats or without',
    async (status) => {
      const [userId = ''] = await given.users(1);
      for (const { eventId } of [await given.eventWith(0), await given.eventWith(2)]) {
        must(await calls.updateEvent(olga, { input: { eventId, status } }));
        const { errorType, error } = await calls.registerForEvent(user(userId), { userId, eventId });
        expect({ errorType, status: error?.errorInfo?.status }).toEqual({ errorType: 'EventNotOpen', status });
        expect(await stored(registrationKey(userId, eventId))).toBeNull();
      }
    },
  );

  it('rejects with EventFull when the last seat is taken and there is no waitlist', async () => {
    const [{ eventId }, [userId = '']] = await Promise.all([
      given.eventWith(1, { waitlistEnabled: false }),
      given.users(1),
    ]);
    const before = await api.scan(eventId);
    const { errorType, error } = await calls.registerForEvent(user(userId), { userId, eventId });
    expect({ errorType, capacity: error?.errorInfo?.capacity }).toEqual({ errorType: 'EventFull', capacity: 1 });
    expect(await api.scan(eventId)).toEqual(before);
  });

  it('rejects with ValidationError when an id is none', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
    const before = await api.scan(eventId);
    for (const bad of ['', 'a b', 'a#b', 'a\u0007', 'x'.repeat(65)]) {
      for (const [field, ids] of Object.entries({
        userId: { userId: bad, eventId },
        eventId: { userId, eventId: bad },
      })) {
        expect((await calls.registerForEvent(admin, ids)).error).toMatchObject({
          errorType: 'ValidationError',
          errorInfo: { field },
        });
        expect((await calls.unregisterFromEvent(admin, ids)).error).toMatchObject({
          errorType: 'ValidationError',
          errorInfo: { field },
        });
        expect((await calls.getRegistration(admin, ids)).error).toMatchObject({
          errorType: 'ValidationError',
          errorInfo: { field },
        });
      }
      const reply = await calls.registerForEvent(user(userId), { userId, eventId, clientRequestId: bad });
      expect(reply.error).toMatchObject({ errorType: 'ValidationError', errorInfo: { field: 'clientRequestId' } });
    }
    expect(await api.scan(eventId)).toEqual(before);
  });

  it.each([
    ['the API key', 'Unauthorized', anyone],
    ['another user', 'Unauthorized', user('ada')],
    ['its organizer without the group', 'Unauthorized', user('olga')],
    ['another organizer', 'Unauthorized', organizer('oscar')],
    ['its organizer', 'success', olga],
    ['an admin', 'success', admin],
    ['a backend', 'success', backend],
  ])('called by %s for somebody is answered with %s', async (_who, outcome, as) => {
    const [{ eventId }, free, [userId = '']] = await Promise.all([given.eventWith(1), given.event(), given.users(1)]);
    for (const target of [free, eventId]) {
      expect((await calls.registerForEvent(as, { userId, eventId: target })).errorType ?? 'success').toBe(outcome);
      expect((await stored(registrationKey(userId, target))) !== null).toBe(outcome === 'success');
    }
  });

  it.each([
    ['a seat', 0, 'REGISTERED', null],
    ['a place', 1, 'WAITLISTED', null],
    ['a seat, in the lane', 0, 'REGISTERED', '9999-12-31T23:59:59.999Z'],
    ['a place, in the lane', 1, 'WAITLISTED', '9999-12-31T23:59:59.999Z'],
  ])('notes which organizer has registered somebody: %s', async (_what, seated, registrationStatus, laneUntil) => {
    for (const [as, registeredBy] of [
      [olga, 'olga'],
      [admin, undefined],
      [null, undefined],
    ] as const) {
      const [{ eventId }, [userId = '']] = await Promise.all([given.eventWith(seated), given.users(1)]);
      if (laneUntil !== null) {
        await api.documents.send(
          new UpdateCommand({
            TableName: api.tableName,
            Key: eventKey(eventId),
            UpdateExpression: 'SET laneUntil = :until',
            ExpressionAttributeValues: { ':until': laneUntil },
          }),
        );
      }
      must(await calls.registerForEvent(as ?? user(userId), { userId, eventId }));
      const item = await stored(registrationKey(userId, eventId));
      expect(item).toMatchObject({ registrationStatus });
      expect(item?.registeredBy).toBe(registeredBy);
    }
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('tells the organizer of another event nothing about a registration, not even with its id', async () => {
    const { eventId, people } = await given.eventWith(2);
    const [userId = ''] = people;
    const { registrationId } = must(await calls.getRegistration(user(userId), { userId, eventId }));
    for (const known of [
      {},
      { clientRequestId: registrationId },
      { clientRequestId: registrationId, isRepeat: true },
    ]) {
      const { errorType, error } = await calls.registerForEvent(organizer('otto'), { userId, eventId, ...known });
      expect(errorType).toBe('Unauthorized');
      expect(error?.errorInfo).toBeNull();
    }
    expect((await calls.registerForEvent(organizer('otto'), { userId: 'nobody', eventId })).errorType).toBe(
      'Unauthorized',
    );
  });

  it('joins at the end again after leaving', async () => {
    const { eventId, people } = await given.eventWith(3);
    const userId = people[1] ?? '';
    const first = must(await calls.getRegistration(user(userId), { userId, eventId }));
    must(await calls.unregisterFromEvent(user(userId), { userId, eventId }));
    const again = must(await calls.registerForEvent(user(userId), { userId, eventId }));
    expect(again).toMatchObject({ position: 2, joinedPosition: 2 });
    expect(again.registrationId).not.toBe(first.registrationId);
    expect(must(await calls.listWaitlist(admin, { eventId })).items.map((entry) => entry.userId)).toEqual([
      people[2],
      userId,
    ]);
    expect(sweep(await api.scan())).toEqual([]);
  });
});

describe('Mutation.registerForEvent with clientRequestId', () => {
  it('answers what it did when it is repeated, and does nothing more', async () => {
    const [{ eventId }, free, [userId = '']] = await Promise.all([given.eventWith(1), given.event(), given.users(1)]);
    for (const target of [free, eventId]) {
      const request = { userId, eventId: target, clientRequestId: freshId('request') };
      const first = must(await calls.registerForEvent(user(userId), request));
      expect(first.registrationId).toBe(request.clientRequestId);
      const before = await api.scan();
      expect(must(await calls.registerForEvent(user(userId), request))).toEqual(first);
      expect(await api.scan()).toEqual(before);
    }
  });

  it('answers the present state when it is repeated after others have moved', async () => {
    const [{ eventId, people }, [userId = '']] = await Promise.all([given.eventWith(2), given.users(1)]);
    const request = { userId, eventId, clientRequestId: freshId('request') };
    expect(must(await calls.registerForEvent(user(userId), request)).position).toBe(2);
    must(await calls.unregisterFromEvent(admin, { userId: people[0] ?? '', eventId }));
    expect(must(await calls.registerForEvent(user(userId), request))).toMatchObject({
      position: 1,
      joinedPosition: 2,
      waitlistCount: 1,
    });
    must(await calls.unregisterFromEvent(admin, { userId: people[1] ?? '', eventId }));
    expect(must(await calls.registerForEvent(user(userId), request))).toMatchObject({
      registrationStatus: 'REGISTERED',
      promotedAt: TIMESTAMP,
      checkedInAt: null,
    });
  });

  it('rejects with AlreadyRegistered when it is another one', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
    must(await calls.registerForEvent(user(userId), { userId, eventId, clientRequestId: 'one' }));
    const reply = await calls.registerForEvent(user(userId), { userId, eventId, clientRequestId: 'two' });
    expect(reply).toMatchObject({
      errorType: 'AlreadyRegistered',
      error: { errorInfo: { registration: { registrationId: 'one' } } },
    });
  });

  it('repeated at the same time makes one registration', async () => {
    const [{ eventId }, free, [userId = '']] = await Promise.all([given.eventWith(1), given.event(), given.users(1)]);
    for (const target of [free, eventId]) {
      const request = { userId, eventId: target, clientRequestId: freshId('request') };
      const replies = await Promise.all([1, 2, 3, 4].map(() => calls.registerForEvent(user(userId), request)));
      expect(new Set(replies.map((reply) => must(reply).registrationId))).toEqual(new Set([request.clientRequestId]));
    }
    expect(sweep(await api.scan())).toEqual([]);
  });
});

describe('Mutation.registerForEvent with isRepeat', () => {
  it('answers what it did, and does nothing more', async () => {
    const [{ eventId }, free, [userId = '']] = await Promise.all([given.eventWith(2), given.event(), given.users(1)]);
    for (const target of [free, eventId]) {
      const request = { userId, eventId: target, clientRequestId: freshId('request') };
      const first = must(await calls.registerForEvent(user(userId), request));
      const before = await api.scan();
      for (const as of [user(userId), admin, organizer('olga')]) {
        expect(must(await calls.registerForEvent(as, { ...request, isRepeat: true }))).toEqual(first);
      }
      expect(await api.scan()).toEqual(before);
    }
  });

  it('answers the present place and seat after others have moved', async () => {
    const [{ eventId, people }, [userId = '']] = await Promise.all([given.eventWith(2), given.users(1)]);
    const request = { userId, eventId, clientRequestId: freshId('request'), isRepeat: true };
    expect(must(await calls.registerForEvent(user(userId), request))).toMatchObject({ position: 2, waitlistCount: 2 });
    must(await calls.unregisterFromEvent(admin, { userId: people[0] ?? '', eventId }));
    const moved = { position: 1, joinedPosition: 2, waitlistCount: 1 };
    expect(must(await calls.registerForEvent(user(userId), request))).toMatchObject(moved);
    must(await calls.unregisterFromEvent(admin, { userId: people[1] ?? '', eventId }));
    const promoted = { registrationStatus: 'REGISTERED', promotedAt: TIMESTAMP };
    expect(must(await calls.registerForEvent(user(userId), request))).toMatchObject(promoted);
  });

  it('registers as ever when there was no call before', async () => {
    const [{ eventId }, free, [userId = '']] = await Promise.all([given.eventWith(2), given.event(), given.users(1)]);
    const more = { clientRequestId: freshId('request'), isRepeat: true };
    const seat = { registrationStatus: 'REGISTERED' };
    expect(must(await calls.registerForEvent(user(userId), { userId, eventId: free, ...more }))).toMatchObject(seat);
    const place = { registrationStatus: 'WAITLISTED', position: 2 };
    expect(must(await calls.registerForEvent(user(userId), { userId, eventId, ...more }))).toMatchObject(place);
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('is refused as ever', async () => {
    const [{ eventId, people }, [userId = '']] = await Promise.all([given.eventWith(2), given.users(1)]);
    const more = { clientRequestId: freshId('request'), isRepeat: true };
    const [taken = ''] = people;
    const none = freshId('none');
    const refused = async (who: string, target: string) =>
      (await calls.registerForEvent(user(who), { userId: who, eventId: target, ...more })).errorType;
    expect(await refused(taken, eventId)).toBe('AlreadyRegistered');
    expect(await refused('nobody', none)).toBe('UserNotFound');
    expect(await refused(userId, none)).toBe('EventNotFound');
    must(await calls.updateEvent(admin, { input: { eventId, status: 'CLOSED' } }));
    expect(await refused(userId, eventId)).toBe('EventNotOpen');
  });

  it('rejects with ValidationError without the clientRequestId of the first call', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
    const { errorType, error } = await calls.registerForEvent(user(userId), { userId, eventId, isRepeat: true });
    expect({ errorType, field: error?.errorInfo?.field }).toEqual({
      errorType: 'ValidationError',
      field: 'clientRequestId',
    });
  });
});
