import { Agent, request } from 'node:http';

/** One answer of a GraphQL server. */
export interface GraphqlAnswer {
  data: Record<string, Record<string, unknown> | null> | null;
  errors?: { message: string; errorType?: string; errorInfo?: Record<string, unknown> }[];
}

export interface HttpClient {
  /** Sends one operation. `token` goes into the header `authorization`, unless it is empty. */
  post(
    url: string,
    token: string,
    query: string,
    variables: object,
    headers?: Record<string, string>,
  ): Promise<GraphqlAnswer>;
  close(): void;
}

/**
 * An idle connection is not used again after this: a server of Node's closes it after 5 s, maybe at the moment of the
 * next request.
 */
const IDLE_MS = 2000;

/**
 * A lean client: what it costs is taken from the processor that the server needs.
 * @param maxSockets so many connections, which are kept open; Infinity: a new one for every request, as a crowd has
 */
export function httpClient(maxSockets: number): HttpClient {
  const agent = new Agent({ keepAlive: maxSockets < Infinity, maxSockets, timeout: IDLE_MS });
  return {
    post: (url, token, query, variables, more = {}) =>
      new Promise((resolve, reject) => {
        const body = JSON.stringify({ query, variables });
        const headers = {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...(token === '' ? {} : { authorization: token }),
          ...more,
        };
        const outgoing = request(url, { method: 'POST', agent, headers }, (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString()) as GraphqlAnswer));
        });
        outgoing.on('error', reject);
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}
