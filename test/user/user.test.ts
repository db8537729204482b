import { describe, expect, it } from 'vitest';
import { userKey } from '../../domain/keys.ts';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

const { api, calls, given, stored } = startSuite();
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('Mutation.createUser', () => {
  it('creates the user and stores it', async () => {
    const userId = freshId('ada');
    const created = must(await calls.createUser(user(userId), { input: { userId, name: 'Ada Lovelace' } }));
    expect(created).toEqual({
      userId,
      name: 'Ada Lovelace',
      createdAt: expect.stringMatching(TIMESTAMP),
      updatedAt: created.createdAt,
    });
    expect(await stored(userKey(userId))).toEqual({ ...userKey(userId), entityType: 'User', ...created });
  });

  it('rejects with UserAlreadyExists when there is one, even an identical one, and leaves it as it is', async () => {
    const [userId = ''] = await given.users(1);
    const before = await stored(userKey(userId));
    for (const name of ['Other', String(before?.name)]) {
      const reply = await calls.createUser(user(userId), { input: { userId, name } });
      expect(reply).toMatchObject({
        value: null,
        errorType: 'UserAlreadyExists',
        error: { errorInfo: { retryable: false } },
      });
    }
    expect(await stored(userKey(userId))).toEqual(before);
  });

  it.each([
    ['the API key', anyone],
    ['another user', user('somebody-else')],
    ['an organizer', organizer('somebody-else')],
  ])('rejects with Unauthorized when %s calls for a user, and stores nothing', async (_who, as) => {
    const userId = freshId('user');
    const reply = await calls.createUser(as, { input: { userId, name: 'N' } });
    expect(reply).toMatchObject({ value: null, errorType: 'Unauthorized' });
    expect(await stored(userKey(userId))).toBeNull();
  });

  it.each([
    ['an admin', admin],
    ['a backend', backend],
  ])('lets %s create any user', async (_who, as) => {
    const userId = freshId('user');
    expect(must(await calls.createUser(as, { input: { userId, name: 'N' } })).userId).toBe(userId);
  });
});

describe('ids that differ in case only', () => {
  it('are different users, whom no caller can be at once: neither sees, renames or creates the other', async () => {
    const userId = freshId('Olga');
    const other = userId.toLowerCase();
    for (const id of [userId, other]) {
      must(await calls.createUser(backend, { input: { userId: id, name: `Of ${id}` } }));
    }
    const before = [await stored(userKey(userId)), await stored(userKey(other))];
    for (const [self, stranger] of [
      [userId, other],
      [other, userId],
    ] as const) {
      expect(must(await calls.getUser(user(self), { userId: self }))).toMatchObject({ name: `Of ${self}` });
      const input = { userId: stranger, name: 'Mine' };
      for (const reply of [
        await calls.getUser(user(self), { userId: stranger }),
        await calls.updateUser(user(self), { input }),
        await calls.createUser(user(self), { input }),
        await calls.registerForEvent(user(self), { userId: stranger, eventId: 'none' }),
        await calls.unregisterFromEvent(user(self), { userId: stranger, eventId: 'none' }),
        await calls.getRegistration(user(self), { userId: stranger, eventId: 'none' }),
        await calls.getUserEvents(user(self), { userId: stranger }),
      ]) {
        expect(reply).toMatchObject({ value: null, errorType: 'Unauthorized' });
      }
    }
    expect([await stored(userKey(userId)), await stored(userKey(other))]).toEqual(before);
  });
});

