import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { Amplify } from 'aws-amplify';
import { generateClient, type GraphQLResult } from 'aws-amplify/api';
import { print } from 'graphql';

/**
 * Tokens come from `getToken`; with Amplify's own sign-in, configure Auth.Cognito and leave the second argument out.
 */
export function configureAmplify({
  endpoint,
  region,
  getToken,
}: {
  endpoint: string;
  region: string;
  getToken: () => Promise<string>;
}) {
  const getTokens = async () => {
    const token = await getToken();
    return { accessToken: { payload: {}, toString: () => token } };
  };
  Amplify.configure(
    { API: { GraphQL: { endpoint, region, defaultAuthMode: 'userPool' } } },
    { Auth: { tokenProvider: { getTokens } } },
  );
}

/**
 * Sends a query or mutation; throws `{ data, errors }`. Documents go as text, because Amplify has a graphql package of
 * its own.
 */
export async function send<Data, Variables extends object>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const answer: unknown = await generateClient().graphql<unknown>({ query: print(document), variables });
  return (answer as GraphQLResult<Data>).data;
}

/** Calls `next` with every message until the returned function is called. */
export function listen<Data, Variables extends object>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  next: (data: Data) => void,
) {
  type Messages = {
    subscribe(sink: { next(message: { data: Data }): void; error(error: unknown): void }): { unsubscribe(): void };
  };
  const messages = generateClient().graphql<unknown>({ query: print(document), variables }) as unknown as Messages;
  const subscription = messages.subscribe({ next: ({ data }) => next(data), error: console.error });
  return () => subscription.unsubscribe();
}
