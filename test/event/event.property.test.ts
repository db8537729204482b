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
const attributes = fc.record({
  title: text(LIMITS.titleLength),
  description: fc.option(fc.oneof(anyText(LIMITS.locationLength), fc.constant('d'.repeat(LIMITS.descriptionLength)))),
  location: fc.option(anyText(LIMITS.locationLength)),
  date: instant.map((date) => date.toISOString()),
  capacity: fc.oneof(
    fc.integer({ min: LIMITS.capacityMin, max: LIMITS.capacityMax }),
    fc.constantFrom(LIMITS.capacityMin, LIMITS.capacityMax),
  ),
  waitlistEnabled: fc.boolean(),
  status: fc.constantFrom('DRAFT' as const, 'OPEN' as const, 'CLOSED' as const, 'CANCELLED' as const),
  organizer: idTail.map((tail) => `o${tail}`),
});

describe('Mutation.createEvent', () => {
  test.prop([idTail, attributes], { numRuns: byTier(8, 100) })('event attributes round trip', async (tail, input) => {
    const eventId = `${freshId('e')}-${tail}`;
    const created = must(await calls.createEvent(admin, { input: { eventId, ...input } }));
    expect(created).toMatchObject({
      eventId,
      ...input,
      version: 1,
      waitlistVersion: 1,
      currentRegistrations: 0,
      seatsLeft: input.capacity,
      waitlistCount: 0,
    });
    const { viewerRegistration, ...read } = must(await calls.getEventAsViewer(admin, { eventId }));
    expect([viewerRegistration, read]).toEqual([null, created]);
    const { description, location, seatsLeft: _derived, ...others } = created;
    expect(await stored(eventKey(eventId))).toEqual({
      ...eventKey(eventId),
      ...others,
      ...(location === null ? {} : { location }),
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
      capacity: fc.integer({ min: 1, max: 9 }),
    },
    { requiredKeys: [] },
  );

  test.prop([patch], { numRuns: byTier(8, 100) })(
    'always changes what is mentioned and never anything else',
    async (patch) => {
      const eventId = await given.event({ description: 'D', location: 'L' });
      const before = must(await calls.getEventAsViewer(admin, { eventId }));
      const changed = must(await calls.updateEvent(admin, { input: { eventId, ...patch } }));
      const after = must(await calls.getEventAsViewer(admin, { eventId }));
      const seatsLeft = patch.capacity ?? before.capacity;
      expect(after).toEqual({ ...before, ...patch, seatsLeft, version: 2, updatedAt: after.updatedAt });
      expect({ ...changed, viewerRegistration: null }).toEqual(after);
    },
  );
});

describe('Query.getUserEvents', () => {
  const fates = fc.array(fc.constantFrom('none', 'seat', 'place', 'left', 'promoted'), { minLength: 1, maxLength: 4 });

  test.prop([fates, fc.integer({ min: 1, max: 3 })], { numRuns: byTier(8, 100) })(
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
