import fc from 'fast-check';
import { test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallAs } from 'appsync-local';
import { RealtimeClient } from 'appsync-local/testing';
import { admin, anyone, organizer, user } from '../support/api.ts';
import { freshId, must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';
import { COUNTED, QUESTIONS, type Names } from './questions.ts';
import { byTier, IS_FAST } from '../support/tier.ts';

const { api, calls, given } = startSuite();
const askers: Record<string, CallAs> = {
  'the API key': anyone,
  'a user': user('ada'),
  'the organizer without the group': user('olga'),
  'another organizer': organizer('oscar'),
};

// They exist, or else that they do not would be all that they are told.
beforeAll(async () => {
  for (const userId of ['ada', 'olga', 'oscar']) {
    must(await calls.createUser(admin, { input: { userId, name: 'N' } }));
  }
});

const sockets: RealtimeClient[] = [];
afterAll(() => sockets.forEach((socket) => socket.close()));

/** The headers that prove who asks. */
async function proofOf(as: CallAs): Promise<Record<string, string>> {
  if (typeof as === 'string') {
    return { 'x-api-key': api.running.apiKey ?? '' };
  }
  return { authorization: await api.running.issueToken(as.username, { groups: as.groups ?? [] }) };
}

async function subscribe(as: CallAs, query: string): Promise<{ client: RealtimeClient; answer: unknown }> {
  const client = await RealtimeClient.connect(api.running);
  sockets.push(client);
  client.start('s', query, {}, { host: new URL(api.running.url).host, ...(await proofOf(as)) });
  return { client, answer: await client.next() };
}

/** Everything that somebody gets to know by asking. */
async function ask(as: CallAs, query: string): Promise<unknown> {
  if (query.startsWith('subscription')) {
    return (await subscribe(as, query)).answer;
  }
  const { status, headers, body } = await api.running.execute({ as, query });
  const { 'x-amzn-requestid': _, ...shown } = headers;
  return { status, headers: shown, body };
}

/** The answer as text, without what the question named. */
async function anonymousAnswer(as: CallAs, question: (names: Names) => string, names: Names): Promise<string> {
  const text = JSON.stringify(await ask(as, question(names)));
  return text.replaceAll(names.userId, '<user>').replaceAll(names.eventId, '<event>');
}

/** Asks everything twice, once about what is there and once about what is not; nothing may tell the two apart. */
async function expectNoDifference(
  as: CallAs,
  hidden: Names,
  missing: Names,
  fields = Object.keys(QUESTIONS),
): Promise<void> {
  for (const question of fields.flatMap((field) => QUESTIONS[field] ?? [])) {
    if (question(hidden) === question(missing)) {
      continue;
    }
    const [ofHidden, ofMissing] = [
      await anonymousAnswer(as, question, hidden),
      await anonymousAnswer(as, question, missing),
    ];
    expect(
      { question: question(hidden), answer: ofHidden },
      'it tells the two apart; what may show how many are in an event goes into COUNTED of test/access/questions.ts',
    ).toEqual({ question: question(hidden), answer: ofMissing });
  }
}

describe.runIf(IS_FAST).each(Object.entries(askers))('Existence, when %s asks,', (_who, as) => {
  it.each(['DRAFT', 'CANCELLED'] as const)('never shows of a DRAFT that is %s now', async (status) => {
    const hidden = await given.event({ status: 'DRAFT', description: 'D', location: 'L', capacity: 3 });
    must(await calls.updateEvent(admin, { input: { eventId: hidden, status } }));
    const before = await api.scan();
    for (const userId of ['ada', 'olga', 'oscar', 'somebody-else']) {
      await expectNoDifference(as, { userId, eventId: hidden }, { userId, eventId: freshId('missing') });
    }
    expect(await api.scan()).toEqual(before);
  });

  it('never shows of a user', async () => {
    const [userId = ''] = await given.users(1);
    const own = await given.event({ organizer: 'olga' });
    for (const eventId of [own, freshId('missing')]) {
      await expectNoDifference(as, { userId, eventId }, { userId: freshId('missing'), eventId });
    }
  });

  it('never shows of somebody’s registration, nor how many an event has that is somebody else’s', async () => {
    const { eventId, people } = await given.eventWith(3, { capacity: 2 });
    const { eventId: waiting, people: queue } = await given.eventWith(3);
    const [stranger = ''] = await given.users(1);
    const empty = await given.event();
    const fields = Object.keys(QUESTIONS).filter((field) => !COUNTED.includes(field));
    for (const [where, who] of [
      [eventId, people[0]],
      [eventId, people[2]],
      [waiting, queue[1]],
    ] as const) {
      await expectNoDifference(as, { userId: who ?? '', eventId: where }, { userId: stranger, eventId: where }, fields);
      await expectNoDifference(
        as,
        { userId: who ?? '', eventId: where },
        { userId: who ?? '', eventId: empty },
        fields,
      );
    }
  });
});

describe.runIf(IS_FAST)('Existence, when the organizer of an event asks,', () => {
  it('never shows of a user or registration in fields that are about people', async () => {
    const { eventId, people } = await given.eventWith(2);
    const fields = [
      'Query.getUser',
      'Query.getUserEvents',
      'Query.listUserRegistrations',
      'Query.getRegistration',
      'Mutation.createUser',
      'Mutation.updateUser',
      'Mutation.deleteUser',
      'Subscription.onRegistrationChanged',
    ];
    for (const userId of people) {
      await expectNoDifference(organizer('olga'), { userId, eventId }, { userId: freshId('missing'), eventId }, fields);
    }
  });
});

describe.runIf(IS_FAST)('Mutation.createEvent', () => {
  it('tells another organizer of a DRAFT that its id is taken, which it must, and nothing else', async () => {
    const eventId = await given.event({ status: 'DRAFT' });
    const query = `mutation { createEvent(input: { eventId: "${eventId}", title: "T", date: "2030-01-01T00:00:00Z", capacity: 1 }) { eventId } }`;
    const { body } = await api.running.execute({ as: organizer('oscar'), query });
    expect(body.errors).toMatchObject([
      {
        errorType: 'EventAlreadyExists',
        errorInfo: { retryable: false, eventId, isSameOrganizer: false, event: null },
        message: `The id ${eventId} is taken by another event.`,
      },
    ]);
  });
});

describe('Query.listEvents', () => {
  let year = 3000;
  const LIST =
    'query ($filter: EventFilter, $limit: Int, $nextToken: String) { listEvents(filter: $filter, limit: $limit, nextToken: $nextToken) { items { title status date } nextToken } }';
  type Slot = 'OPEN' | 'CLOSED' | 'hidden' | 'hidden, cancelled' | 'own draft';
  const slots = fc.array(fc.constantFrom<Slot>('OPEN', 'CLOSED', 'hidden', 'hidden, cancelled', 'own draft'), {
    minLength: 1,
    maxLength: 7,
  });
  const status = fc.option(fc.constantFrom('OPEN', 'CLOSED', 'CANCELLED', 'DRAFT'), { nil: undefined });

  const organizer = fc.option(fc.constantFrom('olga', 'oscar', 'nobody'), { nil: undefined });

  test.prop([slots, status, organizer, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 7 })], {
    numRuns: byTier(4, 40),
    examples: [[['OPEN', 'hidden', 'hidden, cancelled', 'OPEN'], undefined, 'olga', 1, 0]],
  })(
    'never tells by items, sizes or number of pages that there are DRAFTs which the caller may not see',
    async (slots, status, organizer, limit, first) => {
      const [withDrafts, without] = [(year += 1), (year += 1)];
      const dateOf = (inYear: number, slot: number) => `${inYear}-05-0${slot + 1}T00:00:00.000Z`;
      const make = async (inYear: number, slot: Slot, at: number) => {
        const stored = slot === 'OPEN' || slot === 'CLOSED' ? slot : 'DRAFT';
        const eventId = await given.event({
          status: stored,
          title: `${slot} ${at}`,
          date: dateOf(inYear, at),
          organizer: slot === 'own draft' ? 'oscar' : 'olga',
        });
        if (slot === 'hidden, cancelled') {
          must(await calls.updateEvent(admin, { input: { eventId, status: 'CANCELLED' } }));
        }
      };
      await Promise.all(
        slots.flatMap((slot, at) => [
          make(withDrafts, slot, at),
          ...(slot.startsWith('hidden') ? [] : [make(without, slot, at)]),
        ]),
      );
      for (const as of Object.values(askers)) {
        const pages = async (inYear: number) => {
          const seen: unknown[] = [];
          let nextToken: string | null = null;
          do {
            const filter = {
              from: dateOf(inYear, first),
              to: `${inYear}-12-31T00:00:00.000Z`,
              ...(status === undefined ? {} : { status }),
              ...(organizer === undefined ? {} : { organizer }),
            };
            const { data, errors } = await api.graphql(as, LIST, { filter, limit, nextToken });
            nextToken = data?.listEvents?.nextToken ?? null;
            seen.push({ errors, items: data?.listEvents?.items, hasMore: nextToken !== null });
          } while (nextToken !== null);
          return JSON.stringify(seen).replaceAll(String(inYear), '<year>');
        };
        expect(await pages(withDrafts)).toEqual(await pages(without));
      }
    },
  );

  it.runIf(IS_FAST)('takes no token of a list of DRAFTs from those who may not see them', async () => {
    const filter = { status: 'DRAFT', from: '2950-01-01T00:00:00.000Z', to: '2950-01-03T00:00:00.000Z' };
    for (const day of [1, 2, 3]) {
      await given.event({ status: 'DRAFT', date: `2950-01-0${day}T00:00:00.000Z` });
    }
    const { nextToken } = must(await calls.listEvents(admin, { filter: { ...filter, status: 'DRAFT' }, limit: 1 }));
    expect(nextToken).not.toBeNull();
    for (const as of Object.values(askers)) {
      for (const more of [filter, { ...filter, status: undefined }]) {
        const { data, errors } = await api.graphql(as, LIST, { filter: more, nextToken });
        expect({ data, errors }).toMatchObject({
          data: { listEvents: null },
          errors: [{ errorType: 'ValidationError', errorInfo: { field: 'nextToken' } }],
        });
      }
    }
  });
});

