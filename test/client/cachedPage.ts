import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { CallAs } from 'appsync-local';
import { print } from 'graphql';
import { expect, vi } from 'vitest';
import {
  CheckInDocument,
  CreateEventDocument,
  CreateUserDocument,
  DeleteEventDocument,
  GetEventAsViewerDocument,
  GetRegistrationDocument,
  ListEventRegistrationsDocument,
  ListEventsAsViewerDocument,
  ListUserRegistrationsDocument,
  OnEventChangedDocument,
  OnRegistrationChangedDocument,
  OnWaitlistChangedDocument,
  RegisterForEventDocument,
  RegisterForEventWithCountersDocument,
  UndoCheckInDocument,
  UnregisterFromEventDocument,
  UnregisterFromEventWithCountersDocument,
  UpdateEventDocument,
} from '../../client/operations.generated.ts';
import { admin, organizer } from '../support/api.ts';
import type { World } from '../support/world.ts';
import type { PageNetwork } from './pageNetwork.ts';

type Run<Answer> = <Data, Variables extends object>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  show: (data: Data) => void,
) => Answer;

/** A client library with its cache on, signed in as bo, who organizes. */
export interface CachingClient {
  /** Shows what the cache answers, fetching what it does not have, now and after each change. */
  watch: Run<() => void>;
  subscribe: Run<() => void>;
  /** Fetches whatever the cache has. */
  refetch<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<unknown>;
  mutate<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<unknown>;
}

/** Calls of somebody else than the client. */
type Backstage = <Data, Variables extends object>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  as?: CallAs,
) => Promise<Data>;

const EVENT = { eventId: 'yoga' };
const BO = { userId: 'bo', eventId: 'yoga' };
const FROM = { filter: { from: '2031-01-01T00:00:00Z' } };
/** Their own places, however chosen; asked without saying who. */
const OWN = {
  own: {},
  ownSeats: { filter: { status: 'REGISTERED' } },
  ownPlaces: { filter: { status: 'WAITLISTED' } },
} as const;
const INPUT = { title: 'Yoga', date: '2031-05-01T18:00:00Z', capacity: 1, organizer: 'bo' };

/** What the page of bo shows: the event, their own registration, the list of events, and where they are registered. */
interface Shown {
  event?: unknown;
  registration?: unknown;
  events?: unknown;
  own?: unknown;
  ownSeats?: unknown;
  ownPlaces?: unknown;
}

const PARTS = ['event', 'registration', 'events', 'own', 'ownSeats', 'ownPlaces'] as const;

/**
 * Shows an event, a registration and a list from the cache, and after each mutation and each message compares all of it
 * with what the API answers.
 */
