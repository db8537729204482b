import { issueToken } from '../auth/issueToken.ts';
import type { Credentials } from '../auth/localSecrets.ts';
import { signRequest } from '../auth/signRequest.ts';
import type { ProofRequest } from './identity.ts';

/** What identities are proven with. */
export interface Means {
  stateDir: string;
  apiKey: string | undefined;
  credentials: Credentials;
  region: string;
}

/**
 * The headers that prove an identity. For WebSocket connections and subscriptions these are the fields of the JSON
 * header of docs/reference/appsync.md#connecting, `host` included; for HTTP requests, what a browser lets a page send.
 * `graphqlUrl` is the endpoint as the page sees it, because signatures cover its host.
 */
export async function proveIdentity(
  { identity, purpose, body }: ProofRequest,
  graphqlUrl: string,
  means: Means,
): Promise<Record<string, string>> {
  const host = purpose === 'request' ? undefined : { host: new URL(graphqlUrl).host };
  if (identity.kind === 'apiKey') {
    return { ...host, 'x-api-key': means.apiKey ?? '' };
  }
  if (identity.kind === 'user') {
    return { ...host, Authorization: await issueToken(means.stateDir, identity.username, { groups: identity.groups }) };
  }
  const url = purpose === 'connect' ? `${graphqlUrl}/connect` : graphqlUrl;
  const { authorization = '', host: _, ...signed } = await signRequest(url, body, means.credentials, means.region);
  return { ...host, ...signed, Authorization: authorization };
}
