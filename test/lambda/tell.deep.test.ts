import { expect, it } from 'vitest';
import { ENTITY_TYPES, registrationKey, userKey, waitlistEntryKey } from '../../domain/keys.ts';
import type { RegistrationItem } from '../../domain/item.ts';
import { sweep } from '../../tools/audit/sweep.ts';
import type { StoredItem } from '../../tools/running/tableContent.ts';
import { cancel, Cascades, disturbed, ignoreDeath, progressOf } from './support/cascade.ts';
import { seeded } from './support/clock.ts';
import { virtualStage } from './support/virtualStage.ts';
import { LATER, NOW } from './support/world.ts';

const PEOPLE = 20_000;
/** All others wait. */
const SEATS = 12_000;

it('tells each of 20,000 people, seated or waiting, once by record, under faults and kills, by two at a time', async () => {
  const stage = virtualStage();
  const { world } = stage;
  const cascades = new Cascades(stage);
  const userIds = Array.from({ length: PEOPLE }, (_, index) => `user-${String(index).padStart(5, '0')}`);
  const keys = (eventId: string) => userIds.map((userId) => registrationKey(userId, eventId));
  const told = new Map<string, number>();
  await stage.run(async () => {
    const eventId = await world.eventWith(SEATS, []);
    const of = { eventId, createdAt: NOW, updatedAt: NOW };
    for (const [index, userId] of userIds.entries()) {
      const user = { entityType: ENTITY_TYPES.user, userId, name: 'A', createdAt: NOW, updatedAt: NOW };
      await world.put({ ...userKey(userId), ...user });
      const own = { entityType: ENTITY_TYPES.registration, ...of, userId, requestId: `r-${userId}` };
      if (index < SEATS) {
        const registration = { ...own, registrationStatus: 'REGISTERED', registeredAt: NOW };
        await world.put({ ...registrationKey(userId, eventId), ...registration });
      } else {
        const joinedPosition = index - SEATS + 1;
        const waitlistedAt = new Date(Date.parse(NOW) + joinedPosition).toISOString();
        const registration = { ...own, registrationStatus: 'WAITLISTED', waitlistedAt, joinedPosition };
        await world.put({ ...registrationKey(userId, eventId), ...registration });
        const entry = { entityType: ENTITY_TYPES.waitlistEntry, ...of, userId, waitlistedAt, joinedPosition };
        await world.put({ ...waitlistEntryKey(eventId, waitlistedAt, userId), ...entry });
      }
    }
    const waiting = PEOPLE - SEATS;
    const waitlistTail = new Date(Date.parse(NOW) + waiting).toISOString();
    const queue = { waitlistCount: waiting, waitlistJoins: waiting, waitlistVersion: 1 + waiting, waitlistTail };
    await world.put({ ...(await world.event(eventId)), ...queue, currentRegistrations: SEATS });
    await cancel(world, eventId);
    const random = seeded(7);
    const table = disturbed(stage.table, random, 0.002);
    const index = keys(eventId);
    const task = { operation: 'tell' as const, eventId };
    // Lambda repeats what has died, twice; then a person does.
    let runs = 0;
    do {
      runs += 1;
      const invocation = { table, seed: runs, timeMs: 60_000, index };
      await Promise.all([1, 2].map(() => cascades.run(task, invocation).catch(ignoreDeath)));
    } while ((await progressOf(world, eventId))?.completedAt === undefined && runs < 50);
    expect(await progressOf(world, eventId)).toMatchObject({ total: PEOPLE, told: PEOPLE });
    for (const stored of stage.items() as unknown as RegistrationItem[]) {
      if (stored.entityType === ENTITY_TYPES.registration && stored.cancelledAt === LATER) {
        told.set(stored.userId, (told.get(stored.userId) ?? 0) + 1);
      }
    }
    expect(told.size).toBe(PEOPLE);
    expect(sweep(stage.items() as unknown as StoredItem[])).toEqual([]);
    expect(runs).toBeGreaterThan(1);
  });
});
