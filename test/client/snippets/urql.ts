import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { graphcache } from 'event-registration-client/graphcache';
import { appSyncSubscriptions } from './appSyncSubscriptions.ts';

/** urql with Graphcache. One client, with one cache, for each person (`userId`). */
export function createUrqlClient(api: {
  endpoint: string;
  /** `custom.realtime_url` of amplify_outputs.json. */
  realtimeUrl: string;
  getToken: () => Promise<string>;
  userId?: string;
}): Client {
  return new Client({
    url: api.endpoint,
    preferGetMethod: false,
    fetch: async (url, init) => {
      const headers = { ...(init?.headers as object), authorization: await api.getToken() };
      return fetch(url, { ...init, headers });
    },
    exchanges: [
      cacheExchange(graphcache(() => api.userId)),
      fetchExchange,
      subscriptionExchange({ forwardSubscription: appSyncSubscriptions(api) }),
    ],
  });
}
