import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { detailsKey, eventKey } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { admin, user } from '../support/api.ts';
import { anyText, idTail, text } from '../support/generators.ts';
import { freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';
import { sweep } from '../../tools/audit/sweep.ts';
import { byTier } from '../support/tier.ts';

const { api, calls, given, stored } = startSuite();

const instant = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9998-12-31T00:00:00Z'),
  noInvalidDate: true,
});
/** An event’s times, in order. */
function orderedTimes() {
  const pair = (mayBeSame: boolean) =>
    fc
      .tuple(instant, instant)
      .map(([one, other]) => [one.toISOString(), other.toISOString()].sort() as [string, string])
      .filter(([one, other]) => mayBeSame || one !== other);
  return fc
    .tuple(pair(true), fc.boolean(), pair(false), fc.boolean(), fc.boolean())
    .map(([[date, endsAt], ends, [opensAt, closesAt], opens, closes]) => ({
      date,
      endsAt: ends ? endsAt : null,
      registrationOpensAt: opens ? opensAt : null,
      registrationClosesAt: closes ? closesAt : null,
    }));
}
const attributes = fc
  .record({
    title: text(LIMITS.titleLength),
    description: fc.option(fc.oneof(anyText(LIMITS.locationLength), fc.constant('d'.repeat(LIMITS.descriptionLength)))),
    location: fc.option(anyText(LIMITS.locationLength)),
    times: orderedTimes(),
    timeZone: fc.option(
      fc.constantFrom('UTC', 'Etc/GMT+3', 'America/Port-au-Prince', 'America/Argentina/ComodRivadavia'),
    ),
    capacity: fc.oneof(
      fc.integer({ min: LIMITS.capacityMin, max: LIMITS.capacityMax }),
      fc.constantFrom(LIMITS.capacityMin, LIMITS.capacityMax),
    ),
    waitlistEnabled: fc.boolean(),
    status: fc.constantFrom('DRAFT' as const, 'OPEN' as const, 'CLOSED' as const, 'CANCELLED' as const),
    organizer: idTail.map((tail) => `o${tail}`),
  })
  .map(({ times, ...rest }) => ({ ...times, ...rest }));

describe('Mutation.createEvent', () => {
  test.prop([idTail, attributes], { numRuns: byTier(8, 40) })('event attributes round trip', async (tail, input) => {
    const eventId = `${freshId('e')}-${tail}`;
    const created = must(await calls.createEvent(admin, { input: { eventId, ...input } }));
    expect(created).toMatchObject({
      eventId,
      ...input,
      version: 1,
      waitlistVersion: 1,
      detailsVersion: 1,
      currentRegistrations: 0,
      seatsLeft: input.capacity,
      isPublic: input.status !== 'DRAFT',
      waitlistCount: 0,
    });
    const {
      viewerRegistration,
      viewerStanding: _standing,
      serverTime,
      ...read
    } = must(await calls.getEventAsViewer(admin, { eventId }));
    expect([viewerRegistration, read]).toEqual([null, created]);
    expect(serverTime >= created.createdAt).toBe(true);
    const {
      description,
      detailsVersion: _first,
      seatsLeft: _left,
      isPublic: _public,
      registrationOpensAt,
      registrationClosesAt,
      ...others
    } = created;
    const optional = { opensAt: registrationOpensAt, closesAt: registrationClosesAt };
    const given = Object.entries({ ...others, ...optional }).filter(([, value]) => value !== null);
    expect(await stored(eventKey(eventId))).toEqual({
      ...eventKey(eventId),
      ...Object.fromEntries(given),
      entityType: 'Event',
      listing: input.status === 'DRAFT' ? 'DRAFT' : 'PUBLIC',
      waitlistTail: '',
      waitlistJoins: 0,
      waitlistNoted: 0,
    });
    expect((await stored(detailsKey(eventId)))?.description ?? null).toBe(description);
  });
});

describe('Mutation.updateEvent', () => {
  const patch = fc.record(
    {
      title: text(LIMITS.titleLength),
      description: fc.option(anyText(50)),
      location: fc.option(anyText(50)),
      endsAt: fc.constantFrom(null, '2041-01-01T00:00:00.000Z'),
      timeZone: fc.constantFrom(null, 'Asia/Tokyo'),
      registrationOpensAt: fc.constantFrom(null, '2021-01-01T00:00:00.000Z', '2051-01-01T00:00:00.000Z'),
      registrationClosesAt: fc.constantFrom(null, '2051-01-01T00:00:00.001Z'),
      capacity: fc.integer({ min: 1, max: 9 }),
    },
    { requiredKeys: [] },
  );

  test.prop([patch], { numRuns: byTier(8, 40) })(
    'always changes what is mentioned and never anything else',
    async (patch) => {
      const eventId = await given.event({
        description: 'D',
        location: 'L',
        endsAt: '2040-01-01T00:00:00.000Z',
        timeZone: 'Europe/Lisbon',
        registrationOpensAt: '2020-01-01T00:00:00.000Z',
        registrationClosesAt: '2052-01-01T00:00:00.000Z',
      });
      const {
        serverTime: _then,
        viewerStanding: _stood,
        ...before
      } = must(await calls.getEventAsViewer(admin, { eventId }));
      const changed = must(await calls.updateEvent(admin, { input: { eventId, ...patch } }));
      const {
        serverTime: _now,
        viewerStanding: _standing,
        ...after
      } = must(await calls.getEventAsViewer(admin, { eventId }));
      const seatsLeft = patch.capacity ?? before.capacity;
      const detailsVersion = patch.description === undefined ? 1 : 2;
      expect(after).toEqual({ ...before, ...patch, seatsLeft, version: 2, detailsVersion, updatedAt: after.updatedAt });
      expect({ ...changed, viewerRegistration: null }).toEqual(after);
    },
  );
});

describe('Query.getUserEvents', () => {
  const fates = fc.array(fc.constantFrom('none', 'seat', 'place', 'left', 'promoted'), { minLength: 1, maxLength: 4 });

  test.prop([fates, fc.integer({ min: 1, max: 3 })], { numRuns: byTier(8, 40) })(
    "a user's events are only the registered ones",
    async (fates, limit) => {
      const [userId = '', other = ''] = await given.users(2);
      const events = await Promise.all(fates.map(async (fate) => ({ fate, eventId: await given.event() })));
      await Promise.all(
        events.map(async ({ fate, eventId }) => {
          if (fate === 'place' || fate === 'promoted') {
            await given.registrations(eventId, [other]);
          }
          if (fate !== 'none') {
            await given.registrations(eventId, [userId]);
          }
          if (fate === 'left') {
            must(await calls.unregisterFromEvent(user(userId), { userId, eventId }));
          }
          if (fate === 'promoted') {
            must(await calls.unregisterFromEvent(user(other), { userId: other, eventId }));
          }
        }),
      );
      const found: string[] = [];
      let nextToken: string | null = null;
      do {
        const page: { items: { eventId: string }[]; nextToken: string | null } = must(
          await calls.getUserEvents(user(userId), { userId, limit, nextToken }),
        );
        found.push(...page.items.map(({ eventId }) => eventId));
        nextToken = page.nextToken;
      } while (nextToken !== null);
      const expected = events
        .filter(({ fate }) => fate === 'seat' || fate === 'promoted')
        .map(({ eventId }) => eventId);
      expect(found.sort()).toEqual(expected.sort());
      expect(sweep(await api.scan())).toEqual([]);
    },
  );
});
