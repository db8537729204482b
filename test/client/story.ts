import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import {
  CreateEventDocument,
  CreateUserDocument,
  GetEventDocument,
  OnRegistrationChangedDocument,
  RegisterForEventDocument,
  UnregisterFromEventDocument,
} from '../../client/operations.generated.ts';
import { send } from './snippets/fetch.ts';

/** A client library, signed in as bo. */
export interface ClientUnderTest {
  query<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
  mutate<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
  /** Absent for a client that has no subscriptions. */
  subscribe?<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    next: (data: Data) => void,
  ): () => void;
}

/** Where the API is, and whom it knows. */
export interface Api {
  endpoint: string;
  region: string;
  /** Tokens by username: bo, and root who is an admin. */
  tokens: { bo: string; root: string };
}

type Change = { eventId: string; registrationStatus?: string | null; promotedAt?: string | null };

/**
 * Ada has the only seat; bo joins the waitlist with the client under test, is refused a second registration, and
 * listens while ada leaves. Answers what bo saw, as JSON.
 */
export async function playStory(api: Api, client: ClientUnderTest): Promise<Record<string, unknown>> {
  const backstage = { endpoint: api.endpoint, getToken: async () => api.tokens.root };
  const date = '2031-05-01T18:00:00Z';
  for (const userId of ['ada', 'bo']) {
    await send(backstage, CreateUserDocument, { input: { userId, name: userId } });
  }
  for (const eventId of ['yoga', 'rehearsal']) {
    await send(backstage, CreateEventDocument, { input: { eventId, title: eventId, date, capacity: 1 } });
  }
  await send(backstage, RegisterForEventDocument, { userId: 'ada', eventId: 'yoga' });

  const { registerForEvent } = await client.mutate(RegisterForEventDocument, { userId: 'bo', eventId: 'yoga' });
  const { getEvent } = await client.query(GetEventDocument, { eventId: 'yoga' });
  const refusal = await client.mutate(RegisterForEventDocument, { userId: 'bo', eventId: 'yoga' }).catch(errorTypesOf);
  const told = {
    registration: { status: registerForEvent?.registrationStatus, position: registerForEvent?.position },
    event: { seatsTaken: getEvent?.currentRegistrations, waiting: getEvent?.waitlistCount },
    refusal,
  };
  if (client.subscribe === undefined) {
    return told;
  }

  const changes: Change[] = [];
  const stop = client.subscribe(
    OnRegistrationChangedDocument,
    { userId: 'bo' },
    ({ onRegistrationChanged: change }) => {
      if (change) {
        changes.push(change);
      }
    },
  );
  // Clients do not say when a subscription is in place, so something else happens until it is heard.
  while (changes.length === 0) {
    await send(backstage, RegisterForEventDocument, { userId: 'bo', eventId: 'rehearsal' });
    await sleep(300);
    await send(backstage, UnregisterFromEventDocument, { userId: 'bo', eventId: 'rehearsal' });
  }
  await send(backstage, UnregisterFromEventDocument, { userId: 'ada', eventId: 'yoga' });
  const promotion = () =>
    changes.find(({ eventId, registrationStatus }) => eventId === 'yoga' && registrationStatus === 'REGISTERED');
  while (promotion() === undefined) {
    await sleep(20);
  }
  stop();
  return { ...told, wasPromoted: typeof promotion()?.promotedAt === 'string' };
}

/** What every client has to see. */
export const EXPECTED = {
  registration: { status: 'WAITLISTED', position: 1 },
  event: { seatsTaken: 1, waiting: 1 },
  refusal: ['AlreadyRegistered'],
};

/** The stable names in what a client throws; each of them throws something with `errors`. */
function errorTypesOf(error: unknown): unknown[] {
  const { errors } = error as { errors?: { errorType?: string }[] };
  if (!Array.isArray(errors)) {
    throw error;
  }
  return errors.map(({ errorType }) => errorType);
}
