import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { appSyncTransport } from 'event-registration-client/appsync';
import { graphcache } from 'event-registration-client/graphcache';

/** urql with Graphcache. One client, with one cache, for each person (`userId`). */
export function createUrqlClient(api: { endpoint: string; getToken: () => Promise<string>; userId?: string }): Client {
  const transport = appSyncTransport(api);
  return new Client({
    url: api.endpoint,
    preferGetMethod: false,
    fetch: transport.fetch,
    exchanges: [
      cacheExchange(graphcache(() => api.userId)),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: transport.listen(
              query,
              { ...variables },
              {
                listening: () => undefined,
                next: (data: object) => sink.next({ data }),
                lost: (reason) => sink.error(reason),
              },
            ),
          }),
        }),
      }),
    ],
  });
}
