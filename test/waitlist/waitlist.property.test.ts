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
  people = await given.users(6);
});

const capacity = fc.integer({ min: 1, max: 2 });
const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 3, maxLength: 5 });
const inOrder = (places: number[]) => places.map((place) => people[place] ?? '');
const waiting = async (eventId: string) =>
  must(await calls.listWaitlist(admin, { eventId })).items.map(({ userId }) => userId);

describe('Mutation.registerForEvent', () => {
  test.prop([capacity, order], { numRuns: byTier(8, 40) })(
    'a full event puts people on the waitlist',
    async (capacity, places) => {
      const joiners = inOrder(places);
      const eventId = await given.event({ capacity });
      await given.registrations(eventId, joiners.slice(0, capacity));
      for (const [index, userId] of joiners.slice(capacity).entries()) {
        const place = must(await calls.registerForEvent(user(userId), { userId, eventId }));
        const position = index + 1;
        expect(place).toMatchObject({
          registrationStatus: 'WAITLISTED',
          position,
          joinedPosition: position,
          waitlistCount: position,
          waitlistVersion: position + 1,
        });
        expect(must(await calls.getRegistration(user(userId), { userId, eventId }))).toEqual(place);
      }
      expect(await waiting(eventId)).toEqual(joiners.slice(capacity));
      expect(await stored(eventKey(eventId))).toMatchObject({
        currentRegistrations: capacity,
        waitlistCount: joiners.length - capacity,
      });
      expect(sweep(await api.scan(eventId))).toEqual([]);
    },
  );
});

describe('Mutation.unregisterFromEvent', () => {
  const leavers = fc.array(fc.nat(), { minLength: 1, maxLength: 3 });

  test.prop([capacity, order, leavers], { numRuns: byTier(8, 40) })(
    'unregistering promotes the head of the waitlist',
    async (capacity, places, picks) => {
      const joiners = inOrder(places);
      const eventId = await given.event({ capacity });
      await given.registrations(eventId, joiners);
      let seats = joiners.slice(0, capacity);
      let queue = joiners.slice(capacity);
      for (const pick of picks) {
        const present = [...seats, ...queue];
        const userId = present[pick % present.length] ?? '';
        const hadSeat = seats.includes(userId);
        const [head = null] = hadSeat ? queue : [];
        const former = await stored(registrationKey(userId, eventId));
        const { registrationId, ...gone } = must(await calls.unregisterFromEvent(admin, { userId, eventId }));
        expect([null, former?.requestId]).toContain(registrationId);
        const registrationStatus = hadSeat ? 'REGISTERED' : 'WAITLISTED';
        expect(gone).toEqual({ userId, eventId, registrationStatus, promoted: head !== null, promotedUserId: head });
        seats = [...seats, ...(head === null ? [] : [head])].filter((seat) => seat !== userId);
        queue = queue.filter((place) => place !== userId && place !== head);
        expect(await waiting(eventId)).toEqual(queue);
        expect(await stored(registrationKey(userId, eventId))).toBeNull();
        if (head !== null) {
          const promoted = await stored(registrationKey(head, eventId));
          expect(promoted).toMatchObject({ registrationStatus: 'REGISTERED', promotedAt: promoted?.registeredAt });
        }
      }
      expect(await stored(eventKey(eventId))).toMatchObject({
        currentRegistrations: seats.length,
        waitlistCount: queue.length,
      });
      expect(sweep(await api.scan(eventId))).toEqual([]);
    },
  );
});
