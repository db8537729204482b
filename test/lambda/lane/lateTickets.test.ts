import { describe, expect, test } from 'vitest';
import { leaveTicket, takeTicket } from '../../../domain/lane/ticket.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { withSingleFaults, type SingleCall, type SingleFault } from '../support/faults.ts';
import { holdLease, leaveAll, leavingTicketOf, onStage, ticketOf } from '../support/lane.ts';
import type { VirtualStage } from '../support/virtualStage.ts';

const SEAT = { value: { registrationStatus: 'REGISTERED' } };
const isPut = ({ action }: SingleCall) => action?.operation === 'PutItem';

/** Somebody else asks, and serves everybody in the lane. */
async function serve({ world }: VirtualStage, eventId: string): Promise<void> {
  const [other = ''] = await world.users(1);
  await world.register(eventId, other, { seed: 9 });
}

/** The table, and how many tickets were put into it; each put in turn suffers what comes next, then nothing. */
function countingPuts(table: Table, ...faults: SingleFault[]): { table: Table; puts: () => number } {
  let puts = 0;
  const counting = withSingleFaults(table, (call) => {
    puts += isPut(call) ? 1 : 0;
    return isPut(call) ? (faults.shift() ?? null) : null;
  });
  return { table: counting, puts: () => puts };
}

describe('a ticket that is put again', () => {
  test('stays as it is, whatever has become of it, and is taken back as surely as the first', () =>
    onStage(async (stage) => {
      const { table, world } = stage;
      const ticket = ticketOf(stage, 'event', 'ann');
      expect(await table.write(leaveTicket(ticket))).toEqual({ isDone: true });
      for (const state of ['ASKED', 'REFUSED', 'DONE']) {
        await world.put({ ...stage.tickets()[0], state });
        expect(await table.write(leaveTicket(ticket))).toMatchObject({ isDone: false, item: { state } });
        expect(stage.tickets()).toMatchObject([{ state }]);
      }
      await world.put({ ...stage.tickets()[0], state: 'ASKED' });
      expect(await table.write(takeTicket(ticket))).toEqual({ isDone: true });
      expect(await table.write(takeTicket(ticket))).toEqual({ isDone: false, item: null });
    }));

  test('serves nobody twice: the first has made the registration, so the second is taken away', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = ''] = await world.users(1);
      const eventId = await world.eventWith(9, []);
      const ticket = ticketOf(stage, eventId, ann, -1);
      await leaveAll(stage, [ticket]);
      await serve(stage, eventId);
      const first = await world.registration(eventId, ann);
      await leaveAll(stage, [ticket]);
      await serve(stage, eventId);
      expect(await world.registration(eventId, ann)).toEqual(first);
      expect(first).toMatchObject({ requestId: ticket.requestId });
      expect(stage.tickets()).toEqual([]);
      expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 3 });
    }));

  test('or arrives after its deadline takes no effect, although the registration of the first was given up', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = ''] = await world.users(1);
      const eventId = await world.eventWith(9, []);
      const ticket = ticketOf(stage, eventId, ann, -1, 5000);
      await leaveAll(stage, [ticket]);
      await serve(stage, eventId);
      await world.unregister(eventId, ann);
      await stage.pause(4600);
      await leaveAll(stage, [ticket]);
      await serve(stage, eventId);
      expect(await world.status(eventId, ann)).toBe('NONE');
      await stage.pause(16_000);
      await leaveAll(stage, [ticketOf(stage, eventId, (await world.users(1))[0]!, -1)]);
      await serve(stage, eventId);
      expect([await world.status(eventId, ann), stage.tickets()]).toEqual(['NONE', []]);
    }));

  test.each(['pinned to the registration', 'bound to when the request began'])(
    'to leave, %s, ends no newer registration',
    (how) =>
      onStage(async (stage) => {
        const { world } = stage;
        const [ann = ''] = await world.users(1);
        const eventId = await world.eventWith(9, [ann]);
        const own = await world.registration(eventId, ann);
        const pinned = how.startsWith('pinned') ? (own?.requestId ?? '') : null;
        const ticket = leavingTicketOf(stage, eventId, ann, pinned, -1);
        await leaveAll(stage, [ticket]);
        await serve(stage, eventId);
        expect(await world.status(eventId, ann)).toBe('NONE');
        expect(stage.tickets()).toMatchObject([{ state: 'DONE' }]);
        await stage.pause(20);
        await world.register(eventId, ann);
        const newer = await world.registration(eventId, ann);
        // Whoever has left it takes it away, and then it comes once more.
        await world.remove(stage.tickets()[0]!);
        await leaveAll(stage, [ticket]);
        await serve(stage, eventId);
        expect(newer).not.toBeNull();
        expect(await world.registration(eventId, ann)).toEqual(newer);
        expect(stage.tickets()).toMatchObject([{ state: 'REFUSED' }]);
      }),
  );
});

describe('after a lost answer the Lambda', () => {
  test('leaves no second ticket once the first is served', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = ''] = await world.users(1);
      const eventId = await world.eventWith(9, []);
      const lostAndServed = async (): Promise<SingleFault> => {
        await leaveAll(stage, [{ ...ticketOf(stage, eventId, ann, -1), requestId: 'of-ann' }]);
        await serve(stage, eventId);
        return 'lostBefore';
      };
      const { table, puts } = countingPuts(world.table, lostAndServed);
      expect(await world.register(eventId, ann, { table }, 'of-ann')).toMatchObject(SEAT);
      expect(puts()).toBe(1);
      expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 2 });
    }));

  test('of the resolver leaves none if that is served, and the same one again if not', () =>
    onStage(async (stage) => {
      const { world } = stage;
      for (const isServed of [true, false]) {
        const [ann = ''] = await world.users(1);
        const eventId = await world.eventWith(9, []);
        const asking = ticketOf(stage, eventId, ann, -1);
        if (isServed) {
          await leaveAll(stage, [asking]);
          await serve(stage, eventId);
        }
        const { table, puts } = countingPuts(world.table);
        const ticket = { asking, isLeft: false };
        expect(await world.register(eventId, ann, { table, ticket }, asking.requestId)).toMatchObject(SEAT);
        expect(puts()).toBe(isServed ? 0 : 1);
        expect(stage.tickets()).toEqual([]);
      }
    }));

  test('goes on with the ticket that is there, whatever has become of it', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(1, [ann, bob]);
      const asking = leavingTicketOf(stage, eventId, ann, null, -1);
      await leaveAll(stage, [asking]);
      await serve(stage, eventId);
      const answer = await world.unregister(
        eventId,
        ann,
        { ticket: { asking, isLeft: false } },
        undefined,
        null,
        'MAYBE_MADE',
      );
      expect(answer).toMatchObject({ value: { promoted: true } });
    }));

  test('answers the seat, not NONE, when it takes back a ticket that AppSync has put again after it was served', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = ''] = await world.users(1);
      const eventId = await world.eventWith(9, []);
      const asking = ticketOf(stage, eventId, ann, -1);
      await leaveAll(stage, [asking]);
      await serve(stage, eventId);
      await leaveAll(stage, [asking]);
      await holdLease(stage, eventId, 15_000);
      const circumstances = { ticket: { asking, isLeft: true }, timeMs: 3000 };
      expect(await world.register(eventId, ann, circumstances, asking.requestId)).toMatchObject(SEAT);
      expect(stage.tickets()).toEqual([]);
    }));
});
