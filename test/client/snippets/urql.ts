import { Client, fetchExchange, mapExchange, subscriptionExchange, type Operation } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { appSyncTransport } from 'event-registration-client/appsync';
import { graphcache } from 'event-registration-client/graphcache';

/** urql with Graphcache. One client, with one cache, for each person (`userId`). */
export function createUrqlClient(api: { endpoint: string; getToken: () => Promise<string>; userId?: string }): Client {
  const transport = appSyncTransport(api);
  /** Queries that were asked; urql asks only those again that are still shown. */
  const asked = new Map<number, Operation>();
  const fetchAgain = (): void =>
    asked.forEach((query) => {
      const context = { ...query.context, requestPolicy: 'network-only' } as const;
      client.reexecuteOperation(client.createRequestOperation('query', query, context));
    });
  const client: Client = new Client({
    url: api.endpoint,
    preferGetMethod: false,
    fetch: transport.fetch,
    exchanges: [
      mapExchange({
        onOperation: (operation) => void (operation.kind === 'query' && asked.set(operation.key, operation)),
      }),
      cacheExchange(graphcache(() => api.userId)),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: transport.subscribe(
              query,
              { ...variables },
              {
                next: (data: object) => sink.next({ data }),
                error: (reason) => sink.error(reason),
                reconnected: fetchAgain,
              },
            ),
          }),
        }),
      }),
    ],
  });
  return client;
}
