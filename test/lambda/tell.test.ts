import { describe, expect, it } from 'vitest';
import { registrationKey } from '../../domain/keys.ts';
import type { TellTask } from '../../lambda/cascade/tell.ts';
import { cancel, Cascades, disturbed, ignoreDeath, progressOf } from './support/cascade.ts';
import { withFaults } from './support/faults.ts';
import { seeded } from './support/clock.ts';
import { virtualStage, type VirtualStage } from './support/virtualStage.ts';
import { LATER } from './support/world.ts';

/** An event of 60 seats with so many people, cancelled. */
async function cancelledWith(stage: VirtualStage, people: number) {
  return stage.run(async () => {
    const users = await stage.world.users(people);
    const eventId = await stage.world.eventWith(60, users);
    const event = await cancel(stage.world, eventId);
    return { users, eventId, event, task: { operation: 'tell', eventId } as TellTask };
  });
}

describe('telling that an event is cancelled', () => {
  it('notes it with everybody who has a seat or waits, and changes nothing else of the event', async () => {
    const stage = virtualStage();
    const { users, eventId, event, task } = await cancelledWith(stage, 70);
    const cascades = new Cascades(stage);
    await stage.run(() => cascades.run(task));
    await stage.run(async () => {
      const registrations = await Promise.all(users.map((userId) => stage.world.registration(eventId, userId)));
      expect(new Set(registrations.map((one) => one?.cancelledAt))).toEqual(new Set([event.cancelledAt]));
      expect(registrations.filter((one) => one?.registrationStatus === 'WAITLISTED')).toHaveLength(10);
      expect(await stage.world.event(eventId)).toEqual(event);
      expect(await progressOf(stage.world, eventId)).toMatchObject({ total: 70, told: 70, cancelledAt: LATER });
      expect((await progressOf(stage.world, eventId))?.completedAt).toBeDefined();
    });
    expect(cascades.metrics).toMatchObject({ Told: 70, TellingsCompleted: 1 });
  });

  it('does nothing where the event is not cancelled, or gone, or everybody is told', async () => {
    const stage = virtualStage();
    const cascades = new Cascades(stage);
    await stage.run(async () => {
      const eventId = await stage.world.eventWith(1, await stage.world.users(1));
      await cascades.run({ operation: 'tell', eventId });
      await cascades.run({ operation: 'tell', eventId: 'gone' });
      expect(await progressOf(stage.world, eventId)).toBeNull();
    });
    const { task, eventId } = await cancelledWith(stage, 3);
    await stage.run(async () => {
      await cascades.run(task);
      const before = await progressOf(stage.world, eventId);
      await cascades.run(task);
      expect(await progressOf(stage.world, eventId)).toEqual(before);
    });
    expect(cascades.metrics.Told).toBe(3);
  });

  it('waits for the index, which does not have the last registrations yet', async () => {
    const stage = virtualStage();
    const { users, eventId, task } = await cancelledWith(stage, 3);
    const cascades = new Cascades(stage);
    let looks = 0;
    await stage.run(() => cascades.run(task, { isBehind: ({ userId }) => userId === users[1] && (looks += 1) < 3 }));
    await stage.run(async () => {
      expect(await progressOf(stage.world, eventId)).toMatchObject({ total: 3, told: 3 });
    });
    expect(cascades.metrics).toEqual({ Told: 3, TellingsCompleted: 1 });
  });

  it('ends, and says so, where the event counts somebody who is nowhere', async () => {
    const stage = virtualStage();
    const { users, eventId, task } = await cancelledWith(stage, 3);
    const cascades = new Cascades(stage);
    await stage.run(async () => {
      await stage.world.remove(registrationKey(users[1]!, eventId));
      await cascades.run(task);
      const progress = await progressOf(stage.world, eventId);
      expect([progress?.told, progress?.completedAt]).toEqual([2, undefined]);
    });
    expect(cascades.metrics).toEqual({ Told: 2, CascadeMiscounts: 1 });
    expect(cascades.warnings).toEqual(['An event counts people who are not to be found']);
  });

  it('goes through everybody again when it is begun anew after that, and tells whom the index has only then', async () => {
    const stage = virtualStage();
    const { users, eventId, event, task } = await cancelledWith(stage, 3);
    const cascades = new Cascades(stage);
    await stage.run(async () => {
      await cascades.run(task, { isBehind: ({ userId }) => userId === users[1] });
      expect(cascades.metrics).toEqual({ Told: 2, CascadeMiscounts: 1 });
      await cascades.run(task);
      expect(await stage.world.registration(eventId, users[1]!)).toMatchObject({ cancelledAt: event.cancelledAt });
      expect(await progressOf(stage.world, eventId)).toMatchObject({
        total: 3,
        told: 3,
        completedAt: expect.any(String),
      });
    });
    expect(cascades.metrics).toEqual({ Told: 3, CascadeMiscounts: 1, TellingsCompleted: 1 });
  });

  it('needs nobody who leaves meanwhile', async () => {
    const stage = virtualStage();
    const { users, eventId, task } = await cancelledWith(stage, 60);
    const cascades = new Cascades(stage);
    const table = withFaults(stage.table, (call) =>
      call === 1 ? () => stage.world.unregister(eventId, users.at(-1)!) : call === 2 ? () => leaveFirst() : null,
    );
    const leaveFirst = () => stage.world.unregister(eventId, users[0]!);
    await stage.run(() => cascades.run(task, { table }));
    await stage.run(async () => {
      const left = await Promise.all(users.map((userId) => stage.world.registration(eventId, userId)));
      expect(left.filter((one) => one !== null).map((one) => one?.cancelledAt)).toEqual(Array(58).fill(LATER));
      const progress = await progressOf(stage.world, eventId);
      expect(progress?.completedAt).toBeDefined();
      expect(progress?.total).toBe(60);
    });
  });

  it('goes on in another invocation before its time is over', async () => {
    const stage = virtualStage();
    const { eventId, task } = await cancelledWith(stage, 120);
    const cascades = new Cascades(stage);
    await stage.run(() => cascades.run(task, { timeMs: 20_300 }));
    await stage.run(async () => {
      expect(await progressOf(stage.world, eventId)).toMatchObject({ told: 120, completedAt: expect.any(String) });
    });
    expect(cascades.metrics.CascadesContinued).toBeGreaterThan(0);
  });

  it('always tells everybody once, though calls fail and invocations die and go on at the same time', async () => {
    for (let seed = 1; seed <= 6; seed += 1) {
      const stage = virtualStage(seed);
      const { users, eventId, task } = await cancelledWith(stage, 110);
      const cascades = new Cascades(stage);
      const random = seeded(seed);
      const faulty = () => disturbed(stage.table, random);
      await stage.run(async () => {
        const invocation = { table: faulty(), seed, timeMs: 60_000 };
        await Promise.all([1, 2, 3].map(() => cascades.run(task, invocation).catch(ignoreDeath)));
        await cascades.run(task);
        const registrations = await Promise.all(users.map((userId) => stage.world.registration(eventId, userId)));
        expect(registrations.filter((one) => one?.cancelledAt === LATER)).toHaveLength(110);
        expect(await progressOf(stage.world, eventId)).toMatchObject({ total: 110, told: 110 });
      });
    }
  });
});
