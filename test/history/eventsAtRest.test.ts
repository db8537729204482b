import { describe, expect, test } from 'vitest';
import type { EventItem, RegistrationItem } from '../../domain/item.ts';
import type { Change } from '../../lambda/publishChanges/readChange.ts';
import type { StoredItem } from '../../tools/running/tableContent.ts';
import { eventsAtRest } from './eventsAtRest.ts';

const seat = (userId: string, requestId = userId, more = {}) =>
  ({
    entityType: 'Registration',
    userId,
    eventId: 'e',
    requestId,
    registrationStatus: 'REGISTERED',
    ...more,
  }) as unknown as RegistrationItem;
const place = (userId: string) => seat(userId, userId, { registrationStatus: 'WAITLISTED', waitlistedAt: 'w' });
const event = (status: string, listing = 'PUBLIC') =>
  ({ entityType: 'Event', eventId: 'e', createdAt: 'c', version: 1, status, listing }) as unknown as EventItem;
const step = (before: RegistrationItem | null, after: RegistrationItem | null): Change => ({
  kind: 'registration',
  before,
  after,
});
const edit = (before: EventItem | null, after: EventItem | null): Change => ({ kind: 'event', before, after });
const judged = (changes: Change[], stored: (RegistrationItem | EventItem)[]) =>
  eventsAtRest(changes, stored as unknown as StoredItem[]);

describe('eventsAtRest', () => {
  test('finds nothing where each event follows the one before', () => {
    const changes = [
      edit(null, event('OPEN')),
      step(null, seat('a')),
      step(null, place('b')),
      step(seat('a'), null),
      step(place('b'), seat('b')),
      step(null, seat('a', 'again')),
      edit(event('OPEN'), event('CANCELLED')),
      step(seat('b'), seat('b', 'b', { cancelledAt: 't' })),
    ];
    expect(judged(changes, [event('CANCELLED'), seat('a', 'again'), seat('b')])).toEqual([]);
  });

  test.each([
    ['a registration that nobody was told of', [], [seat('a')], /in the end/],
    ['one that is told and not there', [step(null, seat('a'))], [], /in the end/],
    ['one that went without a word', [step(null, seat('a')), step(null, seat('a', 'b'))], [seat('a', 'b')], /follows/],
    ['one that went twice', [step(null, seat('a')), step(seat('a'), null), step(seat('a'), null)], [], /follows null/],
    ['a promotion of nobody', [step(place('a'), seat('a'))], [seat('a')], /RegistrationPromoted .* follows null/],
    ['one removed under another id', [step(null, seat('a')), step(seat('a', 'x'), null)], [], /follows/],
    ['a cancelling that is not told', [edit(null, event('OPEN'))], [event('CANCELLED')], /nobody is told/],
    [
      'a cancelling that is told twice',
      [edit(event('OPEN'), event('CANCELLED')), edit(event('OPEN'), event('CANCELLED'))],
      [event('CANCELLED')],
      /once more/,
    ],
    [
      'somebody told twice of a cancelling',
      [step(seat('a', 'a', { cancelledAt: '1' }), seat('a', 'a', { cancelledAt: '2' }))],
      [],
      /told once more/,
    ],
  ] as const)('finds %s', (_what, changes, stored, complaint) => {
    expect(judged([...changes], [...stored])).toContainEqual(expect.stringMatching(complaint));
  });

  test('asks no word of a cancelling that nobody could see', () => {
    expect(judged([edit(null, event('CANCELLED', 'DRAFT'))], [event('CANCELLED', 'DRAFT')])).toEqual([]);
  });
});