export async function showTheTruth(api: World, client: CachingClient, network: PageNetwork): Promise<void> {
  const backstage = async <Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    as: CallAs = admin,
  ): Promise<Data> => {
    const { data, errors } = await api.graphql(as, print(document), variables as Record<string, unknown>);
    expect(errors).toEqual([]);
    return data as Data;
  };
  for (const userId of ['ada', 'bo', 'cy']) {
    await backstage(CreateUserDocument, { input: { userId, name: userId } });
  }
  for (const eventId of ['yoga', 'rehearsal']) {
    await backstage(CreateEventDocument, { input: { ...INPUT, eventId } });
  }
  const register = (userId: string, eventId = 'yoga') => backstage(RegisterForEventDocument, { userId, eventId });
  const leave = (userId: string, eventId = 'yoga') => backstage(UnregisterFromEventDocument, { userId, eventId });
  await register('ada');

  const shown: Shown = {};
  const lostPositions: unknown[] = [];
  const show = (part: Partial<Shown>): void => {
    Object.assign(shown, bare(part));
    const { event, registration, own } = shown as Record<string, { viewerRegistration?: unknown } | null>;
    const listed = (own as readonly unknown[] | undefined) ?? [];
    lostPositions.push(...[event?.viewerRegistration, registration, ...listed].filter(isWithoutPosition));
  };
  const stops = [
    client.watch(GetEventAsViewerDocument, EVENT, ({ getEvent }) => show({ event: getEvent })),
    client.watch(GetRegistrationDocument, BO, ({ getRegistration }) => show({ registration: getRegistration })),
    client.watch(ListEventsAsViewerDocument, FROM, ({ listEvents }) => show({ events: listEvents?.items })),
    ...Object.entries(OWN).map(([part, variables]) =>
      client.watch(ListUserRegistrationsDocument, variables, ({ listUserRegistrations: list }) =>
        show({ [part]: list?.items }),
      ),
    ),
  ];
  const read = <Data, Variables extends object>(document: TypedDocumentNode<Data, Variables>, variables: Variables) =>
    backstage(document, variables, organizer('bo'));
  const isTrue = async (parts: readonly (keyof Shown)[] = PARTS): Promise<void> => {
    const own = async (variables: object) =>
      (await read(ListUserRegistrationsDocument, variables)).listUserRegistrations?.items;
    const truth: Shown = bare({
      event: (await read(GetEventAsViewerDocument, EVENT)).getEvent,
      registration: (await read(GetRegistrationDocument, BO)).getRegistration,
      events: (await read(ListEventsAsViewerDocument, FROM)).listEvents?.items,
      own: await own(OWN.own),
      ownSeats: await own(OWN.ownSeats),
      ownPlaces: await own(OWN.ownPlaces),
    });
    const chosen = (of: Shown) => Object.fromEntries(parts.map((part) => [part, of[part]]));
    await expect.poll(() => chosen(shown)).toEqual(chosen(truth));
  };
  const mutate: CachingClient['mutate'] = (mutation, variables) =>
    network.answerFirst(() => client.mutate(mutation, variables));
  /** After this, and without a fetch, the page shows what the API would answer. */
  const becomesTrue = async (act: () => Promise<unknown>, parts?: readonly (keyof Shown)[]): Promise<void> => {
    await network.quiet();
    const before = network.queries();
    await act();
    await network.quiet();
    await isTrue(parts);
    expect(network.queries()).toBe(before);
  };
  await isTrue();

  // By mutations alone: nobody listens yet.
  await becomesTrue(() => mutate(RegisterForEventWithCountersDocument, BO));
  expect(shown).toMatchObject({ registration: { position: 1 }, event: { waitlistCount: 1 } });
  expect(shown).toMatchObject({ own: [{ eventId: 'yoga', position: 1 }], ownSeats: [], ownPlaces: [{ position: 1 }] });
  await becomesTrue(() => mutate(UpdateEventDocument, { input: { ...EVENT, title: 'Yoga outside' } }));
  await becomesTrue(() => mutate(UnregisterFromEventWithCountersDocument, BO));
  expect(shown).toMatchObject({ registration: null, event: { viewerRegistration: null, waitlistCount: 0 } });

  // Now messages come. When they do is not said, so something else happens until each was heard.
  const heard = { event: 0, waitlist: 0, registration: 0 };
  stops.push(
    client.subscribe(OnEventChangedDocument, EVENT, () => void (heard.event += 1)),
    client.subscribe(OnWaitlistChangedDocument, EVENT, () => void (heard.waitlist += 1)),
    client.subscribe(OnRegistrationChangedDocument, { userId: 'bo' }, () => void (heard.registration += 1)),
  );
  await vi.waitUntil(
    async () => {
      await register('cy').then(() => leave('cy'));
      await register('bo', 'rehearsal').then(() => leave('bo', 'rehearsal'));
      await api.running.streamIdle();
      return heard.event > 0 && heard.waitlist > 0 && heard.registration > 0;
    },
    { timeout: 120_000, interval: 200 },
  );
  // Nobody listens to the rehearsal's counters.
  await network.quiet();
  await client.refetch(ListEventsAsViewerDocument, FROM);
  await isTrue();

  await becomesTrue(() => register('cy'));
  await mutate(RegisterForEventDocument, BO);
  await isTrue();
  expect(shown).toMatchObject({ registration: { position: 2 }, event: { viewerRegistration: { position: 2 } } });
  await becomesTrue(() => leave('cy'));
  expect(shown).toMatchObject({ registration: { position: 1 } });
  await client.refetch(ListEventsAsViewerDocument, FROM);
  await isTrue();
  await becomesTrue(() => backstage(UpdateEventDocument, { input: { ...EVENT, title: 'Yoga inside' } }));
  // The message does not have the new description, but says that there is one.
  await backstage(UpdateEventDocument, { input: { ...EVENT, description: 'Bring a mat.' } });
  await isTrue();
  await becomesTrue(() => mutate(UpdateEventDocument, { input: { ...EVENT, description: 'Bring two mats.' } }));
  expect(shown).toMatchObject({ event: { description: 'Bring two mats.' } });
  // What a message tells of before the answer that it is about, is fetched.
  await network.messagesFirst(() =>
    client.mutate(UpdateEventDocument, { input: { ...EVENT, description: 'Bring three mats.' } }),
  );
  await isTrue();
  expect(shown).toMatchObject({ event: { description: 'Bring three mats.' } });
  await becomesTrue(() => leave('ada'));
  expect(shown).toMatchObject({ registration: { registrationStatus: 'REGISTERED', position: null } });
  expect(shown).toMatchObject({ ownSeats: [{ eventId: 'yoga' }], ownPlaces: [] });
  await becomesTrue(() => leave('bo'));
  expect(shown).toMatchObject({ registration: null, event: { viewerRegistration: null, currentRegistrations: 0 } });
  // Who registers elsewhere has to be fetched: the message does not have all of it.
  await register('bo');
  await isTrue();
  // At the door: what is shown of somebody needs no fetch, a list of those who have come does.
  const at = '2026-05-01T18:00:00.000Z';
  await becomesTrue(() => mutate(CheckInDocument, { ...BO, at }));
  expect(shown).toMatchObject({
    registration: { checkedInAt: at },
    event: { viewerRegistration: { checkedInAt: at } },
  });
  let come: string[] | undefined;
  const whoHasCome = { ...EVENT, filter: { checkedIn: true } };
  const stop = client.watch(ListEventRegistrationsDocument, whoHasCome, ({ listEventRegistrations: page }) => {
    come = page?.items.map(({ userId }) => userId);
  });
  await expect.poll(() => come).toEqual(['bo']);
  await mutate(UndoCheckInDocument, BO);
  await expect.poll(() => come).toEqual([]);
  stop();
  await isTrue();
  await becomesTrue(() => mutate(UnregisterFromEventDocument, BO));
  await becomesTrue(() => mutate(DeleteEventDocument, EVENT), ['event', 'registration', 'own']);
  expect(shown).toMatchObject({ event: null, events: [{ eventId: 'rehearsal' }] });
  // Where a new event stands in a list is the server's to say.
  await mutate(CreateEventDocument, { input: { ...INPUT, eventId: 'another' } });
  await isTrue();
  stops.push(await openDraft(client, backstage, network));

  stops.forEach((end) => end());
  expect(lostPositions).toEqual([]);
}

