import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { buildSchema } from 'appsync-local/testing';
import { getNamedType, isLeafType, type GraphQLObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { standingOf } from '../../client/standing.ts';
import { admin, anyone, backend, organizer, user } from '../support/api.ts';
import { startCountingSuite } from '../support/countingSuite.ts';
import { freshId, must } from '../support/given.ts';
import { byTier, IS_FAST } from '../support/tier.ts';

const { api, calls, given, faulty, takeOperations } = startCountingSuite();

const PAST = '2001-01-01T00:00:00.000Z';
const FUTURE = '2101-01-01T00:00:00.000Z';
const STANDING = '{ viewerStanding }';
const BOTH = '{ viewerStanding viewerRegistration { registrationStatus position } }';

const read = (eventId: string, selected: string) => `{ getEvent(eventId: "${eventId}") ${selected} }`;
const listed = (date: string, selected: string) =>
  `{ listEvents(filter: { from: "${date}", to: "${date}" }) { items ${selected} } }`;

let days = 0;
/** A date on which no other case has events. */
function freshDate(): string {
  days += 1;
  return new Date(Date.parse('2060-01-01T00:00:00.000Z') + days * 86_400_000).toISOString();
}

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
/** The fields of an event that have no fields of their own, but for `viewerStanding`. */
const OTHER_FIELDS = Object.values((schema.getType('Event') as GraphQLObjectType).getFields())
  .filter(({ name, type }) => name !== 'viewerStanding' && isLeafType(getNamedType(type)))
  .map(({ name }) => name);

/** The operations of a call, in order. */
async function operationsOf(call: () => Promise<unknown>): Promise<string[]> {
  takeOperations();
  await call();
  return takeOperations();
}

describe('Event.viewerStanding', () => {
  const event = fc.record({
    window: fc.constantFrom(
      {},
      {},
      { registrationOpensAt: FUTURE },
      { registrationOpensAt: PAST, registrationClosesAt: FUTURE },
      { registrationClosesAt: PAST },
    ),
    status: fc.constantFrom('OPEN', 'OPEN', 'OPEN', 'CLOSED', 'CANCELLED', 'DRAFT' as const),
    waitlistEnabled: fc.boolean(),
    capacity: fc.constantFrom(1, 2),
    others: fc.constantFrom(0, 1, 2, 3),
    own: fc.constantFrom('none', 'none', 'none', 'registered', 'no profile'),
  });

  test.prop([event], { numRuns: byTier(25, 80) })(
    'is what registerForEvent then says, alone and in lists, and what the client makes of the rest',
    async ({ window, status, waitlistEnabled, capacity, others, own }) => {
      const date = freshDate();
      const people = await given.users(others);
      const userId = own === 'no profile' ? freshId('nobody') : ((await given.users(1))[0] ?? '');
      const as = organizer(userId);
      const isDraft = status === 'DRAFT';
      const eventId = await given.event({
        date,
        capacity,
        organizer: userId,
        ...(isDraft ? { status, waitlistEnabled, ...window } : {}),
      });
      if (!isDraft) {
        await given.registrations(eventId, [...people, ...(own === 'registered' ? [userId] : [])]);
        must(await calls.updateEvent(admin, { input: { eventId, status, waitlistEnabled, ...window } }));
      }
      const shown = must(await calls.getEventAsViewer(as, { eventId }));
      const { viewerStanding, viewerRegistration, serverTime } = shown;
      expect(standingOf(shown, viewerRegistration, Date.parse(serverTime))).toBe(viewerStanding);
      const { data } = await api.graphql(as, listed(date, `{ eventId ${STANDING.slice(1, -1)} }`));
      expect(data.listEvents.items).toEqual(isDraft ? [] : [{ eventId, viewerStanding }]);
      const { value, error } = await calls.registerForEvent(as, { userId, eventId });
      expect(viewerStanding).toBe(
        value === null
          ? standingTold(error as never)
          : { REGISTERED: 'CAN_REGISTER', WAITLISTED: 'CAN_JOIN_WAITLIST' }[value.registrationStatus],
      );
    },
  );

  it.runIf(IS_FAST)('is SIGN_IN for API keys and backends, who cost no call more', async () => {
    const eventId = await given.event();
    for (const as of [anyone, backend]) {
      const made = await operationsOf(async () => {
        expect((await api.graphql(as, read(eventId, STANDING))).data.getEvent).toEqual({ viewerStanding: 'SIGN_IN' });
      });
      expect(made).toEqual(['GetItem']);
    }
  });

  it.runIf(IS_FAST)(
    'is answered with created, changed and deleted events, and below registrations and their end',
    async () => {
      const eventId = freshId('event');
      const [userId = ''] = await given.users(1);
      const as = organizer(userId);
      const ask = async (operation: string) => {
        const { data, errors } = await api.graphql(as, `mutation { ${operation} }`);
        expect(errors).toEqual([]);
        return Object.values(data as object)[0] as unknown;
      };
      const input = `eventId: "${eventId}", title: "T"`;
      expect(await ask(`createEvent(input: {${input}, date: "${FUTURE}", capacity: 1}) ${STANDING}`)).toEqual({
        viewerStanding: 'CAN_REGISTER',
      });
      expect(await ask(`registerForEvent(eventId: "${eventId}") { event ${STANDING} }`)).toEqual({
        event: { viewerStanding: 'REGISTERED' },
      });
      expect(await ask(`updateEvent(input: {${input}}) ${STANDING}`)).toEqual({ viewerStanding: 'REGISTERED' });
      expect(await ask(`unregisterFromEvent(eventId: "${eventId}") { event ${STANDING} }`)).toEqual({
        event: { viewerStanding: 'CAN_REGISTER' },
      });
      expect(await ask(`deleteEvent(eventId: "${eventId}") ${STANDING}`)).toEqual({ viewerStanding: 'CAN_REGISTER' });
    },
  );

  it.runIf(IS_FAST)('is read in one call with the event, and so is the own registration', async () => {
    const [{ eventId, people }, [newcomer = '']] = await Promise.all([given.eventWith(1), given.users(1)]);
    const cost = (userId: string, selected: string) =>
      operationsOf(() => api.graphql(user(userId), read(eventId, selected)));
    const [seated = ''] = people;
    expect(await cost(newcomer, `{ ${OTHER_FIELDS.join(' ')} }`)).toEqual(['GetItem', 'GetItem']);
    expect(await operationsOf(() => calls.getEvent(user(newcomer), { eventId }))).toEqual(['GetItem', 'GetItem']);
    expect(await cost(newcomer, '{ eventId viewerRegistration { userId } }')).toEqual(['GetItem', 'GetItem']);
    expect(await cost(newcomer, STANDING)).toEqual(['BatchGetItem']);
    expect(await cost(newcomer, BOTH)).toEqual(['BatchGetItem']);
    expect(await cost(seated, BOTH)).toEqual(['BatchGetItem']);
    expect(await cost(seated, '{ mine: viewerStanding own: viewerRegistration { userId } }')).toEqual(['BatchGetItem']);
    expect(await cost(seated, '{ own: viewerRegistration { userId } }')).toEqual(['GetItem', 'GetItem']);
  });

  it.runIf(IS_FAST)('is read in one call for a whole page, whatever the number of events', async () => {
    const date = freshDate();
    const [userId = ''] = await given.users(1);
    const ids = await Promise.all([given.event({ date }), given.event({ date }), given.event({ date })]);
    await given.registrations(ids[0] ?? '', [userId]);
    const cost = (as: ReturnType<typeof user>, selected: string) =>
      operationsOf(async () => expect((await api.graphql(as, listed(date, selected))).errors).toEqual([]));
    const page = ['Query', 'BatchGetItem'];
    expect(await cost(user(userId), '{ eventId seatsLeft }')).toEqual(page);
    const filter = { from: date, to: date };
    expect(await operationsOf(() => calls.listEvents(user(userId), { filter }))).toEqual(page);
    expect(await operationsOf(() => calls.getUserEvents(user(userId), {}))).toEqual(page);
    for (const selected of [STANDING, BOTH, '{ viewerRegistration { userId } }', '{ s: viewerStanding }']) {
      expect(await cost(user(userId), selected)).toEqual([...page, 'BatchGetItem']);
    }
    expect(await cost(anyone as never, STANDING)).toEqual(page);
    const own = `{ getUserEvents { items ${BOTH} } }`;
    const { data } = await api.graphql(user(userId), own);
    expect(data.getUserEvents.items).toEqual([
      { viewerStanding: 'REGISTERED', viewerRegistration: { registrationStatus: 'REGISTERED', position: null } },
    ]);
    expect(await operationsOf(() => api.graphql(user(userId), own))).toEqual([...page, 'BatchGetItem']);
    const places = '{ listUserRegistrations { items { event { viewerStanding } } } }';
    expect(await operationsOf(() => api.graphql(user(userId), places))).toEqual(page);
    expect((await api.graphql(user(userId), places)).data.listUserRegistrations.items).toEqual([
      { event: { viewerStanding: 'REGISTERED' } },
    ]);
  });

  it.runIf(IS_FAST)('is right under the name of another field, at the price of a call more', async () => {
    const [eventId, [userId = '']] = await Promise.all([given.event(), given.users(1)]);
    const made = await operationsOf(async () => {
      const { data } = await api.graphql(user(userId), read(eventId, '{ title: viewerStanding }'));
      expect(data.getEvent).toEqual({ title: 'CAN_REGISTER' });
    });
    expect(made).toEqual(['GetItem', 'BatchGetItem']);
  });

  it.runIf(IS_FAST)('is answered for a page of 100 events, which then holds 99', async () => {
    const date = freshDate();
    const [userId = ''] = await given.users(1);
    await Promise.all(Array.from({ length: 100 }, () => given.event({ date })));
    const sizes = async (selected: string) => {
      const filter = `filter: { from: "${date}", to: "${date}" }, limit: 100`;
      const { data, errors } = await api.graphql(
        user(userId),
        `{ listEvents(${filter}) { items ${selected} nextToken } }`,
      );
      expect(errors).toEqual([]);
      return [data.listEvents.items.length, data.listEvents.nextToken !== null];
    };
    expect(await sizes(BOTH)).toEqual([99, true]);
    expect((await sizes('{ eventId viewerRegistration { userId } }'))[0]).toBe(100);
  });

  it.runIf(IS_FAST).each([
    ['an event', (eventId: string) => read(eventId, BOTH), 0],
    ['a field of its own', (eventId: string) => read(eventId, '{ title: viewerStanding }'), 0],
    ['a list', () => '', 1],
  ])('is Busy, never wrong, where %s is cut short', async (_what, queryOf, batchesBefore) => {
    const date = freshDate();
    const [eventId, [userId = '']] = await Promise.all([given.event({ date }), given.users(1)]);
    let seen = 0;
    faulty.plan({
      match: (operation) => operation === 'BatchGetItem' && (seen += 1) > batchesBefore,
      fault: 'unprocessedKeys',
    });
    const { errors } = await api.graphql(user(userId), queryOf(eventId) || listed(date, BOTH));
    expect(errors.map(({ errorType }) => errorType)).toEqual(['Busy']);
  });

  it.runIf(IS_FAST)(
    'is explained by the event beside it while others come and go, and one who waits only moves forward',
    async () => {
      const { eventId, people } = await given.eventWith(3, { capacity: 1 });
      const [, , waiting = ''] = people;
      const [bystander = '', ...others] = await given.users(5);
      let isOver = false;
      const crowd = Promise.all(
        others.map(async (userId) => {
          for (let round = 0; round < 4; round += 1) {
            await calls.registerForEvent(user(userId), { userId, eventId });
            await calls.unregisterFromEvent(user(userId), { userId, eventId });
          }
        }),
      ).then(async () => {
        for (const userId of people.slice(0, 2)) {
          must(await calls.unregisterFromEvent(user(userId), { userId, eventId }));
        }
        isOver = true;
      });
      const stood: string[] = [];
      do {
        const [beside, own] = await Promise.all(
          [bystander, waiting].map((userId) => calls.getEventAsViewer(user(userId), { eventId })),
        );
        if (beside?.value) {
          const { viewerStanding, serverTime } = beside.value;
          expect(viewerStanding).toBe(standingOf(beside.value, null, Date.parse(serverTime)));
        }
        stood.push(...(own?.value ? [own.value.viewerStanding] : []));
      } while (!isOver);
      await crowd;
      stood.push(must(await calls.getEventAsViewer(user(waiting), { eventId })).viewerStanding);
      expect(stood).toEqual([...stood].sort().reverse());
      expect(new Set(stood)).toEqual(new Set(['WAITLISTED', 'REGISTERED']));
    },
  );
});

/** The standing that means a refusal. */
function standingTold({ errorType, errorInfo }: { errorType: string; errorInfo: Record<string, unknown> }): unknown {
  switch (errorType) {
    case 'AlreadyRegistered':
      return (errorInfo.registration as { registrationStatus: string }).registrationStatus;
    case 'UserNotFound':
      return 'NO_PROFILE';
    case 'EventFull':
      return 'FULL';
    case 'EventNotOpen':
      if (errorInfo.status !== 'OPEN') {
        return errorInfo.status === 'CANCELLED' ? 'CANCELLED' : 'CLOSED';
      }
      return typeof errorInfo.opensAt === 'string' && errorInfo.opensAt > String(errorInfo.serverTime)
        ? 'NOT_YET_OPEN'
        : 'CLOSED';
    default:
      return errorType;
  }
}
