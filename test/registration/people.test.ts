import { readFileSync } from 'node:fs';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { getNamedType, isObjectType, type GraphQLObjectType } from 'graphql';
import type { CallAs } from 'appsync-local';
import { buildSchema } from 'appsync-local/testing';
import { describe, expect, it } from 'vitest';
import { userKey, waitlistEntryKey } from '../../domain/keys.ts';
import { admin, backend, organizer, user } from '../support/api.ts';
import { startCountingSuite } from '../support/countingSuite.ts';
import { must } from '../support/given.ts';

const { api, calls, given, faulty, takeOperations } = startCountingSuite();
const olga = organizer('olga');

/** Asks, and answers what came back and what it cost. */
async function ask(as: CallAs, query: string) {
  takeOperations();
  faulty.resetStats();
  const { data, errors } = await api.graphql(as, query);
  return { data, errors, operations: takeOperations(), readUnits: faulty.stats().readUnits };
}

const LISTS = {
  listEventRegistrations: ['GetItem', 'Query', 'BatchGetItem'],
  listWaitlist: ['GetItem', 'Query'],
};

describe.each(Object.entries(LISTS))('The people of %s', (list, reads) => {
  const query = (eventId: string, fields: string) => `{ ${list}(eventId: "${eventId}") { items { ${fields} } } }`;
  const shown = async (eventId: string, fields: string) => {
    const { data, errors, operations: asked, readUnits } = await ask(olga, query(eventId, fields));
    expect(errors).toEqual([]);
    return { items: data[list].items as Record<string, unknown>[], asked, readUnits };
  };
  /** Those on the list: all, or all who wait. */
  const listed = (people: string[]) => (list === 'listWaitlist' ? people.slice(1) : people);

  it('cost one call and half a unit each where they are selected, and nothing where they are not', async () => {
    const { eventId, people } = await given.eventWith(4);
    const { items, asked, readUnits } = await shown(eventId, 'userId user { userId name }');
    expect(items).toEqual(listed(people).map((userId) => ({ userId, user: { userId, name: `Name of ${userId}` } })));
    expect(asked).toEqual([...reads, 'BatchGetItem']);
    const without = await shown(eventId, 'userId');
    expect(without.asked).toEqual(reads);
    expect(readUnits - without.readUnits).toBe(items.length / 2);
  });

  it('are found under any alias and in any fragment, by one call', async () => {
    const { eventId, people } = await given.eventWith(3);
    const type = list === 'listWaitlist' ? 'WaitlistEntry' : 'Registration';
    const rows = `{ ${list}(eventId: "${eventId}") { rows: items { ...P } } } fragment P on ${type} { who: user { called: name } }`;
    const { data, operations: asked } = await ask(olga, rows);
    expect(data[list].rows).toEqual(listed(people).map((userId) => ({ who: { called: `Name of ${userId}` } })));
    // By its name the object may as well be the event with a standing, for which more is read in the same call.
    const [first, ...others] = reads;
    expect(asked).toEqual([type === 'Registration' ? 'BatchGetItem' : first, ...others, 'BatchGetItem']);
    const named = `{ ${list}(eventId: "${eventId}") { items { who: user { userId name } } } }`;
    expect((await ask(olga, named)).operations).toEqual([...reads, 'BatchGetItem']);
  });

  it('are named also under the name of another object', async () => {
    const { eventId, people } = await given.eventWith(3);
    const { items } = await shown(eventId, 'event: user { name }');
    expect(items).toEqual(listed(people).map((userId) => ({ event: { name: `Name of ${userId}` } })));
  });

  it('are null where they are gone, and the others are named', async () => {
    const { eventId, people } = await given.eventWith(4);
    const [, gone = '', ...others] = people;
    const { PK, SK } = userKey(gone);
    await api.documents.send(new DeleteCommand({ TableName: api.tableName, Key: { PK, SK } }));
    const { items } = await shown(eventId, 'userId user { name }');
    expect(items.find(({ userId }) => userId === gone)).toEqual({ userId: gone, user: null });
    for (const userId of others) {
      expect(items.find((item) => item.userId === userId)).toEqual({ userId, user: { name: `Name of ${userId}` } });
    }
  });

  it('are Busy, not missing, where the batch was cut short', async () => {
    const { eventId } = await given.eventWith(3);
    // The last batch of the call is that of the people.
    const batches = reads.filter((read) => read === 'BatchGetItem').length;
    let seen = 0;
    faulty.plan({
      match: (operation) => operation === 'BatchGetItem' && (seen += 1) > batches,
      fault: 'unprocessedKeys',
    });
    const { data, errors } = await ask(olga, query(eventId, 'user { name }'));
    expect({ data, errors }).toMatchObject({ data: { [list]: null }, errors: [{ errorType: 'Busy' }] });
  });

  it('are read once, also where a damaged queue holds somebody twice', async () => {
    const { eventId, people } = await given.eventWith(3);
    const [, userId = ''] = people;
    const waitlistedAt = '2020-01-01T00:00:00.000Z';
    const double = {
      ...waitlistEntryKey(eventId, waitlistedAt, userId),
      entityType: 'WaitlistEntry',
      joinedPosition: 1,
    };
    const Item = { ...double, eventId, userId, waitlistedAt };
    await api.documents.send(new PutCommand({ TableName: api.tableName, Item }));
    const { items } = await shown(eventId, 'userId user { name }');
    const times = list === 'listWaitlist' ? 2 : 1;
    expect(items.filter((item) => item.userId === userId)).toEqual(
      Array.from({ length: times }, () => ({ userId, user: { name: `Name of ${userId}` } })),
    );
  });
});

