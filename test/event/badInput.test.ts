import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../domain/limits.ts';
import { admin, organizer } from '../support/api.ts';
import { eventInput, freshId } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

const { api, calls, given } = startSuite();
const CREATE = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { eventId } }';
const UPDATE = 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { eventId } }';

/** What our resolvers refuse: the field, and a value that is none. */
const invalid: [string, unknown][] = [
  ...['', ' ', '\t\n', '\u200b\u3164', 'a\u0000b', 'a\u202eb', 'two\nlines', 'x'.repeat(LIMITS.titleLength + 1)].map(
    (value): [string, unknown] => ['title', value],
  ),
  ['description', 'x'.repeat(LIMITS.descriptionLength + 1)],
  ['location', 'x'.repeat(LIMITS.locationLength + 1)],
  ['description', 'a\u0007'],
  ['location', 'a\tb'],
  ...['title', 'description', 'location'].flatMap((field) =>
    ['\ud800', 'x\udfffy'].map((value): [string, unknown] => [field, value]),
  ),
  ...['0000-12-31T23:59:59Z', '0001-01-01T00:00:00+00:01', '9999-12-31T23:59:59-00:01'].map(
    (value): [string, unknown] => ['date', value],
  ),
  ...['0000-12-31T23:59:59Z', '2001-01-01T00:00:00Z'].map((value): [string, unknown] => ['endsAt', value]),
  ...['registrationOpensAt', 'registrationClosesAt'].map((field): [string, unknown] => [field, '0000-12-31T23:59:59Z']),
  ...[
    '',
    ' ',
    'Europe/',
    '/Lisbon',
    'Europe//Lisbon',
    '+01:00',
    'Europe/São',
    'a b',
    `E${'x'.repeat(LIMITS.timeZoneLength)}`,
  ].map((value): [string, unknown] => ['timeZone', value]),
  ...[0, -1, LIMITS.capacityMax + 1, 2147483647].map((value): [string, unknown] => ['capacity', value]),
  ...['', 'a b', 'a#b', 'a\u0000', 'x'.repeat(LIMITS.idLength + 1)].map((value): [string, unknown] => [
    'organizer',
    value,
  ]),
  ['waitlistEnabled', null],
  ['status', null],
];

/** What AppSync refuses by the schema alone, with its own validation error, which has no errorType of ours. */
const malformed: [string, unknown][] = [
  ...[1.5, 1e12, 'many', true].map((value): [string, unknown] => ['capacity', value]),
  ...[
    '2026-02-30T10:00:00Z',
    '2026-06-01T10:00:00',
    '2026-06-01',
    'tomorrow',
    '',
    '2026-13-01T00:00:00Z',
    '10000-01-01T00:00:00Z',
    '-0001-01-01T00:00:00Z',
    5,
  ].map((value): [string, unknown] => ['date', value]),
  ...['FULL', 'open', 1].map((value): [string, unknown] => ['status', value]),
  ['title', ['a', 'b']],
  ['currentRegistrations', 5],
];

const show = ([field, value]: [string, unknown]): [string, string, unknown] => [
  field,
  String(JSON.stringify(value)).slice(0, 40),
  value,
];

describe('Mutation.createEvent', () => {
  it.each(invalid.map(show))(
    'rejects with ValidationError when %s is %s; nothing is written',
    async (field, _text, value) => {
      const before = await api.scan();
      const { data, errors } = await api.graphql(organizer('olga'), CREATE, {
        input: { ...eventInput(), organizer: 'olga', [field]: value },
      });
      expect(data.createEvent).toBeNull();
      expect(errors).toMatchObject([{ errorType: 'ValidationError', errorInfo: { field, retryable: false } }]);
      expect(await api.scan()).toEqual(before);
    },
  );

  it.each(['', ' ', 'a b', 'a#b', 'a\nb', 'x'.repeat(65)])(
    'rejects with ValidationError when eventId is %j; nothing is written',
    async (eventId) => {
      const before = await api.scan();
      const { errors } = await api.graphql(admin, CREATE, { input: eventInput({ eventId }) });
      expect(errors).toMatchObject([{ errorType: 'ValidationError', errorInfo: { field: 'eventId' } }]);
      expect(await api.scan()).toEqual(before);
    },
  );

  it.each(
    [...malformed, ['title', null], ['date', null], ['capacity', null]].map((one) => show(one as [string, unknown])),
  )('is refused by the schema when %s is %s; nothing is written', async (field, _text, value) => {
    const before = await api.scan();
    const { data, errors } = await api.graphql(admin, CREATE, { input: { ...eventInput(), [field]: value } });
    expect(data?.createEvent ?? null).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors[0]?.errorType ?? null).toBeNull();
    expect(await api.scan()).toEqual(before);
  });
});

describe('Mutation.updateEvent', () => {
  const nulls: [string, unknown][] = ['title', 'date', 'capacity', 'organizer'].map((field) => [field, null]);

  it.each([...invalid, ...nulls].map(show))(
    'rejects with ValidationError when %s is %s; nothing changes',
    async (field, _text, value) => {
      const eventId = await given.event();
      const before = await api.scan();
      const { data, errors } = await api.graphql(organizer('olga'), UPDATE, {
        input: { eventId, title: 'New', [field]: value },
      });
      expect(data.updateEvent).toBeNull();
      expect(errors).toMatchObject([{ errorType: 'ValidationError', errorInfo: { field, retryable: false } }]);
      expect(await api.scan()).toEqual(before);
    },
  );

  it.each(malformed.map(show))(
    'is refused by the schema when %s is %s; nothing changes',
    async (field, _text, value) => {
      const eventId = await given.event();
      const before = await api.scan();
      const { data, errors } = await api.graphql(admin, UPDATE, { input: { eventId, [field]: value } });
      expect(data?.updateEvent ?? null).toBeNull();
      expect(errors).toHaveLength(1);
      expect(await api.scan()).toEqual(before);
    },
  );
});

describe('ids', () => {
  it.each(['', 'a b', 'a#b', 'EVENT#a', 'x'.repeat(65)])(
    'eventId %j is a ValidationError everywhere; nothing is written',
    async (eventId) => {
      const before = await api.scan();
      const userId = freshId('user');
      const replies = [
        await calls.getEvent(admin, { eventId }),
        await calls.updateEvent(admin, { input: { eventId } }),
        await calls.deleteEvent(admin, { eventId }),
        await calls.registerForEvent(admin, { userId, eventId }),
        await calls.unregisterFromEvent(admin, { userId, eventId }),
        await calls.getRegistration(admin, { userId, eventId }),
        await calls.listEventRegistrations(admin, { eventId }),
        await calls.listWaitlist(admin, { eventId }),
      ];
      expect(replies.map(({ errorType, error }) => [errorType, error?.errorInfo?.field])).toEqual(
        replies.map(() => ['ValidationError', 'eventId']),
      );
      expect(await api.scan()).toEqual(before);
    },
  );
});
