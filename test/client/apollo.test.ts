import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { layWire } from '../support/wire.ts';
import { FOLLOWED_OVER_CUT, followOverCut } from './following.ts';
import { createApolloClient } from './snippets/apollo.ts';
import { startClientApi, type ClientApi } from './startClientApi.ts';
import { EXPECTED, playStory } from './story.ts';
import { apolloTransport } from './transports/apollo.ts';

let api: ClientApi;
beforeAll(async () => {
  // Node 20 has no WebSocket of its own.
  vi.stubGlobal('WebSocket', WebSocket);
  api = await startClientApi();
});
afterAll(async () => {
  await api?.close();
  vi.unstubAllGlobals();
});

describe('Apollo Client with the AppSync links', () => {
  it('queries, mutates, hears of its promotion, and follows an event over a lost connection', async () => {
    const wire = await layWire(Number(new URL(api.endpoint).port));
    onTestFinished(() => wire.close());
    const client = createApolloClient({
      ...api,
      endpoint: `http://localhost:${wire.port}/graphql`,
      getToken: async () => api.tokens.bo,
    });
    const seen = await playStory(api, {
      query: async (query, variables) => (await client.query({ query, variables } as never)).data as never,
      mutate: async (mutation, variables) => (await client.mutate({ mutation, variables } as never)).data as never,
      subscribe(query, variables, next) {
        const subscription = client
          .subscribe({ query, variables } as never)
          .subscribe({ next: ({ data }) => data && next(data as never) });
        return () => subscription.unsubscribe();
      },
    });
    const followed = await followOverCut(api, apolloTransport(client), wire);
    client.stop();
    expect(seen).toEqual({ ...EXPECTED, wasPromoted: true });
    expect(followed).toEqual(FOLLOWED_OVER_CUT);
  });
});
