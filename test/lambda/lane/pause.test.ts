import { describe, expect, test } from 'vitest';
import type { EventItem } from '../../../domain/item.ts';
import { eventKey } from '../../../domain/keys.ts';
import { askForPause, endPause } from '../../../domain/lane/pause.ts';
import { askingToRegister, leaveTicket } from '../../../domain/lane/ticket.ts';
import { mendIfDamaged } from '../../../lambda/promoteFromWaitlist/damage.ts';
import { Effort } from '../../../lambda/promoteFromWaitlist/effort/effort.ts';
import { START_MS, testClock } from '../support/clock.ts';
import { withFaults, withScript } from '../support/faults.ts';
import { virtualStage, type VirtualStage } from '../support/virtualStage.ts';
import { BACKEND, fresh, person } from '../support/world.ts';

function onStage<T>(work: (stage: VirtualStage) => Promise<T>): Promise<T> {
  const stage = virtualStage();
  return stage.run(() => work(stage));
}

const pauses = (stage: VirtualStage) => stage.items().filter(({ entityType }) => entityType === 'Pause');
const close = (stage: VirtualStage, eventId: string, table = stage.table) =>
  stage.world.call({ operation: 'updateEvent', eventId, patch: { status: 'CLOSED' }, caller: BACKEND }, { table });

/** Tickets that nobody watches, and somebody who comes and works through the lane; when groups were sent. */
async function serveLane(
  stage: VirtualStage,
  people: number,
  forMs?: number,
): Promise<{ eventId: string; sentMs: number[] }> {
  const { world } = stage;
  const [combiner = '', ...others] = await world.users(people);
  const eventId = await world.eventWith(people, []);
  await stage.table.write(askForPause(eventId, 'olga', stage.nowMs(), forMs));
  const askedAt = new Date(stage.nowMs() - 1).toISOString();
  for (const userId of others) {
    const request = { userId, eventId, requestId: fresh('request'), begunAt: askedAt };
    await stage.table.write(leaveTicket(askingToRegister(request, askedAt, stage.nowMs() + 20_000, null)));
  }
  const sentMs: number[] = [];
  const table = withFaults(stage.table, () => {
    sentMs.push(stage.nowMs());
    return null;
  });
  await world.register(eventId, combiner, { table });
  return { eventId, sentMs };
}

describe('a combiner', () => {
  test('leaves the event alone while somebody asks for it, and goes on as soon as they are done', () =>
    onStage(async (stage) => {
      const begunMs = stage.nowMs();
      const endedAfterMs = 200;
      const [{ sentMs }] = await Promise.all([
        serveLane(stage, 5),
        stage.pause(endedAfterMs).then(() => stage.table.write(endPause(pausedEvent(stage), 'olga'))),
      ]);
      expect(sentMs).toHaveLength(1);
      expect(sentMs[0]! - begunMs).toBeGreaterThanOrEqual(endedAfterMs);
      expect(sentMs[0]! - begunMs).toBeLessThan(endedAfterMs + 100);
    }));

  test('goes on by itself when whoever has asked is gone, and takes their item away', () =>
    onStage(async (stage) => {
      const begunMs = stage.nowMs();
      const { eventId, sentMs } = await serveLane(stage, 5);
      expect(sentMs[0]! - begunMs).toBeGreaterThanOrEqual(300);
      expect(pauses(stage)).toEqual([]);
      expect(await stage.table.get<EventItem>(eventKey(eventId))).toMatchObject({ currentRegistrations: 5 });
    }));

  test('leaves it alone for as long as is asked for, within bounds', () =>
    onStage(async (stage) => {
      const lengths: number[] = [];
      for (const forMs of [1000, 60_000]) {
        const begunMs = stage.nowMs();
        const { sentMs } = await serveLane(stage, 5, forMs);
        lengths.push(Math.floor((sentMs[0]! - begunMs) / 1000));
      }
      expect(lengths).toEqual([1, 3]);
    }));

  test('does not end the pause of whoever has asked meanwhile', () =>
    onStage(async (stage) => {
      const { table } = stage;
      await table.write(askForPause('event', 'olga', stage.nowMs()));
      await table.write(askForPause('event', 'otto', stage.nowMs()));
      expect(await table.write(endPause('event', 'olga'))).toMatchObject({ isDone: false });
      expect(pauses(stage)).toMatchObject([{ holder: 'otto' }]);
    }));
});

