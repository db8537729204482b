import { fc, test } from '@fast-check/vitest';
import { beforeAll, describe, expect } from 'vitest';
import { eventKey, registrationKey } from '../../domain/keys.ts';
import { admin, user } from '../support/api.ts';
import { must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';
import { sweep } from '../../tools/audit/sweep.ts';
import { byTier } from '../support/tier.ts';

const { api, calls, given, stored } = startSuite();
let people: string[] = [];
beforeAll(async () => {
  people = await given.users(5);
});

const register = (userId: string, eventId: string, clientRequestId?: string) =>
  calls.registerForEvent(user(userId), { userId, eventId, clientRequestId });
const unregister = (userId: string, eventId: string) => calls.unregisterFromEvent(user(userId), { userId, eventId });
const capacity = fc.integer({ min: 1, max: 3 });
const queue = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1, maxLength: 4 });
const few = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1, maxLength: 3 });
const inOrder = (places: number[]) => places.map((place) => people[place] ?? '');

describe('Mutation.registerForEvent', () => {
  test.prop([capacity, queue, fc.boolean(), fc.boolean()], { numRuns: byTier(8, 40) })(
    'capacity is enforced',
    async (capacity, places, waitlistEnabled, isAtOnce) => {
      const eventId = await given.event({ capacity, waitlistEnabled });
      const replies = [];
      for (const group of isAtOnce ? [inOrder(places)] : inOrder(places).map((userId) => [userId])) {
        replies.push(...(await Promise.all(group.map((userId) => register(userId, eventId)))));
      }
      const seats = Math.min(capacity, places.length);
      const outcomes = replies.map(({ value, errorType }) => errorType ?? value?.registrationStatus);
      const others = waitlistEnabled ? 'WAITLISTED' : 'EventFull';
      expect(outcomes.toSorted()).toEqual(
        [...Array<string>(seats).fill('REGISTERED'), ...Array<string>(places.length - seats).fill(others)].sort(),
      );
      expect(isAtOnce || outcomes.indexOf(others) === (seats < places.length ? seats : -1)).toBe(true);
      expect(must(await calls.getEvent(admin, { eventId }))).toMatchObject({ capacity, currentRegistrations: seats });
      expect(sweep(await api.scan(eventId))).toEqual([]);
    },
  );

  test.prop([capacity, few], { numRuns: byTier(8, 40) })(
    'a registration creates a record and takes one seat',
    async (extra, places) => {
      const eventId = await given.event({ capacity: places.length + extra });
      for (const [taken, userId] of inOrder(places).entries()) {
        const before = must(await calls.getEvent(user(userId), { eventId }));
        const registration = must(await register(userId, eventId));
        const after = must(await calls.getEvent(user(userId), { eventId }));
        expect(after).toEqual({
          ...before,
          currentRegistrations: taken + 1,
          seatsLeft: before.seatsLeft - 1,
          version: before.version + 1,
          updatedAt: after.updatedAt,
          serverTime: after.serverTime,
        });
        expect(must(await calls.getRegistration(user(userId), { userId, eventId }))).toEqual(registration);
        expect(await stored(registrationKey(userId, eventId))).toMatchObject({
          entityType: 'Registration',
          registrationStatus: 'REGISTERED',
          requestId: registration.registrationId,
          registeredAt: registration.registeredAt,
        });
      }
      expect(sweep(await api.scan(eventId))).toEqual([]);
    },
  );

  test.prop([fc.boolean(), fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.boolean()], { numRuns: byTier(8, 40) })(
    'duplicate registrations are prevented',
    async (isFull, repetitions, isAtOnce, isSameRequest) => {
      const [userId = '', other = ''] = people;
      const eventId = await given.event();
      await given.registrations(eventId, isFull ? [other] : []);
      const once = () => register(userId, eventId, isSameRequest ? 'the-one' : undefined);
      const first = isAtOnce ? [] : [await once()];
      const repeated = Array.from({ length: repetitions + (isAtOnce ? 1 : 0) });
      const replies = [...first, ...(await Promise.all(repeated.map(once)))];
      const successes = replies.filter(({ errorType }) => errorType === null);
      expect(successes).toHaveLength(isSameRequest ? replies.length : 1);
      expect(new Set(successes.map((reply) => must(reply).registrationId)).size).toBe(1);
      expect(replies.every(({ errorType }) => errorType === null || errorType === 'AlreadyRegistered')).toBe(true);
      expect(must(await calls.getEvent(admin, { eventId }))).toMatchObject({
        currentRegistrations: 1,
        waitlistCount: isFull ? 1 : 0,
      });
      expect(sweep(await api.scan(eventId))).toEqual([]);
    },
  );
});

describe('Mutation.unregisterFromEvent', () => {
  test.prop([few, fc.nat(), capacity], { numRuns: byTier(8, 40) })(
    'unregistering removes the record and returns the seat',
    async (places, pick, extra) => {
      const joiners = inOrder(places);
      const eventId = await given.event({ capacity: joiners.length + extra });
      await given.registrations(eventId, joiners);
      const userId = joiners[pick % joiners.length] ?? '';
      const before = await stored(eventKey(eventId));
      expect(must(await unregister(userId, eventId))).toEqual({
        userId,
        eventId,
        registrationId: null,
        registrationStatus: 'REGISTERED',
        promoted: false,
        promotedUserId: null,
      });
      const after = await stored(eventKey(eventId));
      expect(after).toEqual({
        ...before,
        currentRegistrations: joiners.length - 1,
        version: joiners.length + 2,
        updatedAt: after?.updatedAt,
      });
      expect(await stored(registrationKey(userId, eventId))).toBeNull();
      expect((await unregister(userId, eventId)).errorType).toBe('NotRegistered');
      expect(must(await register(userId, eventId)).registrationStatus).toBe('REGISTERED');
      expect(sweep(await api.scan(eventId))).toEqual([]);
    },
  );
});
