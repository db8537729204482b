import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { AUTH_TYPE, createAuthLink } from 'aws-appsync-auth-link';
import { createSubscriptionHandshakeLink } from 'aws-appsync-subscription-link';
import { typePolicies } from 'event-registration-client/apollo';

// In browsers, version 4 of the subscription link misses Node's `Buffer`, for the base64 of one header: without it, a
// subscription fails with "An error of unexpected shape occurred".
if (!('Buffer' in globalThis)) {
  const from = (text: string) => ({ toString: () => btoa(String.fromCharCode(...new TextEncoder().encode(text))) });
  Object.assign(globalThis, { Buffer: { from } });
}

/**
 * Queries and mutations go over HTTP, subscriptions over AppSync's WebSocket; documents of
 * client/operations.generated.ts bring their types. One client, with one cache, for each person (`userId`).
 */
export function createApolloClient(api: {
  endpoint: string;
  region: string;
  getToken: () => Promise<string>;
  userId?: string;
}): ApolloClient {
  const { endpoint: url, region, getToken: jwtToken } = api;
  const auth = { type: AUTH_TYPE.AMAZON_COGNITO_USER_POOLS, jwtToken } as const;
  return new ApolloClient({
    link: ApolloLink.from([
      createAuthLink({ url, region, auth }),
      createSubscriptionHandshakeLink({ url, region, auth }, new HttpLink({ uri: url })),
    ]),
    cache: new InMemoryCache({ typePolicies: typePolicies(() => api.userId) }),
  });
}
