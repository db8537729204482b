import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CallAs } from 'appsync-local';
import { describe, expect, it } from 'vitest';
import type { EventItem, RegistrationItem } from '../../domain/item.ts';
import { eventKey, leaverPageKey, registrationKey, waitlistEntryKey, type Key } from '../../domain/keys.ts';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { startCountingSuite } from '../support/countingSuite.ts';
import { freshId, must } from '../support/given.ts';
import { allPages, expectBadPages } from '../support/pages.ts';

const { api, calls, given, stored, faulty, takeOperations } = startCountingSuite();

/** A person with a seat, a place where nobody has left since, and a place behind somebody who has left. */
async function somebody() {
  const [userId = ''] = await given.users(1);
  const [seat, quiet, moved] = [
    await given.event({ eventId: freshId(`a-${userId}`) }),
    await given.eventWith(2, { eventId: freshId(`b-${userId}`) }),
    await given.eventWith(4, { eventId: freshId(`c-${userId}`) }),
  ];
  for (const eventId of [moved.eventId, quiet.eventId, seat]) {
    await given.registrations(eventId, [userId]);
  }
  must(await calls.unregisterFromEvent(admin, { userId: moved.people[1] ?? '', eventId: moved.eventId }));
  return { userId, seat, quiet: quiet.eventId, moved: moved.eventId };
}

/** Asks as the person, and answers the items and what they cost. */
async function ask(userId: string, fields: string, more = '') {
  takeOperations();
  const { data, errors } = await api.graphql(user(userId), `{ listUserRegistrations${more} { items { ${fields} } } }`);
  return {
    items: (data?.listUserRegistrations?.items ?? null) as Record<string, unknown>[] | null,
    errors,
    operations: takeOperations(),
  };
}

