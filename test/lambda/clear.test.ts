import { describe, expect, it } from 'vitest';
import { requestDeletion } from '../../domain/registration/clearEvent.ts';
import { detailsKey, eventKey, registrationKey, waitlistEntryKey } from '../../domain/keys.ts';
import type { EventItem } from '../../domain/item.ts';
import type { ClearTask } from '../../lambda/cascade/clear.ts';
import { cancel, Cascades, disturbed, ignoreDeath } from './support/cascade.ts';
import { seeded } from './support/clock.ts';
import { withFaults } from './support/faults.ts';
import { virtualStage, type VirtualStage } from './support/virtualStage.ts';
import { BACKEND, LATER } from './support/world.ts';

/** A cancelled event of 60 seats with so many people, which is marked. */
async function markedWith(stage: VirtualStage, people: number) {
  return stage.run(async () => {
    const { world } = stage;
    const users = await world.users(people);
    const eventId = await world.eventWith(60, users, { organizer: 'olga' });
    await cancel(world, eventId);
    await world.apply(requestDeletion(eventId, BACKEND, LATER));
    return { users, eventId, event: await world.event(eventId), task: { operation: 'clear', eventId } as ClearTask };
  });
}

/** What is stored of an event or of anybody in it. */
function leftOf(stage: VirtualStage, eventId: string) {
  return stage.items().filter((item) => item.eventId === eventId);
}

describe('clearing a cancelled event', () => {
  it('tells everybody, takes them out, and deletes the event, of which its organizer is left', async () => {
    const stage = virtualStage();
    const { eventId, task } = await markedWith(stage, 70);
    const cascades = new Cascades(stage);
    await stage.run(() => cascades.run(task));
    expect(leftOf(stage, eventId)).toEqual([
      { ...detailsKey(eventId), entityType: 'DeletedEvent', eventId, organizer: 'olga', deletedAt: expect.any(String) },
    ]);
    expect(cascades.metrics).toEqual({ Told: 70, TellingsCompleted: 1, Cleared: 70 });
  });

  it('leaves an event alone that is not marked', async () => {
    const stage = virtualStage();
    await stage.run(async () => {
      const eventId = await stage.world.eventWith(1, await stage.world.users(2));
      const event = await cancel(stage.world, eventId);
      await new Cascades(stage).run({ operation: 'clear', eventId });
      expect(await stage.world.event(eventId)).toEqual(event);
    });
  });

  it('keeps the counters true at every step, and promotes nobody', async () => {
    const stage = virtualStage();
    const { eventId, users, task } = await markedWith(stage, 110);
    let looks = 0;
    const look = async () => {
      const event = await stage.world.table.get<{ currentRegistrations: number; waitlistCount: number }>(
        eventKey(eventId),
      );
      const all = leftOf(stage, eventId).filter(({ entityType }) => entityType === 'Registration');
      const seats = all.filter(({ registrationStatus }) => registrationStatus === 'REGISTERED').length;
      expect([event?.currentRegistrations, event?.waitlistCount]).toEqual([seats, all.length - seats]);
      expect(await stage.world.queue(eventId)).toHaveLength(all.length - seats);
      looks += 1;
    };
    const table = withFaults(stage.table, (call) => (call === 5 ? () => leaveAndLook() : look));
    const leaveAndLook = async () => {
      await stage.world.unregister(eventId, users[0]!);
      await look();
    };
    await stage.run(() => new Cascades(stage).run(task, { table }));
    expect(looks).toBeGreaterThan(4);
    expect(leftOf(stage, eventId)).toHaveLength(1);
  });

  it('is not stopped by a lost status, a lost entry, an entry of nobody, or wrong counters', async () => {
    const stage = virtualStage();
    const { eventId, users, task } = await markedWith(stage, 63);
    const cascades = new Cascades(stage);
    await stage.run(async () => {
      const { world } = stage;
      const [entry] = await world.queue(eventId);
      await world.remove(waitlistEntryKey(eventId, entry!.waitlistedAt, entry!.userId));
      await world.put({ ...(await world.registration(eventId, users[0]!)), registrationStatus: 'LOST' });
      await world.remove(registrationKey(users[62]!, eventId));
      await world.put({ ...(await world.event(eventId)), currentRegistrations: 99 });
      await cascades.run(task);
    });
    expect(leftOf(stage, eventId)).toHaveLength(1);
    expect(cascades.metrics.CascadeMiscounts).toBeGreaterThan(0);
  });

  it.each([
    ['with a seat', { registrationStatus: 'REGISTERED' as const }],
    ['who waits', { registrationStatus: 'WAITLISTED' as const, waitlistedAt: LATER }],
  ])('takes somebody out %s whom the event does not count, and counts nobody below 0', async (_, status) => {
    const stage = virtualStage();
    const { eventId, users, task } = await markedWith(stage, 1);
    const cascades = new Cascades(stage);
    const counts: number[] = [];
    const look = async () => {
      const { currentRegistrations = 0, waitlistCount = 0 } =
        (await stage.world.table.get<EventItem>(eventKey(eventId))) ?? {};
      counts.push(currentRegistrations, waitlistCount);
    };
    await stage.run(async () => {
      const { world } = stage;
      await world.put({ ...(await world.registration(eventId, users[0]!)), ...status });
      await world.put({ ...(await world.event(eventId)), currentRegistrations: 0 });
      await cascades.run(task, { table: withFaults(stage.table, () => look) });
    });
    expect(new Set(counts)).toEqual(new Set([0]));
    expect(leftOf(stage, eventId)).toHaveLength(1);
    expect(cascades.metrics).toEqual({ Told: 1, TellingsCompleted: 1 });
  });

  it('always comes to its end, though calls fail and invocations die and go on at the same time', async () => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const stage = virtualStage(seed);
      const { eventId, task } = await markedWith(stage, 110);
      const cascades = new Cascades(stage);
      const random = seeded(seed);
      await stage.run(async () => {
        const invocation = { table: disturbed(stage.table, random), seed, timeMs: 60_000 };
        await Promise.all([1, 2, 3].map(() => cascades.run(task, invocation).catch(ignoreDeath)));
        await cascades.run(task);
      });
      expect(leftOf(stage, eventId)).toHaveLength(1);
    }
  });
});
