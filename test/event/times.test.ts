import { describe, expect, it } from 'vitest';
import type { UpdateEventInput } from '../../client/operations.generated.ts';
import { eventKey } from '../../domain/keys.ts';
import { admin, organizer, user } from '../support/api.ts';
import { eventInput, freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

const { calls, given, stored } = startSuite();
const olga = organizer('olga');
const PAST = '2001-01-01T00:00:00.000Z';
const NEXT = '2001-01-01T00:00:00.001Z';
const FUTURE = '2101-01-01T00:00:00.000Z';

describe('Mutation.registerForEvent', () => {
  it.each([
    [{ registrationOpensAt: FUTURE }, { opensAt: FUTURE, closesAt: null }],
    [{ registrationClosesAt: PAST }, { opensAt: null, closesAt: PAST }],
    [
      { registrationOpensAt: PAST, registrationClosesAt: NEXT },
      { opensAt: PAST, closesAt: NEXT },
    ],
  ])('rejects with EventNotOpen, with its window and the server’s time, for %j', async (window, told) => {
    const [eventId, [userId = '']] = await Promise.all([given.event(window), given.users(1)]);
    const { errorType, error } = await calls.registerForEvent(user(userId), { userId, eventId });
    expect({ errorType, ...error?.errorInfo }).toEqual({
      errorType: 'EventNotOpen',
      retryable: false,
      eventId,
      status: 'OPEN',
      ...told,
      serverTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  it.each([{ registrationOpensAt: PAST }, { registrationClosesAt: FUTURE }])('goes through for %j', async (window) => {
    const [eventId, [userId = '']] = await Promise.all([given.event(window), given.users(1)]);
    must(await calls.registerForEvent(user(userId), { userId, eventId }));
  });

  it('is refused for everybody alike, also by organizer and admin, and after UserNotFound', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event({ registrationOpensAt: FUTURE }), given.users(1)]);
    for (const as of [olga, admin]) {
      expect((await calls.registerForEvent(as, { userId, eventId })).errorType).toBe('EventNotOpen');
    }
    const nobody = freshId('nobody');
    expect((await calls.registerForEvent(user(nobody), { userId: nobody, eventId })).errorType).toBe('UserNotFound');
  });

  it('finds its own work after the event has closed', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
    const call = { userId, eventId, clientRequestId: 'mine' };
    const first = must(await calls.registerForEvent(user(userId), call));
    must(await calls.updateEvent(olga, { input: { eventId, registrationClosesAt: PAST } }));
    expect(must(await calls.registerForEvent(user(userId), { ...call, isRepeat: true }))).toEqual(first);
    expect(must(await calls.registerForEvent(user(userId), call))).toEqual(first);
  });
});

describe('Mutation.unregisterFromEvent', () => {
  it('goes on after the event has closed, and hands the seat to the head of the queue', async () => {
    const { eventId, people } = await given.eventWith(2);
    must(await calls.updateEvent(olga, { input: { eventId, registrationClosesAt: PAST } }));
    const [userId = ''] = people;
    expect(must(await calls.unregisterFromEvent(admin, { userId, eventId }))).toMatchObject({ promoted: true });
  });
});

describe('Mutation.updateEvent', () => {
  it('sets and clears the times and the time zone', async () => {
    const eventId = await given.event();
    const times = {
      endsAt: '2101-01-01T01:00:00+01:00',
      timeZone: 'Europe/Lisbon',
      registrationOpensAt: PAST,
      registrationClosesAt: FUTURE,
    };
    const shown = { ...times, endsAt: FUTURE };
    expect(must(await calls.updateEvent(olga, { input: { eventId, ...times } }))).toMatchObject(shown);
    expect(await stored(eventKey(eventId))).toMatchObject({
      endsAt: FUTURE,
      timeZone: 'Europe/Lisbon',
      opensAt: PAST,
      closesAt: FUTURE,
    });
    const nothing = { endsAt: null, timeZone: null, registrationOpensAt: null, registrationClosesAt: null };
    expect(must(await calls.updateEvent(olga, { input: { eventId, ...nothing } }))).toMatchObject(nothing);
    for (const attribute of ['endsAt', 'timeZone', 'opensAt', 'closesAt']) {
      expect(await stored(eventKey(eventId))).not.toHaveProperty(attribute);
    }
  });

  const contradictions: [string, object, Omit<UpdateEventInput, 'eventId'>, object][] = [
    ['date', { date: PAST, endsAt: PAST }, { date: NEXT }, { endsAt: PAST }],
    ['endsAt', { date: NEXT }, { endsAt: PAST }, { date: NEXT }],
    [
      'registrationOpensAt',
      { registrationClosesAt: NEXT },
      { registrationOpensAt: NEXT },
      { registrationClosesAt: NEXT },
    ],
    [
      'registrationClosesAt',
      { registrationOpensAt: PAST },
      { registrationClosesAt: PAST },
      { registrationOpensAt: PAST },
    ],
    ['endsAt', {}, { date: NEXT, endsAt: PAST }, { date: NEXT }],
    [
      'registrationClosesAt',
      {},
      { registrationOpensAt: NEXT, registrationClosesAt: NEXT },
      { registrationOpensAt: NEXT },
    ],
  ];

  it.each(contradictions)(
    'rejects a %s that contradicts %j by %j; nothing changes',
    async (field, has, input, other) => {
      const eventId = await given.event(has);
      const before = await stored(eventKey(eventId));
      const { errorType, error } = await calls.updateEvent(olga, { input: { eventId, title: 'New', ...input } });
      expect({ errorType, ...error?.errorInfo }).toEqual({
        errorType: 'ValidationError',
        retryable: false,
        field,
        ...other,
      });
      expect(await stored(eventKey(eventId))).toEqual(before);
    },
  );

  it('takes times together that contradict those before', async () => {
    const eventId = await given.event({ date: PAST, endsAt: NEXT, registrationClosesAt: PAST });
    const input = { eventId, date: FUTURE, endsAt: FUTURE, registrationOpensAt: NEXT, registrationClosesAt: FUTURE };
    expect(must(await calls.updateEvent(olga, { input }))).toMatchObject(input);
  });
});

describe('Mutation.createEvent', () => {
  it.each([
    ['endsAt', { date: NEXT, endsAt: PAST }],
    ['registrationClosesAt', { registrationOpensAt: PAST, registrationClosesAt: PAST }],
  ])('rejects a %s that contradicts another of its times', async (field, times) => {
    const input = eventInput(times);
    const { errorType, error } = await calls.createEvent(olga, { input: { ...input, organizer: null } });
    expect({ errorType, field: error?.errorInfo?.field }).toEqual({ errorType: 'ValidationError', field });
    expect(await stored(eventKey(input.eventId ?? ''))).toBeNull();
  });
});
