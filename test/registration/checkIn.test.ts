import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { eventKey, registrationKey } from '../../domain/keys.ts';
import { sweep } from '../../tools/audit/sweep.ts';
import { admin, anyone, backend, door, organizer, user } from '../support/api.ts';
import { freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

const { api, calls, given, stored } = startSuite();
const olga = organizer('olga');
const dora = door('dora');
/** Three scans, and in which offset a door tells of the second. */
const [FIRST, SECOND, THIRD] = ['2026-05-01T18:00:00.000Z', '2026-05-01T18:00:01.000Z', '2026-05-01T18:00:02.000Z'];
const SECOND_IN_LISBON = '2026-05-01T19:00:01+01:00';

/** Somebody with a seat at an event of olga's, for which one more waits. */
async function seated() {
  const { eventId, people } = await given.eventWith(2);
  const [userId = '', waiting = ''] = people;
  const cameAt = async () => (await stored(registrationKey(userId, eventId)))?.checkedInAt;
  return { eventId, userId, waiting, one: { userId, eventId }, cameAt };
}

const inFuture = (ms: number) => new Date(Date.now() + ms).toISOString();

describe('Mutation.checkIn', () => {
  it('notes when somebody was scanned, answers the registration, and touches nothing else', async () => {
    const { eventId, userId, one } = await seated();
    const [event, before] = await Promise.all([stored(eventKey(eventId)), stored(registrationKey(userId, eventId))]);
    const answer = must(await calls.checkIn(dora, { ...one, at: SECOND_IN_LISBON }));
    expect(answer).toMatchObject({ ...one, registrationStatus: 'REGISTERED', checkedInAt: SECOND });
    const after = await stored(registrationKey(userId, eventId));
    expect(after).toEqual({ ...before, checkedInAt: SECOND, updatedAt: after?.updatedAt });
    expect(await stored(eventKey(eventId))).toEqual(event);
    expect(must(await calls.getRegistration(user(userId), one)).checkedInAt).toBe(SECOND);
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('takes the server’s time where no moment is said, and for one that is a little ahead of it', async () => {
    for (const more of [{}, { at: null }, { at: inFuture(200_000) }]) {
      const { one } = await seated();
      const before = new Date().toISOString();
      const { checkedInAt } = must(await calls.checkIn(dora, { ...one, ...more }));
      expect((checkedInAt ?? '') >= before && (checkedInAt ?? '') <= new Date().toISOString()).toBe(true);
    }
  });

  it('rejects with ValidationError a moment that no clock at a door shows, and bad ids', async () => {
    const { one, cameAt } = await seated();
    for (const [field, wrong] of Object.entries({ at: inFuture(3_600_000), userId: 'no blank', eventId: 'no blank' })) {
      expect(await calls.checkIn(dora, { ...one, [field]: wrong })).toMatchObject({
        errorType: 'ValidationError',
        error: { errorInfo: { field } },
      });
    }
    expect((await calls.undoCheckIn(dora, { ...one, userId: '' })).error).toMatchObject({
      errorInfo: { field: 'userId' },
    });
    expect(await cameAt()).toBeUndefined();
  });

  it('is success with the first time when somebody is scanned again, and changes nothing', async () => {
    const { one } = await seated();
    must(await calls.checkIn(dora, { ...one, at: FIRST }));
    const before = await api.scan();
    for (const at of [FIRST, SECOND, null]) {
      expect(must(await calls.checkIn(olga, { ...one, at })).checkedInAt).toBe(FIRST);
    }
    expect(await api.scan()).toEqual(before);
  });

  it('always settles on the earliest scan, in whatever order they come, and all at once', async () => {
    const orders = [
      [FIRST, SECOND, THIRD],
      [THIRD, FIRST, SECOND],
      [SECOND, THIRD, FIRST],
      [THIRD, SECOND, FIRST],
    ];
    for (const order of orders) {
      const { one, cameAt } = await seated();
      for (const [n, at] of order.entries()) {
        const earliest = order.slice(0, n + 1).sort()[0];
        expect(must(await calls.checkIn(dora, { ...one, at })).checkedInAt).toBe(earliest);
      }
      expect(await cameAt()).toBe(FIRST);
    }
    const { one, cameAt } = await seated();
    const answers = await Promise.all([...orders.flat()].map((at) => calls.checkIn(dora, { ...one, at })));
    expect(answers.map(({ errorType }) => errorType).filter((type) => type !== null && type !== 'Busy')).toEqual([]);
    expect(await cameAt()).toBe(FIRST);
  });

  it('rejects who waits with RegistrationStatusChanged, and who is not registered with NotRegistered', async () => {
    const { eventId, waiting } = await seated();
    const before = await api.scan();
    for (const call of [calls.checkIn, calls.undoCheckIn]) {
      expect(await call(dora, { userId: waiting, eventId })).toMatchObject({
        errorType: 'RegistrationStatusChanged',
        error: { errorInfo: { eventId, registrationStatus: 'WAITLISTED' } },
      });
      expect(await call(dora, { userId: freshId('nobody'), eventId })).toMatchObject({
        errorType: 'NotRegistered',
        error: { errorInfo: { eventId } },
      });
    }
    expect(await api.scan()).toEqual(before);
  });

  it('takes whoever comes to an event that is closed or cancelled, and nobody to one that is not there or a DRAFT', async () => {
    for (const status of ['CLOSED', 'CANCELLED'] as const) {
      const { eventId, one } = await seated();
      must(await calls.updateEvent(olga, { input: { eventId, status } }));
      expect(must(await calls.checkIn(dora, { ...one, at: FIRST })).checkedInAt).toBe(FIRST);
      expect(must(await calls.undoCheckIn(dora, one)).checkedInAt).toBeNull();
    }
    const draft = await given.event({ status: 'DRAFT' });
    for (const eventId of [draft, freshId('none')]) {
      expect((await calls.checkIn(dora, { userId: 'ada', eventId })).errorType).toBe('EventNotFound');
    }
    expect((await calls.checkIn(olga, { userId: 'ada', eventId: draft })).errorType).toBe('NotRegistered');
  });

  it.each([
    ['the API key', 'Unauthorized', anyone],
    ['the person', 'Unauthorized', null],
    ['its organizer without the group', 'Unauthorized', user('olga')],
    ['another organizer', 'Unauthorized', organizer('oscar')],
    ['its organizer', 'success', olga],
    ['somebody in group door', 'success', dora],
    ['an admin', 'success', admin],
    ['a backend', 'success', backend],
  ])('called by %s is answered with %s, and so is undoing it', async (_who, outcome, as) => {
    const { userId, one, cameAt } = await seated();
    const checkedIn = await calls.checkIn(as ?? user(userId), { ...one, at: FIRST });
    expect([checkedIn.errorType ?? 'success', await cameAt()]).toEqual([
      outcome,
      outcome === 'success' ? FIRST : undefined,
    ]);
    must(await calls.checkIn(admin, { ...one, at: FIRST }));
    const undone = await calls.undoCheckIn(as ?? user(userId), one);
    expect([undone.errorType ?? 'success', await cameAt()]).toEqual([
      outcome,
      outcome === 'success' ? undefined : FIRST,
    ]);
  });

  it('answers the event, and names the person to whoever manages it, not at the door', async () => {
    const { eventId, userId } = await seated();
    const scan = `mutation { checkIn(userId: "${userId}", eventId: "${eventId}") {
      event { title description currentRegistrations } user { userId } } }`;
    const event = { title: 'Concert', description: null, currentRegistrations: 1 };
    expect((await api.graphql(dora, scan)).data.checkIn).toEqual({ event, user: null });
    expect((await api.graphql(olga, scan)).data.checkIn).toEqual({ event, user: { userId } });
  });

  it('ends with InternalError where a registration has lost its status (damage), and changes nothing', async () => {
    const { one } = await seated();
    const { documents, tableName: TableName } = api;
    const { PK, SK } = registrationKey(one.userId, one.eventId);
    const { Item } = await documents.send(new GetCommand({ TableName, Key: { PK, SK } }));
    await documents.send(new PutCommand({ TableName, Item: { ...Item, registrationStatus: 'LOST' } }));
    const before = await api.scan();
    expect((await calls.checkIn(dora, one)).errorType).toBe('InternalError');
    expect(await api.scan()).toEqual(before);
    await documents.send(new PutCommand({ TableName, Item }));
  });
});

describe('somebody who has come', () => {
  it('cannot leave before that is undone, by whomever, also where somebody waits for the seat', async () => {
    const alone = await given.eventWith(1);
    const { eventId, userId, one } = await seated();
    for (const call of [{ userId: alone.people[0] ?? '', eventId: alone.eventId }, one]) {
      must(await calls.checkIn(dora, { ...call, at: FIRST }));
      const { registrationId } = must(await calls.getRegistration(admin, call));
      const before = await api.scan();
      for (const as of [user(call.userId), olga, admin, backend]) {
        for (const more of [{}, { registrationId }, { ifStatus: 'REGISTERED' as const }]) {
          expect(await calls.unregisterFromEvent(as, { ...call, ...more })).toMatchObject({
            errorType: 'AlreadyCheckedIn',
            error: { errorInfo: { eventId: call.eventId, registrationId, checkedInAt: FIRST } },
          });
        }
      }
      expect(await calls.unregisterFromEvent(user(call.userId), { ...call, ifStatus: 'WAITLISTED' })).toMatchObject({
        errorType: 'RegistrationStatusChanged',
      });
      expect(await api.scan()).toEqual(before);
    }
    must(await calls.undoCheckIn(olga, one));
    expect(must(await calls.unregisterFromEvent(user(userId), one)).promoted).toBe(true);
    must(await calls.registerForEvent(user(userId), one));
    expect(must(await calls.getRegistration(user(userId), { userId, eventId })).checkedInAt).toBeNull();
    expect(sweep(await api.scan())).toEqual([]);
  });

  it('tells nothing to another organizer who would remove them', async () => {
    const { one } = await seated();
    must(await calls.checkIn(dora, one));
    expect((await calls.unregisterFromEvent(organizer('oscar'), one)).errorType).toBe('Unauthorized');
  });

  it('keeps the event from being deleted', async () => {
    const { eventId, one } = await seated();
    must(await calls.checkIn(dora, one));
    expect((await calls.deleteEvent(olga, { eventId })).errorType).toBe('EventNotEmpty');
  });
});

describe('Mutation.undoCheckIn', () => {
  it('takes back that somebody has come; again, or where nobody has, it is success and changes nothing', async () => {
    const { eventId, userId, one } = await seated();
    const untouched = await stored(registrationKey(userId, eventId));
    expect(must(await calls.undoCheckIn(dora, one)).checkedInAt).toBeNull();
    expect(await stored(registrationKey(userId, eventId))).toEqual(untouched);
    must(await calls.checkIn(dora, { ...one, at: FIRST }));
    expect(must(await calls.undoCheckIn(dora, one))).toMatchObject({ ...one, checkedInAt: null });
    const undone = await stored(registrationKey(userId, eventId));
    expect(undone).toEqual({ ...untouched, updatedAt: undone?.updatedAt });
    expect(must(await calls.undoCheckIn(dora, one)).checkedInAt).toBeNull();
    expect(await stored(registrationKey(userId, eventId))).toEqual(undone);
  });

  it('does not outlast it: a scan that arrives afterwards counts, whenever it was', async () => {
    const { one, cameAt } = await seated();
    must(await calls.checkIn(dora, { ...one, at: FIRST }));
    must(await calls.undoCheckIn(dora, one));
    must(await calls.checkIn(dora, { ...one, at: SECOND }));
    expect(await cameAt()).toBe(SECOND);
  });
});

describe('filter.checkedIn', () => {
  it('lists who has come, or who has not, of an event and of a person', async () => {
    const { eventId, people } = await given.eventWith(5, { capacity: 3 });
    const [ada = '', bo = '', cleo = '', dan = '', eve = ''] = people;
    for (const userId of [ada, cleo]) {
      must(await calls.checkIn(dora, { userId, eventId, at: FIRST }));
    }
    const ask = async (filter: object, limit = 1) => {
      const found: string[] = [];
      for (let nextToken: string | null | undefined; nextToken !== null;) {
        const page = must(await calls.listEventRegistrations(olga, { eventId, filter, limit, nextToken }));
        found.push(...page.items.map(({ userId }) => userId));
        nextToken = page.nextToken;
      }
      return found;
    };
    for (const limit of [1, 2, 100]) {
      expect(await ask({ checkedIn: true }, limit)).toEqual([ada, cleo]);
      expect(await ask({ checkedIn: false }, limit)).toEqual([bo, dan, eve]);
      expect(await ask({ checkedIn: false, status: 'REGISTERED' }, limit)).toEqual([bo]);
      expect(await ask({ checkedIn: true, status: 'WAITLISTED' }, limit)).toEqual([]);
      expect(await ask({ checkedIn: null }, limit)).toEqual(people);
    }
    const own = async (filter: object) =>
      must(await calls.listUserRegistrations(user(ada), { userId: ada, filter })).items.map((item) => item.eventId);
    const other = await given.event();
    await given.registrations(other, [ada]);
    expect(await own({ checkedIn: true })).toEqual([eventId]);
    expect(await own({ checkedIn: false, status: 'REGISTERED' })).toEqual([other]);
    expect(await own({ checkedIn: false, status: 'WAITLISTED' })).toEqual([]);
  });
});
