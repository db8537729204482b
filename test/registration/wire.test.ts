import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { eventKey } from '../../domain/keys.ts';
import { door, organizer, user } from '../support/api.ts';
import { startCountingSuite } from '../support/countingSuite.ts';
import { must } from '../support/given.ts';
import { plainFieldsOf } from '../support/schemaFields.ts';

const { api, calls, given, faulty, takeOperations } = startCountingSuite();
const WRITE = 'TransactWriteItems';

/** What a person's call costs at the wire, when only fields without resolvers of their own are selected. */
describe('DynamoDB requests', () => {
  it('registerForEvent on a free seat makes one', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
    takeOperations();
    must(await calls.registerForEvent(user(userId), { userId, eventId }));
    expect(takeOperations()).toEqual([WRITE]);
  });

  it('registerForEvent makes one as well where the event opens and closes by the clock, also when it is refused', async () => {
    const far = '2101-01-01T00:00:00.000Z';
    const [within, ahead] = await Promise.all([
      given.event({ registrationOpensAt: '2001-01-01T00:00:00.000Z', registrationClosesAt: far }),
      given.event({ registrationOpensAt: far }),
    ]);
    const [userId = ''] = await given.users(1);
    takeOperations();
    must(await calls.registerForEvent(user(userId), { userId, eventId: within }));
    expect((await calls.registerForEvent(user(userId), { userId, eventId: ahead })).errorType).toBe('EventNotOpen');
    expect(takeOperations()).toEqual([WRITE, WRITE]);
  });

  it('registerForEvent onto the waitlist makes two', async () => {
    const [{ eventId }, [userId = '', organized = '']] = await Promise.all([given.eventWith(2), given.users(2)]);
    takeOperations();
    must(await calls.registerForEvent(user(userId), { userId, eventId }));
    expect(takeOperations()).toEqual([WRITE, WRITE]);
    must(await calls.registerForEvent(organizer('olga'), { userId: organized, eventId }));
    expect(takeOperations()).toEqual([WRITE, WRITE]);
  });

  it('a repeated registerForEvent makes one when it finds its own seat or place, and one more when it does not', async () => {
    const [{ eventId }, free, [userId = '']] = await Promise.all([given.eventWith(2), given.event(), given.users(1)]);
    for (const target of [free, eventId]) {
      const repeated = { userId, eventId: target, clientRequestId: 'again', isRepeat: true };
      takeOperations();
      must(await calls.registerForEvent(user(userId), repeated));
      expect(takeOperations()).toEqual(['BatchGetItem', WRITE]);
      must(await calls.registerForEvent(user(userId), repeated));
      expect(takeOperations()).toEqual(['BatchGetItem']);
    }
  });

  it.each(['unprocessedKeys', 'throttleRequest'] as const)(
    'a repeated registerForEvent that meets %s goes on as a first call',
    async (fault) => {
      const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
      const call = { userId, eventId, clientRequestId: 'again' };
      const first = must(await calls.registerForEvent(user(userId), call));
      takeOperations();
      faulty.plan({ match: (operation) => operation === 'BatchGetItem', fault });
      expect(must(await calls.registerForEvent(user(userId), { ...call, isRepeat: true }))).toEqual(first);
      expect(takeOperations()).toEqual(['BatchGetItem', WRITE]);
    },
  );

  it('a refused registerForEvent makes one', async () => {
    const { eventId, people } = await given.eventWith(2);
    const [userId = ''] = people;
    takeOperations();
    expect((await calls.registerForEvent(user(userId), { userId, eventId })).errorType).toBe('AlreadyRegistered');
    expect((await calls.registerForEvent(user('nobody'), { userId: 'nobody', eventId })).errorType).toBe(
      'UserNotFound',
    );
    expect(takeOperations()).toEqual([WRITE, WRITE]);
  });

  it('registerForEvent in a crowd leaves its ticket at once, as the refusal has shown that the person exists', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
    await api.documents.send(
      new UpdateCommand({
        TableName: api.tableName,
        Key: eventKey(eventId),
        UpdateExpression: 'SET laneUntil = :until',
        ExpressionAttributeValues: { ':until': '9999-12-31T23:59:59.999Z' },
      }),
    );
    takeOperations();
    must(await calls.registerForEvent(user(userId), { userId, eventId }));
    expect(takeOperations().slice(0, 2)).toEqual([WRITE, 'PutItem']);
  });

  it('unregisterFromEvent with nobody waiting makes one', async () => {
    const { eventId, people } = await given.eventWith(1);
    const [userId = ''] = people;
    takeOperations();
    must(await calls.unregisterFromEvent(user(userId), { userId, eventId }));
    expect(takeOperations()).toEqual([WRITE]);
  });

  it('unregisterFromEvent from the waitlist makes two', async () => {
    const { eventId, people } = await given.eventWith(3);
    const [, userId = ''] = people;
    takeOperations();
    must(await calls.unregisterFromEvent(user(userId), { userId, eventId }));
    expect(takeOperations()).toEqual([WRITE, WRITE]);
  });

  it('unregisterFromEvent of who has joined alone makes two, of the last who joined behind others goes to the lane', async () => {
    const [alone, { eventId, people }] = await Promise.all([given.eventWith(2), given.eventWith(3)]);
    const [, only = ''] = alone.people;
    takeOperations();
    must(await calls.unregisterFromEvent(user(only), { userId: only, eventId: alone.eventId }));
    expect(takeOperations()).toEqual([WRITE, WRITE]);
    const [, first = '', last = ''] = people;
    must(await calls.unregisterFromEvent(user(first), { userId: first, eventId }));
    takeOperations();
    must(await calls.unregisterFromEvent(user(last), { userId: last, eventId }));
    const byLane = takeOperations();
    expect(byLane.slice(0, 3)).toEqual([WRITE, WRITE, 'PutItem']);
    expect(byLane.filter((operation) => operation === WRITE)).toHaveLength(3);
  });

  it('unregisterFromEvent with people waiting makes three: the refusal, reading the head, the handing over', async () => {
    const { eventId, people } = await given.eventWith(3);
    const [userId = ''] = people;
    takeOperations();
    expect(must(await calls.unregisterFromEvent(user(userId), { userId, eventId })).promoted).toBe(true);
    expect(takeOperations()).toEqual([WRITE, 'Query', WRITE]);
  });

  it('admitFromWaitlist with its event makes six: event, registration, entry, head, transaction, event; three for a seat', async () => {
    const { eventId, people } = await given.eventWith(4);
    const one = { userId: people[2] ?? '', eventId, reason: 'Speaks' };
    takeOperations();
    must(await calls.admitFromWaitlist(organizer('olga'), one));
    expect(takeOperations().sort()).toEqual([...Array<string>(4).fill('GetItem'), 'Query', WRITE]);
    must(await calls.admitFromWaitlist(organizer('olga'), one));
    expect(takeOperations()).toEqual(['GetItem', 'GetItem', 'GetItem']);
  });

  it('checkIn makes two, none of them a transaction: it reads the event and writes the registration; so does undoCheckIn', async () => {
    const { eventId, people } = await given.eventWith(2);
    const [userId = '', waiting = ''] = people;
    const one = { userId, eventId };
    takeOperations();
    for (const as of [door('dora'), organizer('olga')]) {
      must(await calls.checkIn(as, one));
      expect(takeOperations()).toEqual(['GetItem', 'UpdateItem']);
      must(await calls.undoCheckIn(as, one));
      expect(takeOperations()).toEqual(['GetItem', 'UpdateItem']);
    }
    // AppSync itself reads what has failed a condition.
    const refused = ['GetItem', 'UpdateItem', 'GetItem'];
    must(await calls.undoCheckIn(door('dora'), one));
    expect(takeOperations()).toEqual(refused);
    expect((await calls.checkIn(door('dora'), { userId: waiting, eventId })).value).toBeNull();
    expect(takeOperations()).toEqual(refused);
  });

  it.each(['checkIn', 'undoCheckIn'] as const)('a repeated %s finds its work after a lost answer', async (name) => {
    const { eventId, people } = await given.eventWith(1);
    const call = { userId: people[0] ?? '', eventId };
    const first = '2026-05-01T18:00:00.000Z';
    if (name === 'undoCheckIn') {
      must(await calls.checkIn(door('dora'), { ...call, at: first }));
    }
    const scan = () => calls[name](door('dora'), { ...call, ...(name === 'checkIn' ? { at: first } : {}) });
    faulty.plan({ match: (operation) => operation === 'UpdateItem', fault: 'lostAnswer' });
    expect((await scan()).error).toMatchObject({
      errorType: 'Busy',
      errorInfo: { outcome: 'UNKNOWN', decidedBy: null },
    });
    expect(must(await scan()).checkedInAt).toBe(name === 'checkIn' ? first : null);
  });

  it('checkIn that meets a conflict or a throttle is told that nothing was done', async () => {
    const { eventId, people } = await given.eventWith(1);
    for (const fault of ['rejectionStorm', 'throttleRequest'] as const) {
      faulty.plan({ match: (operation) => operation === 'UpdateItem', fault });
      const { error } = await calls.checkIn(door('dora'), { userId: people[0] ?? '', eventId });
      expect(error).toMatchObject({ errorType: 'Busy', errorInfo: { outcome: 'NONE' } });
    }
  });

  it('getRegistration of a place makes two while nobody has left the queue since, else four', async () => {
    const { eventId, people } = await given.eventWith(4);
    const [, first = '', , last = ''] = people;
    takeOperations();
    expect(must(await calls.getRegistration(user(last), { userId: last, eventId })).position).toBe(3);
    expect(takeOperations()).toEqual(['GetItem', 'GetItem']);
    must(await calls.unregisterFromEvent(user(first), { userId: first, eventId }));
    takeOperations();
    expect(must(await calls.getRegistration(user(last), { userId: last, eventId })).position).toBe(2);
    expect(takeOperations()).toEqual(['GetItem', 'GetItem', 'Query', 'BatchGetItem']);
  });

  it('every field of an event without a resolver makes none more, also where somebody is signed in', async () => {
    const { eventId, people } = await given.eventWith(1);
    const [userId = ''] = people;
    const cost = async (operation: string) => {
      takeOperations();
      expect((await api.graphql(organizer(userId), operation)).errors).toEqual([]);
      return takeOperations();
    };
    const fields = `{ ${plainFieldsOf('Event').join(' ')} }`;
    expect(await cost(`{ getEvent(eventId: "${eventId}") ${fields} }`)).toEqual(['GetItem']);
    expect(await cost(`{ listEvents(limit: 3) { items ${fields} } }`)).toEqual(['Query', 'BatchGetItem']);
    expect(await cost(`{ getUserEvents { items ${fields} } }`)).toEqual(['Query', 'BatchGetItem']);
    expect(await cost(`{ listUserRegistrations { items { event ${fields} } } }`)).toEqual(['Query', 'BatchGetItem']);
  });

  it('what is unauthorized or invalid makes none', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
    takeOperations();
    expect((await calls.registerForEvent(user('ada'), { userId, eventId })).errorType).toBe('Unauthorized');
    expect((await calls.registerForEvent(user(userId), { userId, eventId: 'a#b' })).errorType).toBe('ValidationError');
    expect((await calls.unregisterFromEvent(user('ada'), { userId, eventId })).errorType).toBe('Unauthorized');
    expect((await calls.getRegistration(user('ada'), { userId, eventId })).errorType).toBe('Unauthorized');
    expect(takeOperations()).toEqual([]);
  });
});
