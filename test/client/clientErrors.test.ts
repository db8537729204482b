import { ApolloClient, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client';
import { QueryClient, QueryObserver } from '@tanstack/query-core';
import * as apollo3 from 'apollo-client-3/core';
import { print } from 'graphql';
import { GraphQLClient } from 'graphql-request';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appSyncTransport } from '../../client/appsync.ts';
import { readError } from '../../client/error.ts';
import { GetEventDocument } from '../../client/operations.generated.ts';
import { configureAmplify, send as sendByAmplify } from './snippets/amplify.ts';
import { send } from './snippets/fetch.ts';
import { createUrqlClient } from './snippets/urql.ts';

const ERROR = {
  errorType: 'EventNotFound',
  message: 'There is no event yoga.',
  errorInfo: { retryable: false, eventId: 'yoga' },
  path: ['getEvent'],
};
/** As AppSync sends it. */
const ANSWER = { data: { getEvent: null }, errors: [{ ...ERROR, data: null, locations: null }] };

const API = { endpoint: 'https://api.example/graphql', region: 'us-east-1', getToken: async () => 'token' };
const WHICH = { eventId: 'yoga' };
const uri = API.endpoint;
const transport = appSyncTransport(API);
const apollo4 = () => new ApolloClient({ link: new HttpLink({ uri }), cache: new InMemoryCache() });
const apolloOf3 = () =>
  new apollo3.ApolloClient({ link: new apollo3.HttpLink({ uri }), cache: new apollo3.InMemoryCache() });
const graphqlRequest = () => new GraphQLClient(uri, { fetch: transport.fetch });
const QUERY = { query: GetEventDocument as TypedDocumentNode<unknown>, variables: WHICH };

/** What each client throws, or answers where it throws nothing. */
const CLIENTS: Record<string, () => Promise<unknown>> = {
  'fetch, the body': async () => (await fetch(uri)).json(),
  'fetch, by the recipe': () => send(API, GetEventDocument, WHICH),
  appSyncTransport: () => transport.request(GetEventDocument, WHICH),
  'Apollo Client 4': () => apollo4().query(QUERY),
  'Apollo Client 4, errorPolicy all': () => apollo4().query({ ...QUERY, errorPolicy: 'all' }),
  'Apollo Client 3': () => apolloOf3().query(QUERY),
  'Apollo Client 3, errorPolicy all': () => apolloOf3().query({ ...QUERY, errorPolicy: 'all' }),
  'urql 6, the result': () => createUrqlClient(API).query(GetEventDocument, WHICH).toPromise(),
  'urql 6, its error': async () => (await createUrqlClient(API).query(GetEventDocument, WHICH).toPromise()).error,
  'graphql-request 7': () => graphqlRequest().request(print(GetEventDocument), WHICH),
  'graphql-request 7, errorPolicy all': () =>
    new GraphQLClient(uri, { errorPolicy: 'all' }).rawRequest(print(GetEventDocument), WHICH),
  'Amplify 6': () => {
    configureAmplify(API);
    return sendByAmplify(GetEventDocument, WHICH);
  },
  'TanStack Query 5 over appSyncTransport': () =>
    new QueryClient().fetchQuery({ queryKey: ['e'], queryFn: () => transport.request(GetEventDocument, WHICH) }),
  'TanStack Query 5 over graphql-request, the answer of the hook': () =>
    new Promise((resolve) => {
      const observer = new QueryObserver(new QueryClient(), {
        queryKey: ['e'],
        queryFn: () => graphqlRequest().request(print(GetEventDocument), WHICH),
        retry: false,
      });
      observer.subscribe((answer) => answer.isError && resolve(answer));
    }),
};

describe('readError', () => {
  beforeEach(() => {
    const headers = { 'content-type': 'application/json' };
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify(ANSWER), { headers }));
  });
  afterEach(() => vi.unstubAllGlobals());

  it.each(Object.keys(CLIENTS))('finds the error of the API in what a client throws or answers: %s', async (name) => {
    const said = await CLIENTS[name]?.().catch((thrown: unknown) => thrown);
    expect(readError(said)).toEqual(ERROR);
  });
});
