import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { admin } from '../support/api.ts';
import { must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';
import { sweep } from '../../tools/audit/sweep.ts';

const { api, calls, given } = startSuite();
const PEOPLE = 50;
const registrationsOf = async (eventId: string) =>
  (await api.scan()).filter(
    (item) => item.eventId === eventId && ['Registration', 'WaitlistEntry'].includes(item.entityType),
  );

describe('A rush for one seat', () => {
  it('50 parallel registerForEvent: exactly one REGISTERED, 49 WAITLISTED at positions 1 to 49 without gap or double', async () => {
    const [eventId, people] = await Promise.all([given.event(), given.users(PEOPLE)]);
    const registrations = (
      await Promise.all(people.map((userId) => calls.registerForEvent(admin, { userId, eventId })))
    ).map(must);
    const waiting = registrations.filter(({ registrationStatus }) => registrationStatus === 'WAITLISTED');
    expect(registrations.length - waiting.length).toBe(1);
    const inOrder = waiting.toSorted((a, b) => (a.waitlistedAt ?? '').localeCompare(b.waitlistedAt ?? ''));
    const positions = Array.from({ length: PEOPLE - 1 }, (_, index) => index + 1);
    expect(inOrder.map(({ joinedPosition }) => joinedPosition)).toEqual(positions);
    expect(must(await calls.listWaitlist(admin, { eventId, limit: 100 })).items.map(({ userId }) => userId)).toEqual(
      inOrder.map(({ userId }) => userId),
    );
    const now = await Promise.all(inOrder.map(({ userId }) => calls.getRegistration(admin, { userId, eventId })));
    expect(now.map((reply) => must(reply).position)).toEqual(positions);
    expect(must(await calls.getEvent(admin, { eventId }))).toMatchObject({
      currentRegistrations: 1,
      waitlistCount: 49,
    });
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('then 50 parallel unregisterFromEvent, in random order: the seat goes down the queue in order, and nothing is left', async () => {
    const { eventId, people } = await given.eventWith(PEOPLE);
    const [shuffled = []] = fc.sample(fc.shuffledSubarray(people, { minLength: PEOPLE }), {
      seed: inject('seed'),
      numRuns: 1,
    });
    const gone = (
      await Promise.all(shuffled.map((userId) => calls.unregisterFromEvent(admin, { userId, eventId })))
    ).map(must);
    const heirs = new Map(gone.map(({ userId, promotedUserId }) => [userId, promotedUserId]));
    const chain: string[] = [];
    for (let holder: string | null | undefined = people[0]; holder; holder = heirs.get(holder)) {
      chain.push(holder);
    }
    expect(chain).toEqual(chain.toSorted((a, b) => people.indexOf(a) - people.indexOf(b)));
    const seats = gone.filter(({ registrationStatus }) => registrationStatus === 'REGISTERED');
    expect(new Set(seats.map(({ userId }) => userId))).toEqual(new Set(chain));
    expect(gone.filter(({ promoted }) => promoted)).toHaveLength(chain.length - 1);
    expect(await registrationsOf(eventId)).toEqual([]);
    expect(must(await calls.getEvent(admin, { eventId }))).toMatchObject({ currentRegistrations: 0, waitlistCount: 0 });
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('12 parallel unregisterFromEvent of all seats: the first 12 of the queue get them, and nobody else', async () => {
    const { eventId, people } = await given.eventWith(30, { capacity: 12 });
    const leavers = people.slice(0, 12);
    const gone = (
      await Promise.all(leavers.map((userId) => calls.unregisterFromEvent(admin, { userId, eventId })))
    ).map(must);
    expect(new Set(gone.map(({ promotedUserId }) => promotedUserId))).toEqual(new Set(people.slice(12, 24)));
    expect(must(await calls.listWaitlist(admin, { eventId })).items.map(({ userId }) => userId)).toEqual(
      people.slice(24),
    );
    expect(sweep(await api.scan())).toEqual([]);
  });
});
