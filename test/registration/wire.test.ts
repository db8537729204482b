import { afterAll, describe, expect, inject, it } from 'vitest';
import { organizer, user } from '../support/api.ts';
import { startCountingProxy, type CountingProxy } from '../support/countingProxy.ts';
import { must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

let proxy: CountingProxy;
const { calls, given } = startSuite(async () => {
  proxy = await startCountingProxy(inject('dynamoDbEndpoint'));
  return { inFront: proxy };
});
afterAll(() => proxy.close());
const WRITE = 'TransactWriteItems';

/** What a person's call costs at the wire, when only fields without resolvers of their own are selected. */
describe('DynamoDB requests', () => {
  it('registerForEvent on a free seat makes one', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
    proxy.takeOperations();
    must(await calls.registerForEvent(user(userId), { userId, eventId }));
    expect(proxy.takeOperations()).toEqual([WRITE]);
  });

  it('registerForEvent onto the waitlist makes two', async () => {
    const [{ eventId }, [userId = '', organized = '']] = await Promise.all([given.eventWith(2), given.users(2)]);
    proxy.takeOperations();
    must(await calls.registerForEvent(user(userId), { userId, eventId }));
    expect(proxy.takeOperations()).toEqual([WRITE, WRITE]);
    must(await calls.registerForEvent(organizer('olga'), { userId: organized, eventId }));
    expect(proxy.takeOperations()).toEqual([WRITE, WRITE]);
  });

  it('a refused registerForEvent makes one', async () => {
    const { eventId, people } = await given.eventWith(2);
    const [userId = ''] = people;
    proxy.takeOperations();
    expect((await calls.registerForEvent(user(userId), { userId, eventId })).errorType).toBe('AlreadyRegistered');
    expect((await calls.registerForEvent(user('nobody'), { userId: 'nobody', eventId })).errorType).toBe(
      'UserNotFound',
    );
    expect(proxy.takeOperations()).toEqual([WRITE, WRITE]);
  });

  it('unregisterFromEvent with nobody waiting makes one', async () => {
    const { eventId, people } = await given.eventWith(1);
    const [userId = ''] = people;
    proxy.takeOperations();
    must(await calls.unregisterFromEvent(user(userId), { userId, eventId }));
    expect(proxy.takeOperations()).toEqual([WRITE]);
  });

  it('unregisterFromEvent from the waitlist makes two', async () => {
    const { eventId, people } = await given.eventWith(3);
    const [, userId = ''] = people;
    proxy.takeOperations();
    must(await calls.unregisterFromEvent(user(userId), { userId, eventId }));
    expect(proxy.takeOperations()).toEqual([WRITE, WRITE]);
  });

  it('unregisterFromEvent with people waiting makes three: the refusal, reading the head, the handing over', async () => {
    const { eventId, people } = await given.eventWith(3);
    const [userId = ''] = people;
    proxy.takeOperations();
    expect(must(await calls.unregisterFromEvent(user(userId), { userId, eventId })).promoted).toBe(true);
    expect(proxy.takeOperations()).toEqual([WRITE, 'Query', WRITE]);
  });

  it('what is unauthorized or invalid makes none', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
    proxy.takeOperations();
    expect((await calls.registerForEvent(user('ada'), { userId, eventId })).errorType).toBe('Unauthorized');
    expect((await calls.registerForEvent(user(userId), { userId, eventId: 'a#b' })).errorType).toBe('ValidationError');
    expect((await calls.unregisterFromEvent(user('ada'), { userId, eventId })).errorType).toBe('Unauthorized');
    expect((await calls.getRegistration(user('ada'), { userId, eventId })).errorType).toBe('Unauthorized');
    expect(proxy.takeOperations()).toEqual([]);
  });
});
