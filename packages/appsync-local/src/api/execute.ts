import { LRUCache } from 'lru-cache';
import { issueToken } from '../auth/issueToken.ts';
import type { Credentials } from '../auth/localSecrets.ts';
import { signRequest } from '../auth/signRequest.ts';

const TOKENS_KEPT = 1000;
/** Well within their hour. */
const TOKEN_KEPT_MS = 30 * 60_000;

/** Who makes a call: the API key, the local credential pair, a user, or nobody. */
export type CallAs = 'apiKey' | 'iam' | 'nobody' | { username: string; groups?: readonly string[] };

/** A GraphQL call. */
export interface GraphqlCall {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
  /** Sent as they are, besides what `as` adds. */
  headers?: Record<string, string>;
  /** `apiKey` if neither this nor headers are given. */
  as?: CallAs;
}

/** An answer; `body` is parsed JSON. */
export interface GraphqlAnswer {
  status: number;
  headers: Record<string, string>;
  // What a client gets is whatever the schema says: typed by those who ask.
  body: { data?: Record<string, unknown> | null; errors?: Record<string, unknown>[] };
}

/** Makes one call. */
export type Execute = (call: GraphqlCall) => Promise<GraphqlAnswer>;

interface Access {
  url: string;
  stateDir: string;
  apiKey: string | undefined;
  credentials: Credentials;
  region: string;
}

/** Makes calls to an app in process, with the credentials of whoever is to make them. */
export function createCaller(
  app: { request(url: string, init: RequestInit): Response | Promise<Response> },
  access: Access,
): Execute {
  const proofOf = createProver(access);
  return async ({ query, variables = null, operationName = null, headers, as }) => {
    const body = JSON.stringify({ query, variables, operationName });
    const proof = await proofOf(as ?? (headers === undefined ? 'apiKey' : 'nobody'), body);
    const host = new URL(access.url).host;
    const init = { method: 'POST', body, headers: { host, 'content-type': 'application/json', ...proof, ...headers } };
    const response = await app.request(access.url, init);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: (await response.json()) as GraphqlAnswer['body'],
    };
  };
}

/** The headers that prove who makes a call. As in an app, somebody's token is sent with every call of theirs. */
function createProver({ url, stateDir, apiKey, credentials, region }: Access) {
  const tokens = new LRUCache<string, string>({ max: TOKENS_KEPT, ttl: TOKEN_KEPT_MS, perf: Date });
  return async (as: CallAs, body: string): Promise<Record<string, string>> => {
    if (as === 'nobody') {
      return {};
    }
    if (as === 'apiKey') {
      return apiKey === undefined ? {} : { 'x-api-key': apiKey };
    }
    if (as === 'iam') {
      return signRequest(url, body, credentials, region);
    }
    const key = JSON.stringify(as);
    const kept = tokens.get(key);
    if (kept !== undefined) {
      return { authorization: kept };
    }
    const token = await issueToken(stateDir, as.username, { groups: as.groups });
    tokens.set(key, token);
    return { authorization: token };
  };
}