describe('Registration.user', () => {
  const get = ({ userId, eventId }: { userId: string; eventId: string }) =>
    `{ getRegistration(userId: "${userId}", eventId: "${eventId}") { user { userId name createdAt updatedAt } } }`;

  it('is the person, for themself, admins and backends, by one read', async () => {
    const { eventId, people } = await given.eventWith(1);
    const [userId = ''] = people;
    const stored = must(await calls.getUser(admin, { userId }));
    for (const as of [user(userId), admin, backend]) {
      const { data, errors, operations: asked } = await ask(as, get({ userId, eventId }));
      expect({ data, errors }).toEqual({ data: { getRegistration: { user: stored } }, errors: [] });
      expect(asked).toEqual(['GetItem', 'BatchGetItem']);
    }
  });

  it('is the person, for the organizer who registers them', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
    const register = `mutation { registerForEvent(userId: "${userId}", eventId: "${eventId}") { user { name } } }`;
    const { data } = await ask(olga, register);
    expect(data).toEqual({ registerForEvent: { user: { name: `Name of ${userId}` } } });
  });

  it('never claims that nothing was done when it cannot be read below a registration', async () => {
    for (const fault of ['throttleRequest', 'unprocessedKeys'] as const) {
      const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
      faulty.plan({ match: (operation) => operation === 'BatchGetItem', fault });
      const register = `mutation { registerForEvent(userId: "${userId}", eventId: "${eventId}") { userId user { name } } }`;
      const { data, errors } = await ask(user(userId), register);
      expect(data).toEqual({ registerForEvent: { userId, user: null } });
      expect(errors).toMatchObject([{ errorType: 'AnswerIncomplete', errorInfo: { retryable: false } }]);
      faulty.plan({ match: (operation) => operation === 'BatchGetItem', fault });
      const again = await ask(
        user(userId),
        `{ getRegistration(userId: "${userId}", eventId: "${eventId}") { userId user { name } } }`,
      );
      expect(again.data).toEqual({ getRegistration: { userId, user: null } });
      expect(again.errors).toMatchObject([{ errorType: 'Busy', errorInfo: { outcome: 'NONE' } }]);
    }
  });

  it('is null, not an error, when the person is gone', async () => {
    const { eventId, people } = await given.eventWith(1);
    const [userId = ''] = people;
    const { PK, SK } = userKey(userId);
    await api.documents.send(new DeleteCommand({ TableName: api.tableName, Key: { PK, SK } }));
    const { data, errors } = await ask(admin, get({ userId, eventId }));
    expect({ data, errors }).toEqual({ data: { getRegistration: { user: null } }, errors: [] });
  });
});

describe('Messages', () => {
  const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));

  it('have no field that leads to a person', () => {
    const reached = new Set<string>();
    const visit = (type: GraphQLObjectType): void => {
      if (reached.has(type.name)) {
        return;
      }
      reached.add(type.name);
      for (const { type: inner } of Object.values(type.getFields())) {
        const named = getNamedType(inner);
        if (isObjectType(named)) {
          visit(named);
        }
      }
    };
    visit(schema.getSubscriptionType()!);
    expect([...reached].sort()).toEqual(['EventChange', 'RegistrationChange', 'Subscription', 'WaitlistChange']);
  });
});
