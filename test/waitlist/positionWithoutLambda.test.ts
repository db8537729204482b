import { BatchWriteCommand, DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENTITY_TYPES, eventKey, waitlistEntryKey } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { admin, user } from '../support/api.ts';
import type { Calls } from '../support/calls.ts';
import { must, type Given } from '../support/given.ts';
import { startReservedWorld } from '../support/reservedWorld.ts';
import type { World } from '../support/world.ts';

/** More than a resolver counts in one query. */
const AHEAD = LIMITS.positionPage + 100;

describe('while no Lambda is free', () => {
  let world: World;
  let calls: Calls;
  let given: Given;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ world, calls, given, close } = await startReservedWorld({ promoteFromWaitlist: 0, settle: 0 }, 0));
  });
  afterAll(() => close());

  /** Puts so many people at the head of an event's queue, past every rule. */
  async function putAhead(eventId: string, count: number): Promise<void> {
    const { documents, tableName } = world;
    const entries = Array.from({ length: count }, (_, n) => {
      const userId = `ahead${n}`;
      const waitlistedAt = `2020-01-01T00:${String(Math.floor(n / 1000)).padStart(2, '0')}:00.${String(n % 1000).padStart(3, '0')}Z`;
      const key = waitlistEntryKey(eventId, waitlistedAt, userId);
      return { ...key, entityType: ENTITY_TYPES.waitlistEntry, eventId, userId, waitlistedAt, joinedPosition: n + 1 };
    });
    for (let from = 0; from < count; from += 25) {
      const RequestItems = { [tableName]: entries.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } })) };
      await documents.send(new BatchWriteCommand({ RequestItems }));
    }
    await documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: eventKey(eventId),
        UpdateExpression: 'SET waitlistCount = waitlistCount + :count, waitlistJoins = waitlistJoins + :more',
        // One more has joined than waits: the queue must be counted.
        ExpressionAttributeValues: { ':count': count, ':more': count + 1 },
      }),
    );
  }

  it('one request with 100 aliases of it tells each the exact position', async () => {
    const { eventId, people } = await given.eventWith(2);
    const userId = people[1] ?? '';
    await putAhead(eventId, 5);
    const aliases = Array.from(
      { length: 100 },
      (_, n) => `a${n}: getRegistration(userId: "${userId}", eventId: "${eventId}") { position waitlistCount }`,
    );
    const { body } = await world.running.execute({ as: user(userId), query: `{ ${aliases.join('\n')} }` });
    const place = { position: 6, waitlistCount: 6 };
    expect([Object.values(body.data ?? {}), body.errors ?? []]).toEqual([Array(100).fill(place), []]);
  });

  it('a position behind more people than one query counts is exact', async () => {
    const { eventId, people } = await given.eventWith(2);
    const userId = people[1] ?? '';
    await putAhead(eventId, AHEAD);
    expect(must(await calls.getRegistration(admin, { userId, eventId }))).toMatchObject({
      position: AHEAD + 1,
      waitlistCount: AHEAD + 1,
    });
  });

  it('a registration whose event is gone is answered without a place', async () => {
    const { eventId, people } = await given.eventWith(2);
    const [, userId = ''] = people;
    await world.documents.send(new DeleteCommand({ TableName: world.tableName, Key: eventKey(eventId) }));
    expect(must(await calls.getRegistration(admin, { userId, eventId }))).toMatchObject({
      registrationStatus: 'WAITLISTED',
      position: null,
    });
  });
});
