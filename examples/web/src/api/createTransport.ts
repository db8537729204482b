import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client/core';
import type { Transport } from 'event-registration-client';
import { typePolicies } from 'event-registration-client/apollo';
import { appSyncTransport } from 'event-registration-client/appsync';
import type { Outputs } from './outputs.ts';

/**
 * The API by Apollo Client, as somebody with a token, or with the API key; subscriptions by the client package's own
 * transport, which ends each at the server too, however soon its page is left. `follow` has what is shown; Apollo's
 * cache, one for each person, hears every answer and message too, so that whatever is drawn with Apollo's own hooks is
 * as true.
 */
export function createTransport({ data }: Outputs, getToken?: () => Promise<string>, userId?: string): Transport {
  const endpoint = new URL(data.url, location.href).href;
  const api = appSyncTransport(
    getToken === undefined ? { endpoint, apiKey: data.api_key ?? '' } : { endpoint, getToken },
  );
  const client = new ApolloClient({
    link: new HttpLink({ uri: endpoint, fetch: api.fetch }),
    cache: new InMemoryCache({ typePolicies: typePolicies(() => userId) }),
  });
  return {
    async request(document, variables) {
      const isMutation = document.definitions.some(
        (part) => part.kind === 'OperationDefinition' && part.operation === 'mutation',
      );
      if (isMutation) {
        return (await client.mutate({ mutation: document, variables } as never)).data as never;
      }
      // What is answered is the server's word, one page of a list for instance; the cache hears it as well.
      // A request that is made anew must not wait for the answer to the one before it.
      const context = { queryDeduplication: false };
      const { data: answer } = await client.query({
        query: document,
        variables,
        context,
        fetchPolicy: 'no-cache',
      } as never);
      client.writeQuery({ query: document, variables, data: answer } as never);
      return answer as never;
    },
    listen: (document, variables, listener) =>
      api.listen(document, variables, {
        ...listener,
        next(message) {
          client.cache.writeQuery({ id: 'ROOT_SUBSCRIPTION', query: document, variables, data: message } as never);
          listener.next(message);
        },
      }),
  };
}
