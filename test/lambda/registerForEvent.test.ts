import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askingToRegister, leaveTicket } from '../../domain/lane/ticket.ts';
import { updateEvent } from '../../domain/event/updateEvent.ts';
import type { Operation } from '../../lambda/promoteFromWaitlist/payload.ts';
import { joinDirectly } from './support/direct.ts';
import { withFaults, withScript, withSingleFaults, type SingleCall } from './support/faults.ts';
import { startEventTable, type EventTable } from './support/startEventTable.ts';
import { audit } from './support/audit.ts';
import { BACKEND, fresh, NOW, organizer, person, World } from './support/world.ts';

let running: EventTable;
let world: World;
beforeAll(async () => {
  running = await startEventTable();
  world = new World(running);
});
afterAll(() => running.close());

/** A host whose clock is ahead, so that whoever has asked by the others has asked before. */
const LATE = { startMs: Date.parse(NOW) + 1000 };

describe('registerForEvent', () => {
  test('takes a free seat', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, []);
    const answer = await world.register(eventId, ann, {}, 'request-ann');
    expect(answer).toMatchObject({
      value: { userId: ann, eventId, registrationId: 'request-ann', registrationStatus: 'REGISTERED', position: null },
    });
    expect(await world.registration(eventId, ann)).toMatchObject({ requestId: 'request-ann', registeredAt: NOW });
    expect(world.reported.metrics).toEqual({});
  });

  test('queues at the end with exact position, length and version when the event is full', async () => {
    const [ann = '', bob = '', cid = ''] = await world.users(3);
    const eventId = await world.eventWith(1, [ann, bob]);
    const answer = await world.register(eventId, cid);
    expect(answer).toMatchObject({
      value: { registrationStatus: 'WAITLISTED', position: 2, joinedPosition: 2, waitlistCount: 2, waitlistVersion: 3 },
    });
    expect(await world.waiting(eventId)).toEqual([bob, cid]);
    expect(await audit(world, eventId, [ann, bob, cid])).toEqual([]);
  });

  test('queues behind everyone although the own clock is slow', async () => {
    const [ann = '', bob = '', cid = ''] = await world.users(3);
    const eventId = await world.eventWith(1, [ann, bob]);
    await world.register(eventId, cid, { startMs: Date.parse(NOW) - 60_000 });
    expect(await world.waiting(eventId)).toEqual([bob, cid]);
  });

  test.each(['conflict', 'throttled', 'refused'] as const)(
    'waits patiently through a storm of 20 × %s',
    async (fault) => {
      const [ann = ''] = await world.users(1);
      const eventId = await world.eventWith(1, []);
      const answer = await world.register(eventId, ann, { table: withScript(world.table, Array(20).fill(fault)) });
      expect(answer).toMatchObject({ value: { registrationStatus: 'REGISTERED' } });
      expect(world.reported.metrics).toMatchObject({ Conflicts: 20 });
      // Groups follow each other after 40 ms, after a throttle 1.6 times as long.
      expect(world.reported.slept.every((ms, n) => ms <= Math.max(64, Math.min(25 * 2 ** n, 500)))).toBe(true);
    },
  );

  test('queues behind whoever has joined past the lane while its own group was on its way', async () => {
    const [ann = '', bob = '', cid = ''] = await world.users(3);
    const eventId = await world.eventWith(1, [ann]);
    const table = withScript(world.table, [() => joinDirectly(world, eventId, bob)]);
    const answer = await world.register(eventId, cid, { table });
    expect(answer).toMatchObject({ value: { position: 2, joinedPosition: 2, waitlistCount: 2, waitlistVersion: 3 } });
    expect(table.tokens).toHaveLength(2);
    expect(await world.waiting(eventId)).toEqual([bob, cid]);
    expect(await audit(world, eventId, [ann, bob, cid])).toEqual([]);
  });

  test('goes again at its pace after each race for the queue that it loses', async () => {
    const [ann = '', bob = '', ...others] = await world.users(8);
    const eventId = await world.eventWith(1, [ann]);
    const table = withScript(
      world.table,
      others.map((other) => () => joinDirectly(world, eventId, other)),
    );
    const answer = await world.register(eventId, bob, { table });
    expect(answer).toMatchObject({ value: { position: 7, waitlistCount: 7, waitlistVersion: 8 } });
    expect(table.tokens).toHaveLength(1 + others.length);
    expect(world.reported.slept.every((ms) => ms <= 60)).toBe(true);
  });

  test('is served by somebody else who combines meanwhile, in the order of asking', async () => {
    const [ann = '', bob = '', cid = ''] = await world.users(3);
    const eventId = await world.eventWith(1, [ann]);
    const answers: unknown[] = [];
    const table = withScript(world.table, [async () => answers.push(await world.register(eventId, bob, LATE))]);
    answers.push(await world.register(eventId, cid, { table }));
    const together = { waitlistCount: 2, waitlistVersion: 2 };
    expect(answers).toMatchObject([
      { value: { userId: bob, position: 2, ...together } },
      { value: { userId: cid, position: 1, ...together } },
    ]);
    expect(await world.event(eventId)).toMatchObject({
      waitlistVersion: 2,
      lastWaitlistChange: { kind: 'JOINED', count: 2, waitlistedAt: (await world.queue(eventId))[1]?.waitlistedAt },
    });
    expect(await audit(world, eventId, [ann, bob, cid])).toEqual([]);
  });

  test('takes the seat that became free while it would have queued', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann]);
    const table = withScript(world.table, [() => world.unregister(eventId, ann)]);
    expect(await world.register(eventId, bob, { table })).toMatchObject({
      value: { registrationStatus: 'REGISTERED' },
    });
  });

  test.each(['lostBefore', 'lostAfter'] as const)(
    'repeats the same transaction under the same token when the answer is %s',
    async (fault) => {
      const [ann = ''] = await world.users(1);
      const eventId = await world.eventWith(1, []);
      const table = withScript(world.table, [fault, 'refused', fault]);
      const answer = await world.register(eventId, ann, { table });
      expect(answer).toMatchObject({ value: { registrationStatus: 'REGISTERED' } });
      expect(new Set(table.tokens).size).toBe(1);
      expect(await audit(world, eventId, [ann])).toEqual([]);
    },
  );

  test('answers with the position of the moment of joining when the answer to joining is lost', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, [ann]);
    const answer = await world.register(eventId, bob, { table: withScript(world.table, [null, 'lostAfter']) });
    expect(answer).toMatchObject({ value: { registrationStatus: 'WAITLISTED', position: 1, waitlistVersion: 2 } });
    expect(await audit(world, eventId, [ann, bob])).toEqual([]);
  });

  test('recognises what an earlier try of the same request has made, with its present position', async () => {
    const [ann = '', bob = '', cid = ''] = await world.users(3);
    const eventId = await world.eventWith(1, [ann, bob]);
    await world.register(eventId, cid, {}, 'request-cid');
    await world.unregister(eventId, bob);
    const again = await world.register(eventId, cid, {}, 'request-cid');
    expect(again).toMatchObject({
      value: { registrationId: 'request-cid', joinedPosition: 2, position: 1, waitlistCount: 1 },
    });
    await world.unregister(eventId, ann);
    expect(await world.register(eventId, cid, {}, 'request-cid')).toMatchObject({
      value: { registrationStatus: 'REGISTERED', promotedAt: NOW },
    });
  });

  test('rejects with AlreadyRegistered, showing the registration, when another request has made one', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, [ann]);
    const answer = await world.register(eventId, ann);
    expect(answer).toMatchObject({
      failure: { errorType: 'AlreadyRegistered', errorInfo: { registration: { registrationStatus: 'REGISTERED' } } },
    });
  });

  test('rejects with UserNotFound, EventNotFound, EventNotOpen, EventFull and Unauthorized, and writes nothing', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const open = await world.eventWith(1, [ann], { waitlistEnabled: false, organizer: 'olga' });
    const closed = await world.eventWith(1, [], { status: 'CLOSED' });
    const draft = await world.eventWith(1, [], { status: 'DRAFT' });
    const rejections = [
      await world.register(open, 'nobody'),
      await world.register('nowhere', bob),
      await world.register(draft, bob),
      await world.register(closed, bob),
      await world.register(open, bob),
      await world.register(open, bob, {}, fresh('request'), organizer('otto')),
    ];
    const types = ['UserNotFound', 'EventNotFound', 'EventNotFound', 'EventNotOpen', 'EventFull', 'Unauthorized'];
    expect(rejections).toMatchObject(types.map((errorType) => ({ failure: { errorType } })));
    expect(await world.status(open, bob)).toBe('NONE');
  });

  test('rejects with EventNotOpen when the event is cancelled while it waits in the lane', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, []);
    const cancel = () => world.apply(updateEvent(eventId, { status: 'CANCELLED' }, BACKEND, NOW));
    const answer = await world.register(eventId, ann, { table: withScript(world.table, ['conflict', cancel]) });
    expect(answer).toMatchObject({ failure: { errorType: 'EventNotOpen', errorInfo: { status: 'CANCELLED' } } });
  });

  test('rejects with Busy and outcome NONE at the deadline when every try was turned away', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, []);
    const answer = await world.register(eventId, ann, { table: withFaults(world.table, () => 'conflict') });
    expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'NONE' } } });
    expect(world.reported.metrics).toMatchObject({ Busy: 1 });
  });

  test('rejects with Busy and outcome NONE at the deadline although answers were lost: its ticket is taken back', async () => {
    const [ann = '', bob = ''] = await world.users(2);
    const eventId = await world.eventWith(1, []);
    const answer = await world.register(eventId, ann, { table: withFaults(world.table, () => 'lostBefore') });
    expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'NONE' } } });
    await world.register(eventId, bob);
    expect(await world.status(eventId, ann)).toBe('NONE');
  });

  test('rejects with Busy and outcome UNKNOWN at the deadline when its ticket cannot be taken back', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, []);
    const isTakingBack = ({ action }: SingleCall) => action?.operation === 'DeleteItem' && action.key.SK !== 'LEASE';
    const table = withSingleFaults(
      withFaults(world.table, () => 'conflict'),
      (call) => (isTakingBack(call) ? 'lostBefore' : null),
    );
    const request = { userId: ann, eventId, requestId: fresh('request'), caller: person(ann), begunAt: NOW };
    const operation = { operation: 'registerForEvent', request, effect: 'NOT_MADE', ticket: null } as const;
    const decidedBy = new Date(Date.parse(NOW) + 40_000).toISOString();
    expect(await world.call(operation, { table })).toMatchObject({
      failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN', decidedBy, clientRequestId: request.requestId } },
    });
  });

  test('answers a repeated call UNKNOWN at the deadline although nothing of its own can happen: an earlier one may be served', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, []);
    const request = { userId: ann, eventId, requestId: fresh('request'), caller: person(ann), begunAt: NOW };
    const operation = { operation: 'registerForEvent', request, effect: 'NOT_MADE', ticket: null } as const;
    const table = withFaults(world.table, () => 'conflict');
    const decidedBy = new Date(Date.parse(NOW) + 40_000).toISOString();
    expect(await world.call({ ...operation, isRepeat: true }, { table })).toMatchObject({
      failure: { errorInfo: { outcome: 'UNKNOWN', retryAfterMs: 2000, decidedBy, clientRequestId: request.requestId } },
    });
    expect(await world.call(operation, { table })).toMatchObject({
      failure: { errorInfo: { outcome: 'NONE', decidedBy: null, clientRequestId: request.requestId } },
    });
  });

  test('finds at the deadline, by a last look, that a lost answer was a success', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, []);
    const answer = await world.register(eventId, ann, { table: withFaults(world.table, () => 'lostAfter') });
    expect(answer).toMatchObject({ value: { registrationStatus: 'REGISTERED' } });
  });

  test('answers UNKNOWN, not NONE, when the resolver’s own attempt may have been made and no try came through', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, []);
    const request = { userId: ann, eventId, requestId: fresh('request'), caller: person(ann), begunAt: NOW };
    const circumstances = { table: withFaults(world.table, () => 'conflict') };
    const answer = await world.call(
      { operation: 'registerForEvent', request, effect: 'MAYBE_MADE', ticket: null },
      circumstances,
    );
    expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN' } } });
  });

  test('answers UNKNOWN when a resolver of another version does not say what its own attempt may have done', async () => {
    const request = { userId: 'any', eventId: 'any', requestId: fresh('request'), caller: person('any'), begunAt: NOW };
    const operation = { operation: 'registerForEvent', request } as Operation;
    const answer = await world.call(operation, { timeMs: -1 });
    expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN' } } });
  });

  test('knows by the ticket that a resolver has left that nothing else was tried, whatever it says for older functions', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, []);
    const request = { userId: ann, eventId, requestId: fresh('request'), caller: person(ann), begunAt: NOW };
    const asking = askingToRegister(request, NOW, Date.parse(NOW) + 25_000, null);
    await world.table.write(leaveTicket(asking));
    const ticket = { asking, isLeft: true };
    const answer = await world.call(
      { operation: 'registerForEvent', request, effect: 'MAYBE_MADE', ticket },
      { table: withFaults(world.table, () => 'conflict') },
    );
    expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'NONE' } } });
  });

  test('tells an organizer who may not be the event’s nothing of whether the person exists, when time is over', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, [], { organizer: 'olga' });
    const table = withFaults(world.table, () => 'conflict');
    const answers = [];
    for (const userId of [ann, fresh('nobody')]) {
      const request = { userId, eventId, requestId: 'request', caller: organizer('otto'), begunAt: NOW };
      const asking = askingToRegister(request, NOW, Date.parse(NOW) + 25_000, 'otto');
      const ticket = userId === ann ? { asking, isLeft: true } : null;
      if (ticket !== null) {
        await world.table.write(leaveTicket(asking));
      }
      const operation = { operation: 'registerForEvent', request, effect: 'NOT_MADE', ticket } as const;
      answers.push(await world.call(operation, { table, timeMs: 50 }));
    }
    expect(answers[0]).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN' } } });
    expect(answers[1]).toEqual(answers[0]);
  });

  test('tries nothing when it is called after its deadline', async () => {
    const table = withScript(world.table, []);
    const answer = await world.register('any', 'any', { table, timeMs: -1 });
    expect(answer).toMatchObject({ failure: { errorType: 'Busy', errorInfo: { outcome: 'NONE' } } });
    expect(table.tokens).toEqual([]);
  });

  test('rejects with Unauthorized when the event gets another organizer while it waits in the lane', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, [], { organizer: 'olga' });
    const giveAway = () => world.apply(updateEvent(eventId, { organizer: 'otto' }, BACKEND, NOW));
    const table = withScript(world.table, ['conflict', giveAway]);
    const answer = await world.register(eventId, ann, { table }, fresh('request'), organizer('olga'));
    expect(answer).toMatchObject({ failure: { errorType: 'Unauthorized' } });
    expect(await world.status(eventId, ann)).toBe('NONE');
  });

  test('throws for a transaction that is wrong in itself instead of repeating it', async () => {
    const [ann = ''] = await world.users(1);
    const eventId = await world.eventWith(1, []);
    const attempts: string[] = [];
    const transact = async (_: unknown, token: string) => {
      attempts.push(token);
      throw new Error('A transaction is wrong in itself: ValidationError');
    };
    await expect(world.register(eventId, ann, { table: { ...world.table, transact } })).rejects.toThrow(
      'wrong in itself',
    );
    expect(attempts).toHaveLength(1);
  });

  test('always gives one seat to one of 30 at once, and the others positions 1 to 29 without gap or double', async () => {
    const people = await world.users(30);
    const eventId = await world.eventWith(1, []);
    const answers = await Promise.all(
      people.map((userId, seed) => world.register(eventId, userId, { seed, timeMs: 250_000 })),
    );
    const positions = answers
      .map((answer) => ('value' in answer ? (answer.value.position ?? 0) : -1))
      .sort((a, b) => a - b);
    expect(positions).toEqual(Array.from({ length: 30 }, (_, position) => position));
    expect(await audit(world, eventId, people)).toEqual([]);
  });
});