describe.runIf(IS_FAST)('Other people', () => {
  /** What must not be in what somebody gets, unless they said it themselves. */
  const leaksIn = (said: string, got: string, secrets: string[]) =>
    secrets.filter((secret) => got.includes(secret) && !said.includes(secret));

  it('are in no answer, error, errorInfo or push of those who may not know of them, whatever they ask', async () => {
    const organizerId = freshId('secret-organizer');
    const { eventId, people } = await given.eventWith(6, { capacity: 2, organizer: organizerId });
    const [seated = '', leaver = '', promoted = '', waiting = '', ...others] = people;
    const names = people.map((userId) => `Name of ${userId}`);
    const registrations = (await api.scan(eventId)).filter(({ entityType }) => entityType === 'Registration');
    const ids = (except: string) => [...people, organizerId].filter((id) => id !== except);
    const requestIds = (except: string) =>
      registrations.filter(({ userId }) => userId !== except).map(({ requestId }) => String(requestId));
    // Names are in the lists of the event's organizer, and in nobody's messages.
    const inMessages = (secrets: string[]) => [...secrets, ...(secrets.length === 0 ? names : [])];
    const curious: [CallAs, string[]][] = [
      [anyone, [...ids(''), ...requestIds(''), ...names]],
      [
        user(seated),
        [
          ...ids(seated).filter((id) => id !== organizerId),
          ...requestIds(seated),
          ...names.filter((name) => !name.endsWith(seated)),
        ],
      ],
      [
        user(waiting),
        [
          ...ids(waiting).filter((id) => id !== organizerId),
          ...requestIds(waiting),
          ...names.filter((name) => !name.endsWith(waiting)),
        ],
      ],
      [organizer('oscar'), [...people, ...requestIds(''), ...names]],
      [organizer(organizerId), []],
    ];
    const listening = await Promise.all(
      curious.map(async ([as]) => {
        const userId = typeof as === 'string' ? 'ada' : as.username;
        const fields = Object.entries(QUESTIONS).filter(([field]) => field.startsWith('Subscription.'));
        return Promise.all(
          fields.flatMap(([, [question]]) => (question ? [subscribe(as, question({ userId, eventId }))] : [])),
        );
      }),
    );
    const leave = `mutation { unregisterFromEvent(userId: "${leaver}", eventId: "${eventId}") { userId promoted promotedUserId } }`;
    const left = await api.running.execute({ as: user(leaver), query: leave });
    expect(left.body).toEqual({
      data: { unregisterFromEvent: { userId: leaver, promoted: true, promotedUserId: null } },
    });
    await api.running.streamIdle();

    for (const [index, [as, secrets]] of curious.entries()) {
      const self = typeof as === 'string' ? 'ada' : as.username;
      for (const [field, questions] of Object.entries(QUESTIONS)) {
        if (['Mutation.unregisterFromEvent', 'Mutation.deleteEvent', 'Mutation.deleteUser'].includes(field)) {
          continue;
        }
        for (const userId of [self, seated, promoted, waiting, others[0] ?? '']) {
          for (const question of questions) {
            const query = question({ userId, eventId });
            if (field === 'Mutation.updateEvent' && as === curious.at(-1)?.[0]) {
              continue;
            }
            expect({ query, leaks: leaksIn(query, JSON.stringify(await ask(as, query)), secrets) }).toEqual({
              query,
              leaks: [],
            });
          }
        }
      }
      const pushed = (await Promise.all(listening[index]!.map(async ({ client }) => client.soFar()))).flat();
      expect({
        as,
        pushed: pushed.length > 0,
        leaks: leaksIn(self, JSON.stringify(pushed), inMessages(secrets)),
      }).toEqual({
        as,
        pushed: true,
        leaks: [],
      });
    }
  });

  it('have their names in the lists of the event’s organizer, admins and backends', async () => {
    const { eventId, people } = await given.eventWith(3);
    const ids = { userId: '', eventId };
    for (const as of [organizer('olga'), admin, 'iam' as const]) {
      for (const [field, named] of [
        ['Query.listEventRegistrations', people],
        ['Query.listWaitlist', people.slice(1)],
      ] as const) {
        const answer = JSON.stringify(await ask(as, QUESTIONS[field]![0]!(ids)));
        expect(people.filter((userId) => answer.includes(`Name of ${userId}`))).toEqual(named);
      }
    }
  });

  it('are promoted without being named, but to the event’s organizer, admins and backends', async () => {
    const told = new Map<string, unknown>();
    for (const [who, asOf] of [
      ['the leaver', (leaver: string) => user(leaver)],
      ['the leaver, an organizer of other events', (leaver: string) => organizer(leaver)],
      ['the organizer', () => organizer('olga')],
      ['an admin', () => admin],
      ['a backend', () => 'iam' as const],
    ] as const) {
      const { eventId, people } = await given.eventWith(2);
      const { data } = await api.graphql(
        asOf(people[0] ?? ''),
        QUESTIONS['Mutation.unregisterFromEvent']![0]!({ userId: people[0] ?? '', eventId }),
      );
      expect(data.unregisterFromEvent).toMatchObject({ promoted: true });
      told.set(
        who,
        data.unregisterFromEvent.promotedUserId === people[1]
          ? 'the promoted'
          : data.unregisterFromEvent.promotedUserId,
      );
    }
    expect([...told.values()]).toEqual([null, null, 'the promoted', 'the promoted', 'the promoted']);
  });
});
