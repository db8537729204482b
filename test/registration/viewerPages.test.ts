import type { CallAs } from 'appsync-local';
import { describe, expect, it } from 'vitest';
import { admin, organizer, user } from '../support/api.ts';
import { startCountingSuite } from '../support/countingSuite.ts';

const { api, given, faulty, takeOperations } = startCountingSuite();

/** The items of the only list that is asked for, and the operations that it took. */
async function listed(as: CallAs, list: string, selected: string) {
  takeOperations();
  const { data, errors } = await api.graphql(as, `{ ${list} { items ${selected} } }`);
  const took = takeOperations();
  expect(errors).toEqual([]);
  const [page] = Object.values(data as Record<string, { items: unknown[] }>);
  return { items: page?.items, took };
}

/** Two events with the same three people, all seated; their organizer is the first. */
async function twoEvents() {
  const people = await given.users(3);
  const [first = ''] = people;
  const input = { organizer: first, capacity: 3 };
  const eventIds = await Promise.all([given.event(input), given.event(input)]);
  for (const eventId of eventIds) {
    await given.registrations(eventId, people);
  }
  return { people, eventIds: [...eventIds].sort() };
}

const SELF = '{ viewerStanding viewerRegistration { registrationStatus user { userId } } }';

describe('What the caller has, below the items of a page', () => {
  it('is read by one call for a page of events, the caller as a person too', async () => {
    const { people } = await twoEvents();
    const [, userId = ''] = people;
    const own = { viewerRegistration: { user: { userId } } };
    expect(await listed(user(userId), 'getUserEvents', '{ viewerRegistration { user { userId } } }')).toEqual({
      items: [own, own],
      took: ['Query', 'BatchGetItem', 'BatchGetItem'],
    });
    const deep = '{ viewerRegistration { event { mine: viewerRegistration { who: user { userId } } } } }';
    expect(await listed(user(userId), 'getUserEvents', deep)).toMatchObject({
      items: [1, 2].map(() => ({ viewerRegistration: { event: { mine: { who: { userId } } } } })),
      took: ['Query', 'BatchGetItem', 'BatchGetItem'],
    });
  });

  it('is read beside the event, once for all registrations of it', async () => {
    const { people, eventIds } = await twoEvents();
    const [olga = ''] = people;
    const list = `listEventRegistrations(eventId: "${eventIds[0]}")`;
    const mine = {
      viewerStanding: 'REGISTERED',
      viewerRegistration: { registrationStatus: 'REGISTERED', user: { userId: olga } },
    };
    const took = ['BatchGetItem', 'Query', 'BatchGetItem'];
    for (const name of ['event', 'e: event']) {
      const page = await listed(organizer(olga), list, `{ ${name} ${SELF} }`);
      expect(page.items).toEqual(people.map(() => ({ [name.split(':')[0] ?? '']: mine })));
      expect(page.took.slice(0, 3)).toEqual(took);
    }
    const none = { viewerStanding: 'NO_PROFILE', viewerRegistration: null };
    const byAdmin = await listed(admin, list, `{ event ${SELF} user { userId } }`);
    expect(byAdmin.items).toEqual(people.toSorted().map((userId) => ({ event: none, user: { userId } })));
    expect(byAdmin.took).toEqual([...took, 'BatchGetItem']);
    const plain = await listed(admin, list, '{ event { title detailsVersion } user { name } }');
    expect(plain.took).toEqual(['GetItem', 'Query', 'BatchGetItem', 'BatchGetItem']);
  });

  it('is read by one call for the registrations of somebody else, and for their own not at all', async () => {
    const { people, eventIds } = await twoEvents();
    const [, userId = '', other = ''] = people;
    const root = { username: other, groups: ['admins'] };
    const list = `listUserRegistrations(userId: "${userId}")`;
    const page = await listed(root, list, `{ userId user { userId } event { eventId ${SELF.slice(1)} }`);
    const mine = (who: string) => ({
      viewerStanding: 'REGISTERED',
      viewerRegistration: { registrationStatus: 'REGISTERED', user: { userId: who } },
    });
    expect(page).toEqual({
      items: eventIds.map((eventId) => ({ userId, user: { userId }, event: { eventId, ...mine(other) } })),
      took: ['Query', 'BatchGetItem', 'BatchGetItem'],
    });
    expect(await listed(user(userId), list, '{ event { viewerStanding } }')).toEqual({
      items: [1, 2].map(() => ({ event: { viewerStanding: 'REGISTERED' } })),
      took: ['Query', 'BatchGetItem'],
    });
    expect(await listed(user(userId), list, `{ event ${SELF} }`)).toEqual({
      items: [1, 2].map(() => ({ event: mine(userId) })),
      took: ['Query', 'BatchGetItem', 'BatchGetItem'],
    });
  });

  it('is Busy where that call is cut short', async () => {
    const { people } = await twoEvents();
    const [, userId = ''] = people;
    let seen = 0;
    faulty.plan({
      match: (operation) => operation === 'BatchGetItem' && (seen += 1) > 1,
      fault: 'unprocessedKeys',
    });
    const { errors } = await api.graphql(
      admin,
      `{ listUserRegistrations(userId: "${userId}") { items { event { viewerStanding } } } }`,
    );
    expect(errors).toMatchObject([{ errorType: 'Busy', errorInfo: { outcome: 'NONE' } }]);
  });
});
