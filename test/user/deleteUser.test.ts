import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { eventKey, registrationKey, userKey } from '../../domain/keys.ts';
import { LIMITS } from '../../domain/limits.ts';
import { scanTable } from '../../tools/running/tableContent.ts';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';
import { NEVER_MS } from '../support/world.ts';

/** Without the stream, which begins the sweep at once. */
const { api, calls, given, stored } = startSuite(async () => ({ streamPollMs: NEVER_MS }));
const PAST = '2001-06-01T18:00:00.000Z';
const FUTURE = '2101-06-01T18:00:00.000Z';

/** Somebody whose deletion was asked for, and who has nothing. */
async function erasing(): Promise<string> {
  const [userId = ''] = await given.users(1);
  must(await calls.deleteUser(user(userId), { userId }));
  return userId;
}

/** Has requests for the event go to its lane. */
const crowd = (eventId: string) =>
  api.documents.send(
    new UpdateCommand({
      TableName: api.tableName,
      Key: eventKey(eventId),
      UpdateExpression: 'SET laneUntil = :until',
      ExpressionAttributeValues: { ':until': '9999-12-31T23:59:59.999Z' },
    }),
  );

describe('Mutation.deleteUser', () => {
  it('marks the profile and says when it is gone at the earliest, the same when it is called again', async () => {
    const [userId = ''] = await given.users(1);
    const deletion = must(await calls.deleteUser(user(userId), { userId }));
    const earliestCompletionAt = new Date(Date.parse(deletion.requestedAt) + LIMITS.erasingMs).toISOString();
    expect(deletion).toEqual({ userId, requestedAt: expect.any(String), earliestCompletionAt });
    expect(await stored(userKey(userId))).toMatchObject({ userId, erasingAt: deletion.requestedAt });
    expect(must(await calls.deleteUser(admin, { userId }))).toEqual(deletion);
    expect(must(await calls.deleteUser(backend, { userId }))).toEqual(deletion);
  });

  it('rejects with UserNotFound when there is none, and creates none', async () => {
    const userId = freshId('nobody');
    expect(await calls.deleteUser(user(userId), { userId })).toMatchObject({ value: null, errorType: 'UserNotFound' });
    expect(await stored(userKey(userId))).toBeNull();
  });

  it.each([
    ['the API key', anyone],
    ['another user', user('somebody-else')],
    ['an organizer', organizer('somebody-else')],
  ])('rejects with Unauthorized when %s calls for a user, and marks nobody', async (_who, as) => {
    const [userId = ''] = await given.users(1);
    const before = await stored(userKey(userId));
    expect(await calls.deleteUser(as, { userId })).toMatchObject({ value: null, errorType: 'Unauthorized' });
    expect(await stored(userKey(userId))).toEqual(before);
  });

  it('rejects with UserIsOrganizer while there are events of theirs that are not over, and says how many', async () => {
    const [userId = '', heir = ''] = await given.users(2);
    const before = await stored(userKey(userId));
    const events = [
      await given.event({ organizer: userId, date: FUTURE }),
      await given.event({ organizer: userId, date: FUTURE, status: 'DRAFT' }),
      await given.event({ organizer: userId, date: PAST, endsAt: FUTURE }),
    ];
    await given.event({ organizer: userId, date: PAST });
    await given.event({ organizer: heir, date: FUTURE });
    const reply = await calls.deleteUser(user(userId), { userId });
    expect(reply).toMatchObject({
      value: null,
      errorType: 'UserIsOrganizer',
      error: { errorInfo: { retryable: false, events: events.length } },
    });
    expect(await stored(userKey(userId))).toEqual(before);

    const [handed = '', cancelled = '', ended = ''] = events;
    must(await calls.updateEvent(admin, { input: { eventId: handed, organizer: heir } }));
    must(await calls.updateEvent(admin, { input: { eventId: cancelled, status: 'CANCELLED' } }));
    must(await calls.updateEvent(admin, { input: { eventId: ended, endsAt: null } }));
    expect(must(await calls.deleteUser(user(userId), { userId })).userId).toBe(userId);
  });
});

describe('Somebody whose deletion was asked for', () => {
  it('is not found, renamed, or created again', async () => {
    const userId = await erasing();
    const before = await stored(userKey(userId));
    expect(await calls.getUser(user(userId), { userId })).toMatchObject({ value: null, error: null });
    const input = { userId, name: 'Other' };
    expect((await calls.updateUser(user(userId), { input })).errorType).toBe('UserNotFound');
    expect((await calls.createUser(user(userId), { input })).errorType).toBe('UserAlreadyExists');
    expect(await stored(userKey(userId))).toEqual(before);
  });

  it('has no name any more in the lists and answers of others, and of their own', async () => {
    const { eventId, people } = await given.eventWith(2);
    for (const userId of people) {
      must(await calls.deleteUser(user(userId), { userId }));
    }
    const [seated = ''] = people;
    const list = 'items { userId user { name } }';
    const { data } = await api.graphql(
      organizer('olga'),
      `{ listEventRegistrations(eventId: "${eventId}") { ${list} } listWaitlist(eventId: "${eventId}") { ${list} } }`,
    );
    const nameless = people.map((userId) => ({ userId, user: null }));
    expect(data).toEqual({
      listEventRegistrations: { items: nameless },
      listWaitlist: { items: nameless.slice(1) },
    });
    const own = await api.graphql(
      user(seated),
      `{ getRegistration(eventId: "${eventId}") { user { name } } listUserRegistrations { items { user { name } } } }`,
    );
    expect(own.data).toEqual({
      getRegistration: { user: null },
      listUserRegistrations: { items: [{ user: null }] },
    });
  });

  interface Case {
    seated?: number;
    inLane?: boolean;
    isRepeat?: boolean;
  }
  it.each<[string, Case]>([
    ['a seat', {}],
    ['a place', { seated: 1 }],
    ['a ticket in the lane', { inLane: true }],
    ['a seat with isRepeat', { isRepeat: true }],
    ['a place with isRepeat', { seated: 1, isRepeat: true }],
    ['a ticket in the lane with isRepeat', { inLane: true, isRepeat: true }],
  ])('gets UserNotFound in place of %s, and leaves no ticket', async (_what, { seated = 0, inLane, isRepeat }) => {
    const { eventId } = await given.eventWith(seated);
    const userId = await erasing();
    if (inLane) {
      await crowd(eventId);
    }
    const call = { userId, eventId, ...(isRepeat ? { isRepeat, clientRequestId: 'again' } : {}) };
    expect(must(await calls.getEventAsViewer(user(userId), { eventId })).viewerStanding).toBe('NO_PROFILE');
    for (const as of [user(userId), organizer('olga'), backend]) {
      expect((await calls.registerForEvent(as, call)).errorType).toBe('UserNotFound');
    }
    expect(await stored(registrationKey(userId, eventId))).toBeNull();
    const lane = await scanTable<{ userId?: string }>(api.client, api.laneTableName);
    expect(lane.filter((item) => item.userId === userId)).toEqual([]);
  });

  it('may still leave what they have', async () => {
    const { eventId, people } = await given.eventWith(2);
    const [userId = '', next = ''] = people;
    must(await calls.deleteUser(user(userId), { userId }));
    expect(must(await calls.unregisterFromEvent(user(userId), { userId, eventId })).promoted).toBe(true);
    expect(await stored(registrationKey(next, eventId))).toMatchObject({ registrationStatus: 'REGISTERED' });
  });
});