/** Shows a DRAFT that somebody else opens: it is public then. Answers what ends it. */
async function openDraft(client: CachingClient, backstage: Backstage, network: PageNetwork): Promise<() => void> {
  const draft = { eventId: 'draft' };
  // Not by the page, which would fetch its lists again, whenever that is.
  await backstage(CreateEventDocument, { input: { ...INPUT, ...draft, status: 'DRAFT' } }, organizer('bo'));
  let shown: unknown;
  let heard = 0;
  const stops = [
    client.watch(GetEventAsViewerDocument, draft, ({ getEvent }) => void (shown = getEvent)),
    client.subscribe(OnEventChangedDocument, draft, () => void (heard += 1)),
  ];
  await expect.poll(() => shown).toMatchObject({ status: 'DRAFT', isPublic: false });
  await network.quiet();
  const before = network.queries();
  await backstage(UpdateEventDocument, { input: { ...draft, status: 'OPEN' } });
  await vi.waitUntil(
    async () => {
      await backstage(UpdateEventDocument, { input: { ...draft, title: 'Opened' } });
      return heard > 0;
    },
    { timeout: 120_000, interval: 200 },
  );
  await network.quiet();
  expect(shown).toMatchObject({ status: 'OPEN', isPublic: true });
  expect(network.queries()).toBe(before);
  return () => stops.forEach((stop) => stop());
}

function isWithoutPosition(place: unknown): boolean {
  const { registrationStatus, position } = Object(place) as { registrationStatus?: string; position?: number | null };
  return registrationStatus === 'WAITLISTED' && typeof position !== 'number';
}

/** Without what clients add, and what is another moment's in each answer. */
function bare<Value>(value: Value): Value {
  const without = ['__typename', 'serverTime'];
  return JSON.parse(JSON.stringify(value, (key, one: unknown) => (without.includes(key) ? undefined : one))) as Value;
}
