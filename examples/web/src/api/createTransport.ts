import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client/core';
import { AUTH_TYPE, createAuthLink, type AuthOptions } from 'aws-appsync-auth-link';
import { CONTROL_EVENTS_KEY, createSubscriptionHandshakeLink } from 'aws-appsync-subscription-link';
import type { Transport } from 'event-registration-client';
import { typePolicies } from 'event-registration-client/apollo';
import './bufferForAppSync.ts';
import type { Outputs } from './outputs.ts';

/**
 * The API by Apollo Client, as somebody with a token, or with the API key. Apollo, because its AppSync link speaks
 * `ws://` to the local API, where Amplify insists on TLS. `follow` has what is shown; Apollo's cache, one for each
 * person, hears every answer and message too, so that whatever is drawn with Apollo's own hooks is as true.
 */
export function createTransport({ data }: Outputs, getToken?: () => Promise<string>, userId?: string): Transport {
  const auth: AuthOptions =
    getToken === undefined
      ? { type: AUTH_TYPE.API_KEY, apiKey: data.api_key ?? '' }
      : { type: AUTH_TYPE.AMAZON_COGNITO_USER_POOLS, jwtToken: getToken };
  const api = { url: new URL(data.url, location.href).href, region: data.aws_region, auth };
  const client = new ApolloClient({
    link: ApolloLink.from([createAuthLink(api), createSubscriptionHandshakeLink(api, new HttpLink({ uri: api.url }))]),
    cache: new InMemoryCache({ typePolicies: typePolicies(() => userId) }),
  });
  return {
    async request(document, variables) {
      // Where there is no token to be had, the link would never answer.
      await getToken?.();
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
    listen(document, variables, listener) {
      // By the link itself: `client.subscribe` drops the extensions, in which the link says that the server listens.
      const context = { controlMessages: { [CONTROL_EVENTS_KEY]: true } };
      const subscription = ApolloLink.execute(
        client.link,
        { query: document, variables, context },
        { client },
      ).subscribe({
        next({ data: message, errors, extensions }) {
          if (extensions?.controlMsgType === 'CONNECTED') {
            listener.listening();
          } else if (errors !== undefined) {
            listener.lost({ errors });
          } else {
            client.cache.writeQuery({ id: 'ROOT_SUBSCRIPTION', query: document, variables, data: message } as never);
            listener.next(message as never);
          }
        },
        error: (reason) => listener.lost(reason),
        complete: () => listener.lost('The server ended the subscription.'),
      });
      return () => subscription.unsubscribe();
    },
  };
}
