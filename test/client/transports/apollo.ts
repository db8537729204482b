import { ApolloLink, type ApolloClient } from '@apollo/client';
import { CONTROL_EVENTS_KEY } from 'aws-appsync-subscription-link';
import type { Transport } from 'event-registration-client';

/** Apollo Client 4 with the AppSync links, which say when the server listens and when the connection is lost. */
export function apolloTransport(client: ApolloClient): Transport {
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
      const { data } = await client.query({ query: document, variables, context, fetchPolicy: 'no-cache' } as never);
      client.writeQuery({ query: document, variables, data } as never);
      return data as never;
    },
    listen(document, variables, listener) {
      const context = { controlMessages: { [CONTROL_EVENTS_KEY]: true } };
      const subscription = ApolloLink.execute(
        client.link,
        { query: document, variables, context },
        { client },
      ).subscribe({
        next({ data, errors, extensions }) {
          if (extensions?.controlMsgType === 'CONNECTED') {
            listener.listening();
          } else if (errors) {
            listener.lost({ errors });
          } else {
            client.cache.writeQuery({ id: 'ROOT_SUBSCRIPTION', query: document, variables, data } as never);
            listener.next(data as never);
          }
        },
        error: listener.lost,
        complete: () => listener.lost('The server ended the subscription.'),
      });
      return () => subscription.unsubscribe();
    },
  };
}
