import { describe, expect, test } from 'vitest';
import { updateEvent } from '../../../domain/event/updateEvent.ts';
import type { Action } from '../../../domain/transaction.ts';
import { audit } from '../support/audit.ts';
import { START_MS } from '../support/clock.ts';
import { withSingleFaults } from '../support/faults.ts';
import { counted, leaveAll, leaveFor, onStage, ticketOf } from '../support/lane.ts';
import { BACKEND, fresh, NOW } from '../support/world.ts';

/** Whether an action refuses a ticket. */
const isRefusal = ({ update }: Action) => Object.values(update?.values ?? {}).includes('REFUSED');

describe('a combiner', () => {
  test('goes on while nobody watches until the lane is empty, at almost its full pace', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(1000);
      const eventId = await world.eventWith(2000, []);
      // As if they had asked after the combiner, which is served first.
      const tickets = people.slice(1).map((userId, n) => ticketOf(stage, eventId, userId, 10_000 + n));
      for (let at = 0; at < tickets.length; at += 100) {
        await leaveAll(stage, tickets.slice(at, at + 100));
      }
      const fromMs = stage.nowMs();
      expect(await world.register(eventId, people[0]!)).toMatchObject({ value: { registrationStatus: 'REGISTERED' } });
      expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 1000 });
      // Of virtual time: 21 groups of 40 to 60 ms.
      expect(stage.nowMs() - fromMs).toBeLessThan(2000);
      expect(stage.tickets()).toEqual([]);
    }));

  test('hands over to somebody who watches soon after it is served', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(200);
      const eventId = await world.eventWith(1000, []);
      const answeredMs: number[] = [];
      const lastHolders = new Set<string>();
      await Promise.all(
        people.map(async (userId, n) => {
          await stage.pause(20 * n);
          await world.register(eventId, userId, { seed: n });
          answeredMs[n] = stage.nowMs() - START_MS - 20 * n;
          stage.leases().forEach(({ holder }) => lastHolders.add(holder));
        }),
      );
      expect(Math.max(...answeredMs)).toBeLessThan(2000);
      expect(lastHolders.size).toBeGreaterThan(2);
      expect(await audit(world, eventId, people)).toEqual([]);
    }));

  test('hands over as soon when its own ticket is served before it begins', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', first = '', ...watching] = await world.users(8);
      const others = Array.from({ length: 1200 }, () => fresh('user'));
      const eventId = await world.eventWith(1, []);
      const asking = ticketOf(stage, eventId, ann, -1);
      await leaveAll(stage, [asking]);
      await world.register(eventId, first);
      const tickets = others.map((userId, n) => ticketOf(stage, eventId, userId, n - 10_000));
      for (let at = 0; at < tickets.length; at += 100) {
        await leaveAll(stage, tickets.slice(at, at + 100));
      }
      const fromMs = stage.nowMs();
      const ofAnn = world.register(eventId, ann, { ticket: { asking, isLeft: true } }, asking.requestId);
      const later = watching.map((userId, n) =>
        stage.pause(10).then(() => world.register(eventId, userId, { seed: 2 + n })),
      );
      expect(await ofAnn).toMatchObject({ value: { registrationId: asking.requestId } });
      // Of virtual time: all of it takes 37 groups of 60 ms.
      expect(stage.nowMs() - fromMs).toBeLessThan(1500);
      for (const answer of await Promise.all(later)) {
        expect(answer).toMatchObject({ value: { registrationStatus: 'WAITLISTED' } });
      }
      expect(stage.tickets()).toEqual([]);
    }));

  test('goes on without the flag where that is refused all the time', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(30);
      const eventId = await world.eventWith(1, []);
      await leaveFor(stage, eventId, people.slice(1));
      let tries = 0;
      const base = counted(world.table, stage.nowMs);
      const table = withSingleFaults(base, ({ method, table: name }) => {
        const isFlag = method === 'write' && name === 'events';
        tries += isFlag ? 1 : 0;
        return isFlag ? 'throttled' : null;
      });
      const fromMs = stage.nowMs();
      await world.register(eventId, people[0]!, { table });
      expect(tries).toBeGreaterThan(10);
      expect(base.groups).toEqual([1, 29]);
      expect(base.sentMs[0]! - fromMs).toBeLessThan(600);
    }));

  test('reads the event again once it has refused somebody, who may come again', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = '', cid = ''] = await world.users(3);
      const eventId = await world.eventWith(1, [], { status: 'CLOSED' });
      const asking = ticketOf(stage, eventId, cid, -1);
      await leaveAll(stage, [ticketOf(stage, eventId, ann, -2), asking]);
      const opens = async () => {
        await world.apply(updateEvent(eventId, { status: 'OPEN' }, BACKEND, NOW));
        await leaveFor(stage, eventId, [bob]);
        return null;
      };
      let isRefused = false;
      const table = withSingleFaults(world.table, ({ action }) => {
        const isFirst = !isRefused && action?.operation === 'UpdateItem' && isRefusal(action);
        isRefused ||= isFirst;
        return isFirst ? opens : null;
      });
      await world.register(eventId, cid, { table, ticket: { asking, isLeft: true } }, asking.requestId);
      expect([await world.status(eventId, ann), await world.status(eventId, bob)]).toEqual(['NONE', 'REGISTERED']);
    }));
});
