import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { Client, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { Kind, parse } from 'graphql';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { typePolicies } from '../../client/apollo.ts';
import { DETAIL_FIELDS, indexInPage } from '../../client/cacheKeys.ts';
import { graphcache } from '../../client/graphcache.ts';
import { Heard } from '../../client/heard.ts';
import {
  GetEventDocument,
  ListEventsDocument,
  OnEventChangedDocument,
  type EventFieldsFragment,
} from '../../client/operations.generated.ts';

const FIELDS = {
  eventId: 'yoga',
  title: 'Yoga',
  date: '2031-05-01T18:00:00.000Z',
  endsAt: null,
  timeZone: null,
  location: null,
  capacity: 1,
  status: 'OPEN',
  isPublic: true,
  registrationOpensAt: null,
  registrationClosesAt: null,
  waitlistEnabled: true,
  currentRegistrations: 1,
  seatsLeft: 0,
  waitlistCount: 3,
  version: 7,
  waitlistVersion: 4,
  detailsVersion: 1,
  createdAt: '2031-01-01T00:00:00.000Z',
  updatedAt: '2031-01-01T00:00:00.000Z',
} satisfies EventFieldsFragment;
const serverTime = '2031-02-01T00:00:00.000Z';
const listed = (more: object) => ({ __typename: 'Event', ...FIELDS, serverTime, ...more });
const event = (more: object) => ({ getEvent: { ...listed({}), description: 'Bring a mat.', ...more } });
const list = (more: object) => ({ listEvents: { __typename: 'EventPage', items: [listed(more)], nextToken: null } });
const EDITED = { version: 9, detailsVersion: 9 };
const edited = event({ ...EDITED, description: 'Bring two mats.' });

/** What a page shows: the event, and whether the library says that it is being fetched again. */
interface Shown {
  event: { description?: unknown; detailsVersion?: unknown; title?: unknown } | null | undefined;
  isStale: boolean;
}

/** What a library has asked, to be answered by the test. */
interface Asked {
  name: string;
  answer(data: object): void;
}

/** A client library with its cache on, whose server the test is. */
interface Library {
  asked: Asked[];
  /** Whether it fetches one thing again because of an answer about another. */
  fetchesAfterAnswers: boolean;
  /** Shows the event of the page; answers what ends it. */
  watch(show: (shown: Shown) => void): () => void;
  list(): void;
  refetch(): void;
  listen(): void;
}

const nameOf = (query: string) =>
  parse(query).definitions.flatMap((part) => (part.kind === Kind.OPERATION_DEFINITION ? [part.name?.value] : []))[0]!;
const variables = { eventId: 'yoga' };
const PATIENTLY = { interval: 1, timeout: 60_000 };

function apollo(): Library {
  const asked: Asked[] = [];
  const link = new ApolloLink(
    ({ operationName }) =>
      new Observable((observer) => {
        const answer = (data: object) => {
          observer.next({ data } as never);
          if (operationName !== 'OnEventChanged') {
            observer.complete();
          }
        };
        asked.push({ name: operationName!, answer });
      }),
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache({ typePolicies: typePolicies(() => 'bo') }) });
  return {
    asked,
    fetchesAfterAnswers: true,
    watch(show) {
      const watched = client
        .watchQuery({ query: GetEventDocument, variables })
        .subscribe(
          ({ data, dataState, loading }) =>
            dataState === 'complete' &&
            show({ event: (data as { getEvent: Shown['event'] }).getEvent, isStale: loading }),
        );
      return () => watched.unsubscribe();
    },
    list: () => void client.query({ query: ListEventsDocument, variables: {}, fetchPolicy: 'network-only' }),
    refetch: () => void client.query({ query: GetEventDocument, variables, fetchPolicy: 'network-only' }),
    listen: () => void client.subscribe({ query: OnEventChangedDocument, variables }).subscribe(() => undefined),
  };
}

function urql(): Library {
  const asked: Asked[] = [];
  const client = new Client({
    url: 'http://localhost/graphql',
    preferGetMethod: false,
    exchanges: [
      cacheExchange(graphcache(() => 'bo')),
      // All operations, not only subscriptions, are the test's to answer.
      subscriptionExchange({
        enableAllOperations: true,
        forwardSubscription: ({ query }) => ({
          subscribe(sink) {
            const name = nameOf(query!);
            asked.push({
              name,
              answer(data) {
                sink.next({ data });
                if (name !== 'OnEventChanged') {
                  sink.complete();
                }
              },
            });
            return { unsubscribe: () => undefined };
          },
        }),
      }),
    ],
  });
  return {
    asked,
    fetchesAfterAnswers: false,
    watch(show) {
      const watched = client
        .query(GetEventDocument, variables)
        .subscribe(({ data, stale: isStale }) => show({ event: data?.getEvent, isStale }));
      return () => watched.unsubscribe();
    },
    list: () => void client.query(ListEventsDocument, {}, { requestPolicy: 'network-only' }).toPromise(),
    refetch: () => void client.query(GetEventDocument, variables, { requestPolicy: 'network-only' }).toPromise(),
    listen: () => void client.subscription(OnEventChangedDocument, variables).subscribe(() => undefined),
  };
}

