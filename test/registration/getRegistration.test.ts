import { describe, expect, it } from 'vitest';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { eventKey, registrationKey, waitlistEntryKey, type Key } from '../../domain/keys.ts';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

const { api, calls, given, stored } = startSuite();
const remove = ({ PK, SK }: Key) =>
  api.documents.send(new DeleteCommand({ TableName: api.tableName, Key: { PK, SK } }));

describe('Query.getRegistration', () => {
  it('answers a seat without a position', async () => {
    const { eventId, people } = await given.eventWith(1);
    const userId = people[0] ?? '';
    const registration = must(await calls.getRegistration(user(userId), { userId, eventId }));
    expect(registration).toMatchObject({
      registrationStatus: 'REGISTERED',
      position: null,
      waitlistCount: null,
      waitlistVersion: null,
      joinedPosition: null,
    });
    const item = await stored(registrationKey(userId, eventId));
    expect(registration).toMatchObject({ registrationId: item?.requestId, registeredAt: item?.registeredAt });
  });

  it('answers a place with position, length and version of the queue as they are now', async () => {
    const { eventId, people } = await given.eventWith(5);
    must(await calls.unregisterFromEvent(admin, { userId: people[2] ?? '', eventId }));
    const places = await Promise.all(
      people.slice(1).map((userId) => calls.getRegistration(user(userId), { userId, eventId })),
    );
    expect(
      places.map(
        ({ value }) => value && [value.joinedPosition, value.position, value.waitlistCount, value.waitlistVersion],
      ),
    ).toEqual([[1, 1, 3, 6], null, [3, 2, 3, 6], [4, 3, 3, 6]]);
  });

  it('answers null, without an error, when there is none', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
    const nothing = { value: null, error: null, errorType: null };
    expect(await calls.getRegistration(user(userId), { userId, eventId })).toEqual(nothing);
    expect(await calls.getRegistration(admin, { userId: freshId('nobody'), eventId: freshId('none') })).toEqual(
      nothing,
    );
  });

  it.each([
    ['the API key', 'Unauthorized', anyone],
    ['another user', 'Unauthorized', user('ada')],
    ['its event’s organizer', 'Unauthorized', organizer('olga')],
    ['an admin', 'success', admin],
    ['a backend', 'success', backend],
  ])('called by %s is answered with %s', async (_who, outcome, as) => {
    const { eventId, people } = await given.eventWith(2);
    for (const userId of people) {
      const { value, errorType } = await calls.getRegistration(as, { userId, eventId });
      expect([errorType ?? 'success', value !== null]).toEqual([outcome, outcome === 'success']);
    }
  });

  it('answers a waiting registration whose entry is damaged without a position', async () => {
    const { eventId, people } = await given.eventWith(3);
    const [, leaver = '', userId = ''] = people;
    must(await calls.unregisterFromEvent(admin, { userId: leaver, eventId }));
    const { waitlistedAt } = must(await calls.getRegistration(admin, { userId, eventId }));
    await remove(waitlistEntryKey(eventId, waitlistedAt ?? '', userId));
    expect(must(await calls.getRegistration(admin, { userId, eventId }))).toMatchObject({
      registrationStatus: 'WAITLISTED',
      position: null,
    });
  });
});

