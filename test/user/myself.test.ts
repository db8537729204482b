import { describe, expect, it } from 'vitest';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

const { api, calls, given } = startSuite();

describe('Who leaves userId out', () => {
  it.each([
    ['absent', {}],
    ['null', { userId: null }],
  ])('means themself, whatever they do: %s', async (_how, nobody) => {
    const userId = freshId('me');
    const me = user(userId);
    const eventId = await given.event();
    expect(must(await calls.createUser(me, { input: { ...nobody, name: 'Me' } })).userId).toBe(userId);
    expect(must(await calls.updateUser(me, { input: { ...nobody, name: 'Myself' } })).name).toBe('Myself');
    expect(must(await calls.getUser(me, nobody))).toMatchObject({ userId, name: 'Myself' });
    expect(must(await calls.registerForEvent(me, { ...nobody, eventId })).userId).toBe(userId);
    expect(must(await calls.getRegistration(me, { ...nobody, eventId })).userId).toBe(userId);
    expect(must(await calls.getUserEvents(me, nobody)).items).toMatchObject([{ eventId }]);
    expect(must(await calls.listUserRegistrations(me, nobody)).items).toMatchObject([{ userId, eventId }]);
    expect(must(await calls.unregisterFromEvent(me, { ...nobody, eventId })).userId).toBe(userId);
    expect((await calls.createUser(me, { input: { ...nobody, name: 'Me' } })).errorType).toBe('UserAlreadyExists');
  });

  it('means themself as an organizer and as an admin, too', async () => {
    const eventId = await given.event();
    for (const userId of [freshId('organizer'), freshId('admin')]) {
      const as = userId.startsWith('admin') ? { username: userId, groups: ['admins'] } : organizer(userId);
      must(await calls.createUser(as, { input: { name: 'N' } }));
      expect(must(await calls.registerForEvent(as, { eventId })).userId).toBe(userId);
      must(await calls.unregisterFromEvent(as, { eventId }));
    }
    expect(must(await calls.getEvent(admin, { eventId })).currentRegistrations).toBe(0);
  });

  it('is told a ValidationError as a backend, Unauthorized with the API key, and changes nothing', async () => {
    const eventId = await given.event();
    const before = await api.scan();
    for (const [as, errorType] of [
      [backend, 'ValidationError'],
      [anyone, 'Unauthorized'],
    ] as const) {
      const replies = [
        await calls.createUser(as, { input: { name: 'N' } }),
        await calls.updateUser(as, { input: { name: 'N' } }),
        await calls.getUser(as, {}),
        await calls.registerForEvent(as, { eventId }),
        await calls.getRegistration(as, { eventId }),
        await calls.getUserEvents(as, {}),
        await calls.listUserRegistrations(as, {}),
        await calls.unregisterFromEvent(as, { eventId }),
      ];
      for (const { value, error } of replies) {
        expect({ value, error }).toMatchObject({ value: null, error: { errorType } });
        expect(errorType === 'ValidationError' ? error?.errorInfo?.field : 'userId').toBe('userId');
      }
    }
    expect(await api.scan()).toEqual(before);
  });
});