describe('Mutation.updateUser', () => {
  it('renames the user, keeps when it was created', async () => {
    const [userId = ''] = await given.users(1);
    const before = must(await calls.getUser(user(userId), { userId }));
    const renamed = must(await calls.updateUser(user(userId), { input: { userId, name: 'Augusta' } }));
    expect(renamed).toEqual({ ...before, name: 'Augusta', updatedAt: expect.stringMatching(TIMESTAMP) });
    expect(renamed.updatedAt >= before.updatedAt).toBe(true);
    expect(await stored(userKey(userId))).toEqual({ ...userKey(userId), entityType: 'User', ...renamed });
  });

  it('rejects with UserNotFound when there is none, and creates none', async () => {
    const userId = freshId('nobody');
    const reply = await calls.updateUser(user(userId), { input: { userId, name: 'N' } });
    expect(reply).toMatchObject({ value: null, errorType: 'UserNotFound', error: { errorInfo: { retryable: false } } });
    expect(await stored(userKey(userId))).toBeNull();
  });

  it.each([
    ['the API key', 'Unauthorized', anyone],
    ['another user', 'Unauthorized', user('somebody-else')],
    ['an organizer', 'Unauthorized', organizer('somebody-else')],
    ['an admin', 'success', admin],
    ['a backend', 'success', backend],
  ])('called by %s for a user is answered with %s', async (_who, outcome, as) => {
    const [userId = ''] = await given.users(1);
    const reply = await calls.updateUser(as, { input: { userId, name: 'Renamed' } });
    expect(reply.errorType ?? 'success').toBe(outcome);
    expect((await stored(userKey(userId)))?.name === 'Renamed').toBe(outcome === 'success');
  });
});

describe('Query.getUser', () => {
  it('answers the user to the user, admins and backends', async () => {
    const [userId = ''] = await given.users(1);
    for (const as of [user(userId), organizer(userId), admin, backend]) {
      expect(must(await calls.getUser(as, { userId }))).toMatchObject({ userId, name: `Name of ${userId}` });
    }
  });

  it('answers null, without an error, when there is none', async () => {
    expect(await calls.getUser(admin, { userId: freshId('nobody') })).toEqual({
      value: null,
      error: null,
      errorType: null,
    });
  });

  it.each([
    ['the API key', anyone],
    ['another user', user('somebody-else')],
    ['an organizer', organizer('somebody-else')],
  ])('rejects with Unauthorized when %s asks', async (_who, as) => {
    const [userId = ''] = await given.users(1);
    expect(await calls.getUser(as, { userId })).toMatchObject({ value: null, errorType: 'Unauthorized' });
  });
});

describe('bad input', () => {
  const badIds = ['', ' ', 'a b', 'a#b', 'USER#a', 'a\nb', 'a\u0000', 'ä', 'x'.repeat(65)];
  const badNames = ['', '   ', '\t\n', 'x'.repeat(101)];

  it.each(badIds)('userId %j is a ValidationError everywhere, and nothing is written', async (userId) => {
    const before = await api.scan();
    const replies = [
      await calls.createUser(admin, { input: { userId, name: 'N' } }),
      await calls.updateUser(admin, { input: { userId, name: 'N' } }),
      await calls.getUser(admin, { userId }),
      await calls.getUserEvents(admin, { userId }),
    ];
    for (const { errorType, error } of replies) {
      expect({ errorType, field: error?.errorInfo?.field }).toEqual({ errorType: 'ValidationError', field: 'userId' });
    }
    expect(await api.scan()).toEqual(before);
  });

  it.each(badNames)('name %j is a ValidationError, and nothing is written', async (name) => {
    const [userId = ''] = await given.users(1);
    const before = await api.scan();
    const replies = [
      await calls.createUser(admin, { input: { userId: freshId('user'), name } }),
      await calls.updateUser(admin, { input: { userId, name } }),
    ];
    for (const { errorType, error } of replies) {
      expect({ errorType, field: error?.errorInfo?.field }).toEqual({ errorType: 'ValidationError', field: 'name' });
    }
    expect(await api.scan()).toEqual(before);
  });

  it('is judged before who may call', async () => {
    expect((await calls.createUser(user('a'), { input: { userId: 'b', name: ' ' } })).errorType).toBe(
      'ValidationError',
    );
  });

  it('of the wrong type is refused by the schema, without an errorType of ours', async () => {
    const { data, errors } = await api.graphql(
      admin,
      'mutation { createUser(input: {userId: "a", name: 5}) { userId } }',
    );
    expect(data ?? null).toBeNull();
    expect(errors[0]?.message).toContain('Validation error');
  });
});
