import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { appSyncTransport } from '../../client/appsync.ts';
import { readError } from '../../client/error.ts';
import type { Following, Patience, View } from '../../client/follow.ts';
import type { EventAndPlace } from '../../client/eventAndPlace.ts';
import { followEvent, type Transport } from '../../client/followEvent.ts';
import {
  CreateEventDocument,
  CreateUserDocument,
  RegisterForEventDocument,
  UnregisterFromEventDocument,
} from '../../client/operations.generated.ts';
import { layWire } from '../support/wire.ts';
import { createApolloClient } from './snippets/apollo.ts';
import { send } from './snippets/fetch.ts';
import { startClientApi, type ClientApi } from './startClientApi.ts';
import { apolloTransport } from './transports/apollo.ts';

type Line = { endpoint: string; getToken: () => Promise<string> };

let api: ClientApi;
let backstage: { endpoint: string; getToken: () => Promise<string> };
beforeAll(async () => {
  // Node 20 has no WebSocket of its own.
  vi.stubGlobal('WebSocket', WebSocket);
  api = await startClientApi();
  backstage = { endpoint: api.endpoint, getToken: async () => api.tokens.root };
  for (const userId of ['ada', 'bo', 'cy']) {
    await send(backstage, CreateUserDocument, { input: { userId, name: userId } });
  }
  await createQueue('yoga');
});
afterAll(async () => {
  await api?.close();
  vi.unstubAllGlobals();
});

/** An event in which ada has the only seat, and cy and bo wait. */
async function createQueue(eventId: string): Promise<void> {
  const input = { eventId, title: eventId, date: '2031-05-01T18:00:00Z', capacity: 1 };
  await send(backstage, CreateEventDocument, { input });
  for (const userId of ['ada', 'cy', 'bo']) {
    await send(backstage, RegisterForEventDocument, { userId, eventId });
  }
}

/** Bo follows, by a line of his own. */
async function follower(
  userId = 'bo',
  makeTransport: (api: Line) => Transport = appSyncTransport,
  { eventId = 'yoga', ...patience }: { eventId?: string } & Partial<Patience> = {},
) {
  const wire = await layWire(Number(new URL(api.endpoint).port));
  onTestFinished(() => wire.close());
  const endpoint = `http://localhost:${wire.port}/graphql`;
  let view: View<EventAndPlace> | undefined;
  const transport = makeTransport({ endpoint, getToken: async () => api.tokens.bo });
  const following: Following<EventAndPlace> = followEvent(
    transport,
    { eventId, userId, patience },
    (next) => (view = next),
  );
  onTestFinished(() => following.stop());
  return {
    wire,
    following,
    shown: (isSo: (view: View<EventAndPlace>) => boolean) =>
      vi.waitFor(
        () => {
          expect(view !== undefined && isSo(view), JSON.stringify(view)).toBe(true);
          return view!;
        },
        { interval: 20, timeout: 300_000 },
      ),
  };
}

/** Breaks the line; what is tried then meets a line on which nothing comes, and stays so when it works again. */
async function breakAndHang({ wire, shown }: Awaited<ReturnType<typeof follower>>): Promise<void> {
  wire.cut();
  await shown(({ isLive }) => !isLive);
  wire.freeze();
  wire.mend();
  // The request, and the connection of the three subscriptions.
  await vi.waitFor(() => expect(wire.frozen).toBeGreaterThan(1), { interval: 20, timeout: 300_000 });
  wire.thaw();
}

describe('followEvent over a line on which a request and the subscriptions are never answered', () => {
  it('gives them up in time, and is live again by itself', async () => {
    const bo = await follower('bo', appSyncTransport, { answerMs: 3000, listeningMs: 3000 });
    await bo.shown(({ isLive }) => isLive);
    await breakAndHang(bo);
    await bo.shown(({ isLive }) => isLive);
  });

  it('is live again at once when told to hurry', async () => {
    const never = 2_000_000_000;
    const bo = await follower('bo', appSyncTransport, { answerMs: never, listeningMs: never });
    await bo.shown(({ isLive }) => isLive);
    await breakAndHang(bo);
    bo.following.hurry();
    await bo.shown(({ isLive }) => isLive);
  });

  it('fetches when told to, also by a library that takes equal requests for one', async () => {
    const never = 2_000_000_000;
    const bo = await follower('bo', transportWithApolloRequests, { answerMs: never, listeningMs: never });
    await bo.shown(({ isLive }) => isLive);
    await breakAndHang(bo);
    bo.following.hurry();
    await bo.shown(({ isLive }) => isLive);
  });
});

/** Apollo's link does not give up a WebSocket that does not open; its requests are what is looked at. */
function transportWithApolloRequests(line: Line): Transport {
  const client = createApolloClient({ ...line, region: api.region });
  onTestFinished(() => client.stop());
  return { ...appSyncTransport(line), request: apolloTransport(client).request };
}

describe('followEvent', () => {
  it.each([
    ['appSyncTransport', appSyncTransport],
    [
      'Apollo Client',
      (line: Line) => {
        const client = createApolloClient({ ...line, region: api.region });
        onTestFinished(() => client.stop());
        return apolloTransport(client);
      },
    ],
  ])('shows by %s why it was refused for good, and tries it no more', async (_, makeTransport) => {
    let attempts = 0;
    const bo = await follower('ada', (line) => {
      const transport = makeTransport(line);
      return {
        ...transport,
        listen: (...args: Parameters<typeof transport.listen>) => ((attempts += 1), transport.listen(...args)),
      } as Transport;
    });
    const { error, isLive } = await bo.shown((view) => view.error !== null && view.state !== undefined);
    expect(readError(error)?.errorType).toBe('Unauthorized');
    expect(isLive).toBe(false);
    bo.following.hurry();
    expect(attempts).toBe(3);
  });

  it.each(['onWaitlistChanged', 'onEventChanged'])('shows the truth although nothing comes of %s', async (lost) => {
    const eventId = `without ${lost}`.replaceAll(' ', '-');
    await createQueue(eventId);
    const deaf = (line: Line): Transport => {
      const { request, listen } = appSyncTransport(line);
      return {
        request,
        listen: (document, variables, listener) =>
          listen(document, variables, {
            ...listener,
            next: (data) => (lost in Object(data) ? undefined : listener.next(data)),
          }),
      };
    };
    const bo = await follower('bo', deaf, { eventId });
    await bo.shown(({ isLive, state }) => isLive && state?.place?.position === 2 && state.event?.waitlistCount === 2);
    await send(backstage, UnregisterFromEventDocument, { userId: 'cy', eventId });
    await bo.shown(({ isLive, state }) => isLive && state?.place?.position === 1 && state.event?.waitlistCount === 1);
  });
});