describe('a change of the event', () => {
  test('that meets nobody asks for nothing', () =>
    onStage(async (stage) => {
      const eventId = await stage.world.eventWith(1, []);
      const written: unknown[] = [];
      const table = { ...stage.table, write: async () => written.push('anything') as never };
      expect(await close(stage, eventId, table)).toMatchObject({ value: { status: 'CLOSED' } });
      expect(written).toEqual([]);
    }));

  test('that has lost a race asks the lane to pause, tries again soon, and lets the lane go on', () =>
    onStage(async (stage) => {
      const eventId = await stage.world.eventWith(1, []);
      const seen: number[] = [];
      const table = withFaults(stage.table, (call) => {
        seen.push(pauses(stage).length);
        return call < 12 ? 'conflict' : null;
      });
      expect(await close(stage, eventId, table)).toMatchObject({ value: { status: 'CLOSED' } });
      expect(seen).toEqual([0, ...Array<number>(12).fill(1)]);
      expect(Math.max(...stage.world.reported.slept)).toBeLessThanOrEqual(10);
      expect(pauses(stage)).toEqual([]);
    }));

  test('that is given up, or refused, lets the lane go on as well', () =>
    onStage(async (stage) => {
      const eventId = await stage.world.eventWith(1, []);
      const never = withFaults(stage.table, () => 'conflict');
      expect(await close(stage, eventId, never)).toMatchObject({ failure: { errorType: 'Busy' } });
      expect(pauses(stage)).toEqual([]);
      const cancelled = () =>
        stage.world.call({
          operation: 'updateEvent',
          eventId,
          patch: { status: 'CANCELLED' },
          caller: BACKEND,
        });
      const overtaken = withScript(stage.table, ['conflict', cancelled]);
      expect(await close(stage, eventId, overtaken)).toMatchObject({ failure: { errorType: 'ValidationError' } });
      expect(pauses(stage)).toEqual([]);
    }));

  test('of healing asks as well', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(3);
      const eventId = await world.eventWith(1, people);
      const event = await stage.table.get<EventItem>(eventKey(eventId));
      await world.put({ ...event, capacity: 2 });
      const seen: number[] = [];
      const table = withFaults(stage.table, (call) => {
        seen.push(pauses(stage).length);
        return call === 0 ? 'conflict' : null;
      });
      expect(await world.call({ operation: 'fillSeats', eventId }, { table })).toEqual({ value: { promoted: 1 } });
      expect(seen).toEqual([0, 1]);
      expect(pauses(stage)).toEqual([]);
    }));
});

describe('the mending of a queue', () => {
  test('gets the way through a crowd that keeps coming, although it needs seconds of stillness', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [people, crowd] = [await world.users(4), await world.users(150)];
      const eventId = await world.eventWith(1, people);
      const leaver = people[2]!;
      const own = await world.registration(eventId, leaver);
      await world.remove((await world.queue(eventId))[1]!);
      await world.put({ ...(await world.event(eventId)), waitlistCount: 9 });
      const begunMs = stage.nowMs();
      const coming = crowd.map(async (userId, index) => {
        await stage.pause(60 * index);
        return world.register(eventId, userId);
      });
      await stage.pause(300);
      const left = await world.unregister(eventId, leaver, {}, person(leaver), own?.requestId);
      const tookMs = stage.nowMs() - begunMs;
      expect(left).toMatchObject({ value: { registrationStatus: 'WAITLISTED' } });
      expect(tookMs).toBeLessThan(60 * crowd.length);
      const answers = await Promise.all(coming);
      expect(answers.filter((answer) => !('value' in answer))).toEqual([]);
      expect(await world.event(eventId)).toMatchObject({ waitlistCount: 2 + crowd.length });
      expect(pauses(stage)).toEqual([]);
    }));

  test('that finds nothing wrong asks nobody to pause', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const eventId = await world.eventWith(1, await world.users(3));
      const written: unknown[] = [];
      const table = { ...stage.table, write: async () => written.push('anything') as never };
      const surroundings = { table, clock: testClock(7), report: { count: () => undefined, warn: () => undefined } };
      expect(await mendIfDamaged(new Effort(surroundings, START_MS + 25_000, 'NOT_MADE'), eventId)).toBe(false);
      expect(written).toEqual([]);
    }));
});

function pausedEvent(stage: VirtualStage): string {
  const [{ PK } = { PK: '' }] = pauses(stage) as { PK: string }[];
  return PK.slice('LANE#'.length);
}
