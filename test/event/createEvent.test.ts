import { describe, expect, it } from 'vitest';
import { seatsLeft } from '../../domain/event/event.ts';
import { detailsKey, eventKey } from '../../domain/keys.ts';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { eventInput, freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

const { api, calls, given, stored } = startSuite();
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('Mutation.createEvent', () => {
  it('creates an open event with a waitlist, nobody registered and versions 1, and stores it', async () => {
    const eventId = freshId('event');
    const input = { eventId, title: 'Concert', date: '2030-06-01T20:00:00+02:00', capacity: 3 };
    const created = must(await calls.createEvent(organizer('olga'), { input }));
    const attributes = {
      eventId,
      title: 'Concert',
      date: '2030-06-01T18:00:00.000Z',
      capacity: 3,
      organizer: 'olga',
      status: 'OPEN',
      waitlistEnabled: true,
      currentRegistrations: 0,
      waitlistCount: 0,
      version: 1,
      waitlistVersion: 1,
      createdAt: expect.stringMatching(TIMESTAMP),
      updatedAt: created.createdAt,
    };
    const absent = {
      endsAt: null,
      timeZone: null,
      registrationOpensAt: null,
      registrationClosesAt: null,
      description: null,
      location: null,
    };
    expect(created).toEqual({ ...attributes, ...absent, detailsVersion: 1, isPublic: true, seatsLeft: 3 });
    expect(await stored(eventKey(eventId))).toEqual({
      ...eventKey(eventId),
      entityType: 'Event',
      listing: 'PUBLIC',
      waitlistTail: '',
      waitlistJoins: 0,
      waitlistNoted: 0,
      ...attributes,
    });
    expect(await stored(detailsKey(eventId))).toBeNull();
  });

  it('keeps the description in an item of its own', async () => {
    const eventId = await given.event({ description: 'Bring an apron.', location: 'The yard' });
    expect(await stored(eventKey(eventId))).toMatchObject({ location: 'The yard' });
    expect(await stored(eventKey(eventId))).not.toHaveProperty('description');
    expect(await stored(detailsKey(eventId))).toMatchObject({
      entityType: 'EventDetails',
      eventId,
      description: 'Bring an apron.',
    });
  });

  it('generates ids that sort by time of creation', async () => {
    const first = must(await calls.createEvent(admin, { input: eventInput({ eventId: undefined }) }));
    await new Promise((resolve) => setTimeout(resolve, 2));
    const second = must(await calls.createEvent(admin, { input: eventInput({ eventId: null }) }));
    expect([second.eventId, first.eventId].sort()).toEqual([first.eventId, second.eventId]);
  });

  it('rejects with EventAlreadyExists, with the stored event in errorInfo, when there is one, even an identical one', async () => {
    const input = eventInput();
    const created = must(await calls.createEvent(admin, { input }));
    const before = await api.scan();
    for (const title of ['Other', input.title]) {
      const { errorType, error, value } = await calls.createEvent(admin, {
        input: { ...input, title, description: 'D' },
      });
      expect({ errorType, value }).toEqual({ errorType: 'EventAlreadyExists', value: null });
      expect(error?.errorInfo).toMatchObject({
        retryable: false,
        isSameOrganizer: true,
        event: { eventId: created.eventId, title: 'Concert', version: 1 },
      });
    }
    const { error } = await calls.createEvent(organizer('oscar'), { input: { ...input, organizer: null } });
    expect(error?.errorInfo).toMatchObject({ isSameOrganizer: false, event: { eventId: created.eventId } });
    expect(await api.scan()).toEqual(before);
  });

  it('does not show the stored event in errorInfo when it is somebody else’s DRAFT', async () => {
    const eventId = await given.event({ status: 'DRAFT' });
    const { errorType, error } = await calls.createEvent(organizer('oscar'), {
      input: eventInput({ eventId, organizer: null }),
    });
    expect({ errorType, event: error?.errorInfo?.event }).toEqual({ errorType: 'EventAlreadyExists', event: null });
  });

  it.each([
    ['the API key', anyone],
    ['a signed-in user', user('ada')],
  ])('rejects with Unauthorized when %s calls, and stores nothing', async (_who, as) => {
    const eventId = freshId('event');
    const reply = await calls.createEvent(as, { input: eventInput({ eventId, organizer: null }) });
    expect(reply).toMatchObject({ value: null, errorType: 'Unauthorized' });
    expect(await stored(eventKey(eventId))).toBeNull();
  });

  it('rejects with Unauthorized when an organizer names somebody else as organizer', async () => {
    const eventId = freshId('event');
    const reply = await calls.createEvent(organizer('olga'), { input: eventInput({ eventId, organizer: 'oscar' }) });
    expect(reply).toMatchObject({ value: null, errorType: 'Unauthorized' });
    expect(await stored(eventKey(eventId))).toBeNull();
  });

  it.each([
    ['an organizer who names nobody', organizer('olga'), null, 'olga'],
    ['an organizer who names themselves', organizer('olga'), 'olga', 'olga'],
    ['an admin who names nobody', admin, null, 'root'],
    ['an admin who names one', admin, 'oscar', 'oscar'],
    ['a backend that names nobody', backend, null, null],
    ['a backend that names one', backend, 'oscar', 'oscar'],
  ])('settles the organizer of %s', async (_who, as, named, settled) => {
    const created = must(await calls.createEvent(as, { input: eventInput({ organizer: named }) }));
    expect(created.organizer).toBe(settled);
    expect((await stored(eventKey(created.eventId)))?.organizer ?? null).toBe(settled);
  });
});

describe('Query.getEvent', () => {
  it.each([
    ['the API key', anyone],
    ['a user', user('ada')],
    ['an organizer', organizer('oscar')],
    ['an admin', admin],
    ['a backend', backend],
  ])('answers the event to %s', async (_who, as) => {
    const input = eventInput({ description: 'D', location: 'L' });
    await calls.createEvent(admin, { input });
    const { organizer: _organizer, ...visible } = input;
    expect(must(await calls.getEvent(as, { eventId: String(input.eventId) }))).toMatchObject({
      ...visible,
      currentRegistrations: 0,
    });
  });

  it('answers null, without an error, when there is none', async () => {
    expect(await calls.getEvent(anyone, { eventId: freshId('none') })).toEqual({
      value: null,
      error: null,
      errorType: null,
    });
  });

  it('rejects with ValidationError when the id is none', async () => {
    expect((await calls.getEvent(anyone, { eventId: 'a#b' })).error).toMatchObject({
      errorType: 'ValidationError',
      errorInfo: { field: 'eventId', retryable: false },
    });
  });
});

describe('Event.organizer', () => {
  it('is for signed-in callers and backends, not for the API key', async () => {
    const eventId = await given.event();
    const query = 'query ($eventId: ID!) { getEvent(eventId: $eventId) { eventId organizer } }';
    expect((await api.graphql(user('ada'), query, { eventId })).data.getEvent).toEqual({ eventId, organizer: 'olga' });
    const { data, errors } = await api.graphql(anyone, query, { eventId });
    expect(data.getEvent).toEqual({ eventId, organizer: null });
    expect(errors).toMatchObject([{ errorType: 'Unauthorized', path: ['getEvent', 'organizer'] }]);
  });
});

describe('Event.seatsLeft', () => {
  it('is capacity minus seats taken, alone and in lists, and is not stored', async () => {
    const date = '2031-02-01T00:00:00.000Z';
    const { eventId, people } = await given.eventWith(1, { capacity: 2, date });
    const [userId = ''] = people;
    expect(must(await calls.getEvent(anyone, { eventId })).seatsLeft).toBe(1);
    const own = `{ getRegistration(userId: "${userId}", eventId: "${eventId}") { event { seatsLeft } } }`;
    expect((await api.graphql(user(userId), own)).data.getRegistration).toEqual({ event: { seatsLeft: 1 } });
    const { items } = must(await calls.listEvents(anyone, { filter: { from: date, to: date } }));
    expect(items).toMatchObject([{ eventId, seatsLeft: 1 }]);
    expect(must(await calls.getUserEvents(user(userId), { userId })).items).toMatchObject([{ eventId, seatsLeft: 1 }]);
    expect(must(await calls.updateEvent(admin, { input: { eventId, capacity: 1 } })).seatsLeft).toBe(0);
    expect(await stored(eventKey(eventId))).not.toHaveProperty('seatsLeft');
  });

  it('is 0, not less, when damage has put more people on seats than there are', () => {
    expect(seatsLeft({ capacity: 2, currentRegistrations: 3 })).toBe(0);
  });
});

describe('Event.description', () => {
  it('is read from its own item, alone and in lists, and null when there is none', async () => {
    const date = '2031-01-01T00:00:00.000Z';
    const eventId = await given.event({ description: 'Bring an apron.', date });
    const bare = await given.event({ date });
    expect(must(await calls.getEvent(anyone, { eventId })).description).toBe('Bring an apron.');
    expect(must(await calls.getEvent(anyone, { eventId: bare })).description).toBeNull();
    const list = `{ listEvents(filter: {from: "${date}", to: "${date}"}) { items { eventId description } } }`;
    const { items } = (await api.graphql(anyone, list)).data.listEvents as { items: unknown[] };
    expect(items).toHaveLength(2);
    expect(items).toEqual(
      expect.arrayContaining([
        { eventId, description: 'Bring an apron.' },
        { eventId: bare, description: null },
      ]),
    );
  });

  it('may be empty', async () => {
    const eventId = await given.event({ description: '' });
    expect(must(await calls.getEvent(anyone, { eventId })).description).toBe('');
  });
});
