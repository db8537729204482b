import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OnWaitlistChangedDocument } from '../../client/operations.generated.ts';
import type { WaitlistChange } from '../../client/position.ts';
import { cancellationKey, eventKey, registrationKey, userKey } from '../../domain/keys.ts';
import { invokeFunction } from '../history/stage/invokeLambda.ts';
import { RealtimeSocket } from '../subscription/support/realtimeSocket.ts';
import { admin } from '../support/api.ts';
import type { Calls } from '../support/calls.ts';
import { must, type Given } from '../support/given.ts';
import { startReservedWorld } from '../support/reservedWorld.ts';
import type { World } from '../support/world.ts';

/** For what comes in the background. */
const PATIENCE = { timeout: 300_000, interval: 50 };

/** What a subscriber is told of the event's waitlist from now on. */
async function listen({ running }: World, eventId: string) {
  const token = await running.issueToken('watcher');
  const socket = await RealtimeSocket.connect(running.realtimeUrl, running.url, token);
  const told: WaitlistChange[] = [];
  await socket.subscribe<WaitlistChange>(print(OnWaitlistChangedDocument), { eventId }, (change) => told.push(change));
  return { socket, told };
}

/** Sets an attribute of an event past every rule. */
const change = ({ documents, tableName }: World, eventId: string, name: string, value: unknown) =>
  documents.send(
    new UpdateCommand({
      TableName: tableName,
      Key: eventKey(eventId),
      UpdateExpression: 'SET #name = :value, version = version + :one',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':value': value, ':one': 1 },
    }),
  );

describe('while those who wait in lanes have all that is reserved for them', () => {
  let world: World;
  let calls: Calls;
  let given: Given;
  let close: () => Promise<void>;
  beforeAll(async () => {
    // All that is not reserved for others.
    ({ world, calls, given, close } = await startReservedWorld(
      { promoteFromWaitlist: 0, settle: 1, publishChanges: 1 },
      0,
    ));
  });
  afterAll(() => close());

  it('whoever comes in the crowd is told Busy, and has left a ticket', async () => {
    const [[userId = ''], eventId] = await Promise.all([given.users(1), given.event()]);
    await change(world, eventId, 'laneUntil', '9999-12-31T23:59:59.999Z');
    const { error } = await calls.registerForEvent(admin, { userId, eventId });
    expect(error).toMatchObject({ errorType: 'Busy', errorInfo: { outcome: 'UNKNOWN' } });
  });

  it('an organizer raises the capacity, and people move up', async () => {
    const { eventId, people } = await given.eventWith(3);
    expect(must(await calls.updateEvent(admin, { input: { eventId, capacity: 3 } }))).toMatchObject({
      currentRegistrations: 3,
      waitlistCount: 0,
    });
    expect(must(await calls.getRegistration(admin, { eventId, userId: people[2] ?? '' }))).toMatchObject({
      registrationStatus: 'REGISTERED',
    });
  });

  it('a free seat beside somebody who waits is healed, and announced', async () => {
    const { eventId, people } = await given.eventWith(2);
    const { socket, told } = await listen(world, eventId);
    await change(world, eventId, 'capacity', 2);
    await world.running.streamIdle();
    expect(must(await calls.getRegistration(admin, { eventId, userId: people[1] ?? '' }))).toMatchObject({
      registrationStatus: 'REGISTERED',
    });
    await expect.poll(() => told.at(-1)).toMatchObject({ kind: 'PROMOTED', count: 1, waitlistCount: 0 });
    socket.drop();
    expect([...world.running.deadLetters, ...world.running.sentMessages]).toEqual([]);
  });
});

describe('while nothing is left of what is reserved for settling (the control of the tests above)', () => {
  it('an organizer is told Busy, and those who register and leave are served', async () => {
    const { calls, given, close } = await startReservedWorld({ settle: 0 });
    try {
      const { eventId, people } = await given.eventWith(2);
      const { error } = await calls.updateEvent(admin, { input: { eventId, capacity: 2 } });
      expect(error).toMatchObject({ errorType: 'Busy', errorInfo: { outcome: 'NONE' } });
      expect(must(await calls.unregisterFromEvent(admin, { eventId, userId: people[0] ?? '' }))).toMatchObject({
        promoted: true,
      });
    } finally {
      await close();
    }
  });
});

describe('while those who wait have all, and nothing is reserved for publishing (the control of the last test)', () => {
  it('people move up, and nobody can be told', async () => {
    const { world, calls, given, assemblyDir, close } = await startReservedWorld(
      { promoteFromWaitlist: 0, settle: 1 },
      0,
    );
    try {
      const { eventId, people } = await given.eventWith(2);
      const { socket, told } = await listen(world, eventId);
      must(await calls.updateEvent(admin, { input: { eventId, capacity: 2 } }));
      expect(must(await calls.getRegistration(admin, { eventId, userId: people[1] ?? '' }))).toMatchObject({
        registrationStatus: 'REGISTERED',
      });
      await expect(invokeFunction(world.running, assemblyDir, 'PublishChanges', { Records: [] })).rejects.toMatchObject(
        {
          name: 'TooManyRequestsException',
        },
      );
      await socket.settled();
      expect(told).toEqual([]);
      socket.drop();
    } finally {
      await close();
    }
  });
});

describe('while somebody who is being deleted has all that is reserved for erasing', () => {
  it('people are told that an event is cancelled', async () => {
    const { world, calls, given, close } = await startReservedWorld({ cascade: 1, eraseUsers: 1 });
    const stored = async (Key: object) =>
      (await world.documents.send(new GetCommand({ TableName: world.tableName, Key }))).Item;
    try {
      const { eventId: left, people } = await given.eventWith(1);
      const [leaving = ''] = people;
      const { eventId, people: told } = await given.eventWith(2);
      // Erasing waits for the end of a minute that begins far away, as long as an invocation may take.
      await world.documents.send(
        new UpdateCommand({
          TableName: world.tableName,
          Key: userKey(leaving),
          UpdateExpression: 'SET erasingAt = :far',
          ExpressionAttributeValues: { ':far': '9999-12-31T00:00:00.000Z' },
        }),
      );
      await vi.waitUntil(async () => (await stored(registrationKey(leaving, left))) === undefined, PATIENCE);
      must(await calls.updateEvent(admin, { input: { eventId, status: 'CANCELLED' } }));
      await vi.waitUntil(async () => (await stored(cancellationKey(eventId)))?.completedAt !== undefined, PATIENCE);
      for (const userId of told) {
        expect(await stored(registrationKey(userId, eventId))).toHaveProperty('cancelledAt');
      }
      expect(await stored(userKey(leaving))).toHaveProperty('erasingAt');
    } finally {
      await close();
    }
  });
});