describe.each([
  ['Apollo Client', apollo],
  ['urql with Graphcache', urql],
])('in %s, what has been edited', (_library, make) => {
  /** A page that shows the event as it was before it was edited, and hears of it. */
  async function open() {
    const library = make();
    const shown: Shown[] = [];
    const asked = async (name: string, count: number) =>
      vi.waitFor(() => {
        const found = library.asked.filter((each) => each.name === name);
        expect(found).toHaveLength(count);
        return found.at(-1)!;
      }, PATIENTLY);
    const stop = library.watch((one) => shown.push(one));
    (await asked('GetEvent', 1)).answer(event({}));
    library.listen();
    const subscription = await asked('OnEventChanged', 1);
    const say = (more: object) =>
      subscription.answer({ onEventChanged: { __typename: 'EventChange', ...FIELDS, deleted: false, ...more } });
    const shows = (one: object) => vi.waitFor(() => expect(shown.at(-1)?.event).toMatchObject(one), PATIENTLY);
    await shows({ description: 'Bring a mat.' });
    return { library, shown, asked, say, shows, stop };
  }
  const texts = (shown: Shown[]) => [
    ...new Set(shown.map(({ event: one }) => one && `${String(one.detailsVersion)}: ${String(one.description)}`)),
  ];
  const BOTH = ['1: Bring a mat.', '9: Bring two mats.'];

  it('is fetched when a message says so, never shown as it was, and at no other message', async () => {
    const { shown, asked, say, shows } = await open();
    say({ version: 8, title: 'Yoga outside' });
    await shows({ title: 'Yoga outside', description: 'Bring a mat.' });
    await asked('GetEvent', 1);
    say(EDITED);
    (await asked('GetEvent', 2)).answer(edited);
    await shows({ description: 'Bring two mats.', version: 9 });
    expect(texts(shown)).toEqual(BOTH);
  });

  it('is no longer shown as true when another answer says so', async () => {
    const { library, shown, asked, say, shows } = await open();
    library.list();
    (await asked('ListEvents', 1)).answer(list(EDITED));
    if (!library.fetchesAfterAnswers) {
      // Graphcache fetches nothing because of another query, lest they go round in circles.
      await vi.waitFor(() => expect(shown.at(-1)?.isStale).toBe(true), PATIENTLY);
      say({ ...EDITED, version: 10 });
    }
    (await asked('GetEvent', 2)).answer(event({ ...EDITED, version: 10, description: 'Bring two mats.' }));
    await shows({ description: 'Bring two mats.' });
    expect(texts(shown)).toEqual(BOTH);
  });

  it('never becomes null by an answer that comes late, and is fetched once more', async () => {
    // Apollo Client says that it could not read what was answered.
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    onTestFinished(() => warned.mockRestore());
    const { library, shown, asked, say, shows } = await open();
    library.refetch();
    const late = await asked('GetEvent', 2);
    say(EDITED);
    late.answer(event({}));
    if (!library.fetchesAfterAnswers) {
      say({ ...EDITED, version: 10 });
    }
    (await asked('GetEvent', 3)).answer(event({ ...EDITED, version: 10, description: 'Bring two mats.' }));
    await shows({ description: 'Bring two mats.' });
    expect(texts(shown).filter((text) => !text?.includes('Bring'))).toEqual([]);
  });

  it('is fetched before it is shown on a page that is opened later', async () => {
    const { library, asked, say, stop } = await open();
    stop();
    say(EDITED);
    const shown: Shown[] = [];
    library.watch((one) => shown.push(one));
    (await asked('GetEvent', 2)).answer(edited);
    await vi.waitFor(() => expect(texts(shown)).toEqual(['9: Bring two mats.']), PATIENTLY);
  });
});

describe('what was heard of an event’s description and organizer', () => {
  const answer = { ...FIELDS, description: 'Bring a mat.', organizer: 'olga' };
  const change = (more: object) => ({ ...FIELDS, deleted: false, ...more }) as never;
  const outdated = (heard: Heard, of: object = answer) =>
    DETAIL_FIELDS.filter((field) => heard.isOutdated({ ...of, eventId: 'yoga' }, field));

  it('leaves each true until there is a newer one, also where only one was answered', () => {
    const heard = new Heard();
    heard.hearAnswer(answer);
    expect(outdated(heard)).toEqual([]);
    heard.hearEvent(change(EDITED));
    expect(outdated(heard)).toEqual(['description', 'organizer']);
    const { description: _, ...withOrganizer } = answer;
    heard.hearAnswer({ ...withOrganizer, ...EDITED });
    expect(outdated(heard)).toEqual(['description']);
  });

  it('goes by when the event was made, where it is made again under its id', () => {
    const heard = new Heard();
    heard.hearAnswer({ ...answer, detailsVersion: 9 });
    heard.hearEvent(change({ createdAt: '2031-01-02T00:00:00.000Z' }));
    expect(outdated(heard)).toEqual(['description', 'organizer']);
  });

  it('takes what a cache was filled with before for as old as it says, and what says nothing for true', () => {
    const heard = new Heard();
    heard.hearEvent(change(EDITED));
    expect(outdated(heard)).toEqual(['description', 'organizer']);
    heard.hearAnswer({ eventId: 'yoga', description: 'Bring a mat.' });
    expect(outdated(heard)).toEqual(['organizer']);
  });
});

describe('one’s own list', () => {
  const page = { isFirst: true, isLast: true };

  it.each([
    ['at its place', ['a', 'c'], page, 1],
    ['at the beginning of the first page', ['c'], { isFirst: true, isLast: false }, 0],
    ['at the end of the last page', ['a'], { isFirst: false, isLast: true }, 1],
    ['alone in an empty list', [], page, 0],
    ['twice nowhere', ['a', 'b'], page, null],
    ['before a later page nowhere', ['c'], { isFirst: false, isLast: true }, null],
    ['after an earlier page nowhere', ['a'], { isFirst: true, isLast: false }, null],
    ['in an empty page among others nowhere', [], { isFirst: false, isLast: true }, null],
  ])('takes one more %s', (_where, eventIds, of, index) => {
    expect(indexInPage(eventIds, 'b', of)).toBe(index);
  });
});