describe('Event.viewerRegistration', () => {
  const QUERY = `query ($eventId: ID!) { getEvent(eventId: $eventId) { eventId viewerRegistration
    { userId registrationStatus position waitlistCount joinedPosition event { eventId title } } } }`;

  it('is the caller’s own, with the position now', async () => {
    const { eventId, people } = await given.eventWith(3);
    const event = { eventId, title: 'Concert' };
    const views = await Promise.all(people.map((userId) => api.graphql(user(userId), QUERY, { eventId })));
    expect(views.map(({ data }) => data.getEvent.viewerRegistration)).toEqual([
      {
        userId: people[0],
        registrationStatus: 'REGISTERED',
        position: null,
        waitlistCount: null,
        joinedPosition: null,
        event,
      },
      { userId: people[1], registrationStatus: 'WAITLISTED', position: 1, waitlistCount: 2, joinedPosition: 1, event },
      { userId: people[2], registrationStatus: 'WAITLISTED', position: 2, waitlistCount: 2, joinedPosition: 2, event },
    ]);
  });

  it('is null for whoever has none, and for backends', async () => {
    const { eventId } = await given.eventWith(1);
    for (const as of [user('ada'), organizer('olga'), admin, backend]) {
      const { data, errors } = await api.graphql(as, QUERY, { eventId });
      expect([data.getEvent, errors]).toEqual([{ eventId, viewerRegistration: null }, []]);
    }
  });

  it('gives an API key nothing of a registration', async () => {
    const { eventId } = await given.eventWith(1);
    const { data } = await api.graphql(anyone, QUERY, { eventId });
    expect(data.getEvent).toEqual({ eventId, viewerRegistration: null });
  });

  it('is answered in lists, without a position', async () => {
    const date = '2041-07-01T00:00:00.000Z';
    const { eventId, people } = await given.eventWith(2, { date });
    const list = `{ listEvents(filter: {from: "${date}", to: "${date}"}) { items { eventId viewerRegistration { registrationStatus position joinedPosition } } } }`;
    const { data, errors } = await api.graphql(user(people[1] ?? ''), list);
    expect(errors).toEqual([]);
    expect(data.listEvents.items).toEqual([
      { eventId, viewerRegistration: { registrationStatus: 'WAITLISTED', position: null, joinedPosition: 1 } },
    ]);
  });

  it('is answered with created, changed and deleted events', async () => {
    const eventId = freshId('event');
    const [ada = ''] = await given.users(1);
    const as = organizer(ada);
    const fields = '{ version viewerRegistration { registrationStatus } }';
    const create = `mutation { createEvent(input: {eventId: "${eventId}", title: "T", date: "2030-01-01T00:00:00Z", capacity: 1}) ${fields} }`;
    expect((await api.graphql(as, create)).data.createEvent).toEqual({ version: 1, viewerRegistration: null });
    must(await calls.registerForEvent(as, { userId: ada, eventId }));
    const update = `mutation { updateEvent(input: {eventId: "${eventId}", title: "U"}) ${fields} }`;
    expect((await api.graphql(as, update)).data.updateEvent).toEqual({
      version: 3,
      viewerRegistration: { registrationStatus: 'REGISTERED' },
    });
    must(await calls.unregisterFromEvent(as, { userId: ada, eventId }));
    const { data, errors } = await api.graphql(as, `mutation { deleteEvent(eventId: "${eventId}") ${fields} }`);
    expect([data.deleteEvent, errors]).toEqual([{ version: 4, viewerRegistration: null }, []]);
  });
});

describe('Registration.event', () => {
  const EVENT = '{ eventId title currentRegistrations waitlistCount description }';

  it('is the event as it is after registering', async () => {
    const [eventId, [first = '', second = '']] = await Promise.all([given.event({ description: 'D' }), given.users(2)]);
    const register = (userId: string) =>
      api.graphql(
        user(userId),
        `mutation { registerForEvent(userId: "${userId}", eventId: "${eventId}") { event ${EVENT} } }`,
      );
    const event = { eventId, title: 'Concert', currentRegistrations: 1, description: 'D' };
    expect((await register(first)).data.registerForEvent.event).toEqual({ ...event, waitlistCount: 0 });
    expect((await register(second)).data.registerForEvent.event).toEqual({ ...event, waitlistCount: 1 });
  });

  it('is the event of the same instant as the position', async () => {
    const { eventId, people } = await given.eventWith(3);
    const query = `{ getRegistration(userId: "${people[2]}", eventId: "${eventId}") { position waitlistCount event ${EVENT} } }`;
    const { data } = await api.graphql(admin, query);
    expect(data.getRegistration).toMatchObject({
      position: 2,
      waitlistCount: 2,
      event: { eventId, waitlistCount: 2, description: null },
    });
  });

  it('is null when the event is gone', async () => {
    const { eventId, people } = await given.eventWith(1);
    await remove(eventKey(eventId));
    const { data, errors } = await api.graphql(
      admin,
      `{ getRegistration(userId: "${people[0]}", eventId: "${eventId}") { userId event ${EVENT} } }`,
    );
    expect([data.getRegistration, errors]).toEqual([{ userId: people[0], event: null }, []]);
  });

  it('is answered in the organizer’s list', async () => {
    const { eventId } = await given.eventWith(2, { description: 'D' });
    const { data } = await api.graphql(
      organizer('olga'),
      `{ listEventRegistrations(eventId: "${eventId}") { items { event ${EVENT} } } }`,
    );
    const event = { eventId, title: 'Concert', currentRegistrations: 1, waitlistCount: 1, description: 'D' };
    expect(data.listEventRegistrations.items).toEqual([{ event }, { event }]);
  });
});
