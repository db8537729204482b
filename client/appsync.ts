/** AppSync without a client library: `fetch`, and the WebSocket that browsers and Node from 22 have. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { openConnection, refusal, type Connection } from './appsyncConnection.ts';
import type { Listener } from './follow.ts';
import type { Transport } from './followEvent.ts';
import { keepSubscribed, type Subscriber } from './keepSubscribed.ts';
import { printDocument } from './printDocument.ts';

export type { Subscriber } from './keepSubscribed.ts';

/** Where the API is, and who calls. */
export type AppSyncApi = {
  /** `http://` or `https://`; subscriptions go by `ws://` or `wss://` accordingly. */
  endpoint: string;
  /** Where subscriptions go; by AppSync's rule, from `endpoint`, if left out. */
  realtimeUrl?: string;
} & (
  | {
      /** The token of who is signed in, asked for with every call and every subscription. */
      getToken: () => string | Promise<string>;
      apiKey?: undefined;
    }
  | { /** For who is not signed in. */ apiKey: string; getToken?: undefined }
);

/** A `Transport` that also takes operations as text. */
export interface AppSyncTransport extends Transport {
  /**
   * Sends a query or mutation. Throws an error with `errors`, which `readError` reads, and the `statusCode` of the
   * answer; what `fetch` throws where there is none.
   */
  request<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables> | string,
    variables: Variables,
  ): Promise<Data>;
  /**
   * Subscribes, and answers what ends it. A subscription that is lost comes back by itself, over a new connection and
   * with a new token; its subscriber is told of the gap. All share one connection, which ends with the last of them.
   */
  subscribe<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables> | string,
    variables: Variables,
    subscriber: Subscriber<Data>,
  ): () => void;
  /** The same for `follow`, which comes back in its own way: one attempt, that ends with `lost`. */
  listen<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables> | string,
    variables: Variables,
    listener: Listener<Data>,
  ): () => void;
  /** `fetch` that says who calls, for a client library's requests. */
  fetch: typeof globalThis.fetch;
}

/** Queries, mutations and subscriptions. */
export function appSyncTransport({ endpoint, realtimeUrl, getToken, apiKey }: AppSyncApi): AppSyncTransport {
  let connection: Connection | undefined;
  const authorize = async (): Promise<Record<string, string>> =>
    getToken === undefined ? { 'x-api-key': apiKey } : { Authorization: await getToken() };
  const authorizedFetch: typeof globalThis.fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    Object.entries(await authorize()).forEach(([name, value]) => headers.set(name, value));
    return fetch(input, { ...init, headers });
  };
  const open = (): Connection => {
    const opened = openConnection({
      realtimeUrl: realtimeUrl ?? realtimeUrlOf(endpoint),
      authorize: async () => ({ host: new URL(endpoint).host, ...(await authorize()) }),
      ended: () => void (connection = connection === opened ? undefined : connection),
    });
    return opened;
  };
  const listen: AppSyncTransport['listen'] = (document, variables, listener) => {
    connection ??= open();
    return connection.subscribe(JSON.stringify({ query: printDocument(document), variables }), listener);
  };
  return {
    fetch: authorizedFetch,
    async request(document, variables) {
      const answer = await authorizedFetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: printDocument(document), variables }),
      });
      const body: unknown = await answer.json().catch((unreadable: unknown) => {
        // With another status, that says more than that it is no JSON.
        if (answer.ok) {
          throw unreadable;
        }
      });
      const { data, errors, message } = Object(body) as { data?: never; errors?: unknown[]; message?: string };
      if (!answer.ok || data === undefined || (errors ?? []).length > 0) {
        const said = refusal(errors, message ?? `The server has answered with status ${answer.status}.`);
        throw Object.assign(said, { data, statusCode: answer.status });
      }
      return data;
    },
    subscribe: (document, variables, subscriber) =>
      keepSubscribed((listener) => listen(document, variables, listener), subscriber),
    listen,
  };
}

/** Where subscriptions go: to a host of their own, or below the endpoint where its host is not AWS's. */
function realtimeUrlOf(endpoint: string): string {
  const url = endpoint.replace(/^http/, 'ws');
  const atAws = url.replace(/^(wss:\/\/\w+)\.appsync-api(\.[\w-]+\.amazonaws\.com)/, '$1.appsync-realtime-api$2');
  return atAws === url ? `${url}/realtime` : atAws;
}