describe('Query.listUserRegistrations', () => {
  it('answers seats and places in order of event id, each with its event and its present position', async () => {
    const { userId, seat, quiet, moved } = await somebody();
    for (const as of [user(userId), admin, backend]) {
      const { items, nextToken } = must(await calls.listUserRegistrations(as, { userId }));
      expect(nextToken).toBeNull();
      expect(
        items.map(({ eventId, registrationStatus, joinedPosition, position, waitlistCount }) => [
          eventId,
          registrationStatus,
          joinedPosition,
          position,
          waitlistCount,
        ]),
      ).toEqual([
        [seat, 'REGISTERED', null, null, null],
        [quiet, 'WAITLISTED', 2, 2, 2],
        [moved, 'WAITLISTED', 4, 3, 3],
      ]);
      for (const { eventId, event, waitlistVersion } of items) {
        const { description: _, serverTime: __, ...shown } = must(await calls.getEvent(as, { eventId }));
        expect(event).toEqual(shown);
        expect(waitlistVersion === null || waitlistVersion === event?.waitlistVersion).toBe(true);
      }
    }
  });

  it('answers the same as getRegistration, field by field', async () => {
    const { userId } = await somebody();
    const { items } = must(await calls.listUserRegistrations(user(userId), {}));
    for (const { event, ...registration } of items) {
      expect(registration).toEqual(
        must(await calls.getRegistration(user(userId), { userId, eventId: event?.eventId ?? '' })),
      );
    }
  });

  it('costs one call, one more for events, and for positions one, or two and one for each queue that somebody has left', async () => {
    const { userId } = await somebody();
    const cost = async (fields: string, more?: string) => (await ask(userId, fields, more)).operations;
    expect(await cost('eventId registrationStatus joinedPosition')).toEqual(['Query']);
    expect(await cost('event { title }')).toEqual(['Query', 'BatchGetItem']);
    expect(await cost('user { name }')).toEqual(['Query', 'BatchGetItem']);
    expect(await cost('position event { title }')).toEqual(['Query', 'BatchGetItem', 'Query', 'BatchGetItem']);
    expect(await cost('where: position')).toEqual(['Query', 'BatchGetItem', 'Query', 'BatchGetItem']);
    expect(await cost('position', '(filter: { status: REGISTERED })')).toEqual(['Query']);
    expect((await ask(userId, 'user { name }')).items).toEqual(
      [1, 2, 3].map(() => ({ user: { name: `Name of ${userId}` } })),
    );
  });

  it('filters by status', async () => {
    const { userId, seat, quiet, moved } = await somebody();
    for (const [status, ids] of [
      ['REGISTERED', [seat]],
      ['WAITLISTED', [quiet, moved]],
    ] as const) {
      for (const limit of [1, 100]) {
        const { items } = await allPages(
          (page) => calls.listUserRegistrations(user(userId), { filter: { status }, ...page }),
          limit,
        );
        expect(items.map(({ eventId }) => eventId)).toEqual(ids);
      }
    }
  });

  it('pages through everything once; with positions a page has at most six', async () => {
    const [userId = ''] = await given.users(1);
    const ids = await Promise.all(Array.from({ length: 8 }, () => given.event()));
    for (const eventId of ids) {
      await given.registrations(eventId, [userId]);
    }
    for (const limit of [1, 3, 100]) {
      const { items, sizes } = await allPages((page) => calls.listUserRegistrations(user(userId), page), limit);
      expect(items.map(({ eventId }) => eventId)).toEqual([...ids].sort());
      expect(Math.max(...sizes)).toBe(Math.min(limit, 6));
    }
    expect((await ask(userId, 'eventId')).items).toHaveLength(8);
  });

  it('finds six places in queues that somebody has left for one page', async () => {
    const [userId = ''] = await given.users(1);
    for (let nth = 0; nth < 6; nth += 1) {
      const { eventId, people } = await given.eventWith(3);
      await given.registrations(eventId, [userId]);
      must(await calls.unregisterFromEvent(admin, { userId: people[1] ?? '', eventId }));
    }
    const { items, operations: asked } = await ask(userId, 'position');
    expect(items).toEqual(Array.from({ length: 6 }, () => ({ position: 2 })));
    expect(asked).toEqual(['Query', 'BatchGetItem', ...Array.from({ length: 6 }, () => 'Query'), 'BatchGetItem']);
  });

  /** Damage: gives an attribute of an item another value. */
  const put = async ({ PK, SK }: Key, attribute: string, value: unknown) =>
    api.documents.send(
      new UpdateCommand({
        TableName: api.tableName,
        Key: { PK, SK },
        UpdateExpression: 'SET #a = :v',
        ExpressionAttributeNames: { '#a': attribute },
        ExpressionAttributeValues: { ':v': value },
      }),
    );

  it('counts a queue from which somebody has left unnoted, and one more step where a page does not say who has left', async () => {
    const { userId, moved } = await somebody();
    const { createdAt } = (await stored(eventKey(moved))) as unknown as EventItem;
    const own = { position: 3, waitlistCount: 3 };
    const answer = async () => {
      const { items, operations: asked } = await ask(userId, 'position waitlistCount');
      expect(items).toContainEqual(own);
      return asked;
    };
    expect(await answer()).toEqual(['Query', 'BatchGetItem', 'Query', 'BatchGetItem']);
    await put(leaverPageKey(moved, createdAt, 0), 'left', 'x');
    expect(await answer()).toEqual(['Query', 'BatchGetItem', 'Query', 'Query', 'BatchGetItem']);
    await put(eventKey(moved), 'waitlistNoted', -9);
    expect(await answer()).toEqual(['Query', 'BatchGetItem', 'Query', 'BatchGetItem']);
  });

  it('shows no position of somebody whose entry is gone, and whose event does not know', async () => {
    const { userId, moved } = await somebody();
    const { waitlistedAt = '' } = (await stored(registrationKey(userId, moved))) as unknown as RegistrationItem;
    const { PK, SK } = waitlistEntryKey(moved, waitlistedAt, userId);
    await api.documents.send(new DeleteCommand({ TableName: api.tableName, Key: { PK, SK } }));
    const { items, errors } = await ask(userId, 'eventId registrationStatus position');
    expect(errors).toEqual([]);
    expect(items).toContainEqual({ eventId: moved, registrationStatus: 'WAITLISTED', position: null });
  });

  it.each([
    ['before the events are read', 'BatchGetItem', 1],
    ['before the queue is counted', 'Query', 2],
    ['before the events are read again', 'BatchGetItem', 2],
  ] as const)(
    'never shows a position of another instant than its status: a promotion %s',
    async (_when, operation, nth) => {
      const { userId, moved } = await somebody();
      const { items: before } = must(await calls.listUserRegistrations(user(userId), {}));
      const was = before.find(({ eventId }) => eventId === moved);
      let seen = 0;
      const paused = faulty.intercept({
        match: (name) => name === operation && (seen += 1) === nth,
        fault: 'slowRequest',
      });
      const answer = ask(userId, 'eventId registrationStatus position waitlistCount waitlistVersion');
      await paused.reached;
      must(await calls.updateEvent(admin, { input: { eventId: moved, capacity: 5 } }));
      paused.release();
      const { items, errors } = await answer;
      expect(errors).toEqual([]);
      expect(items?.find(({ eventId }) => eventId === moved)).toEqual({
        eventId: moved,
        registrationStatus: 'WAITLISTED',
        position: null,
        waitlistCount: null,
        waitlistVersion: null,
      });
      expect(was).toMatchObject({ registrationStatus: 'WAITLISTED', position: 3 });
    },
  );

  it('is Busy, not short of events, where the batch was cut short', async () => {
    const { userId } = await somebody();
    faulty.plan({ match: (operation) => operation === 'BatchGetItem', fault: 'unprocessedKeys' });
    const { items, errors } = await ask(userId, 'event { title }');
    expect({ items, errors }).toMatchObject({ items: null, errors: [{ errorType: 'Busy' }] });
  });

  it.each([
    ['the API key', anyone],
    ['another user', user('somebody-else')],
    ['an organizer', organizer('olga')],
  ])('rejects with Unauthorized when %s asks', async (_who, as) => {
    const [userId = ''] = await given.users(1);
    expect(await calls.listUserRegistrations(as, { userId })).toMatchObject({ value: null, errorType: 'Unauthorized' });
  });

  it('rejects with ValidationError a limit outside 1 to 100, a mangled or foreign nextToken, and a backend that names nobody', async () => {
    const [userId = ''] = await given.users(1);
    const events = await Promise.all([1, 2].map(() => given.event()));
    for (const eventId of events) {
      await given.registrations(eventId, [userId]);
    }
    const list = (as: CallAs) => (page: object) => calls.listUserRegistrations(as, { userId, ...page });
    const own = must(await list(admin)({ limit: 1 })).nextToken ?? '';
    const foreign = must(await calls.listEvents(admin, { limit: 1 })).nextToken ?? '';
    await expectBadPages(list(admin), foreign, own);
    expect(await calls.listUserRegistrations(backend, {})).toMatchObject({
      value: null,
      errorType: 'ValidationError',
      error: { errorInfo: { field: 'userId' } },
    });
  });
});
