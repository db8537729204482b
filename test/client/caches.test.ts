import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startWorld, type World } from '../support/world.ts';
import { showTheTruth, type CachingClient } from './cachedPage.ts';
import { stubNetwork, type PageNetwork } from './pageNetwork.ts';
import { createApolloClient } from './snippets/apollo.ts';
import { createUrqlClient } from './snippets/urql.ts';

let api: World;
let network: PageNetwork;
beforeEach(async () => {
  api = await startWorld();
  const { streamIdle, issueToken } = api.running;
  network = stubNetwork(streamIdle, () => issueToken('bo', { groups: ['organizers'] }));
});
afterEach(async () => {
  await api?.close();
  vi.unstubAllGlobals();
});

function access() {
  const { url: endpoint, region } = api.running;
  return { endpoint, region, getToken: network.getToken, userId: 'bo' };
}

describe('with the cache on, a page shows the truth after each mutation and each message', () => {
  it('in Apollo Client', async () => {
    const client = createApolloClient(access());
    onTestFinished(() => client.stop());
    const page: CachingClient = {
      watch(query, variables, show) {
        const watched = client
          .watchQuery({ query, variables } as never)
          .subscribe(({ data, dataState }) => dataState === 'complete' && show(data as never));
        return () => watched.unsubscribe();
      },
      subscribe(query, variables, show) {
        const messages = client.subscribe({ query, variables } as never);
        const heard = messages.subscribe(({ data }) => data && show(data as never));
        return () => heard.unsubscribe();
      },
      refetch: (query, variables) => client.query({ query, variables, fetchPolicy: 'network-only' } as never),
      mutate: (mutation, variables) => client.mutate({ mutation, variables } as never),
    };
    await showTheTruth(api, page, network);
  });

  it('in urql with Graphcache, over appSyncTransport', async () => {
    const client = createUrqlClient(access());
    const page: CachingClient = {
      watch(query, variables, show) {
        const watched = client.query(query, variables).subscribe(({ data }) => data && show(data));
        return () => watched.unsubscribe();
      },
      subscribe(query, variables, show) {
        const heard = client.subscription(query, variables).subscribe(({ data }) => data && show(data));
        return () => heard.unsubscribe();
      },
      refetch: (query, variables) => client.query(query, variables, { requestPolicy: 'network-only' }).toPromise(),
      async mutate(mutation, variables) {
        const { error } = await client.mutation(mutation, variables).toPromise();
        expect(error).toBeUndefined();
      },
    };
    await showTheTruth(api, page, network);
  });
});
