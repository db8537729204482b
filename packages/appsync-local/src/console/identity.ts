/** Who the console acts as; made in the page, proven by the server. */
export type Identity =
  { kind: 'apiKey' } | { kind: 'iam' } | { kind: 'user'; username: string; groups: readonly string[] };

/** What a proof is for: a request over HTTP, a WebSocket connection, or the start of a subscription on it. */
export type ProofPurpose = 'request' | 'connect' | 'start';

/** What the page asks a proof for. */
export interface ProofRequest {
  identity: Identity;
  purpose: ProofPurpose;
  /**
   * What a signature covers: the HTTP body, `{}` for a connection, or the subscription's `data`
   * (docs/reference/appsync.md#connecting, docs/reference/appsync.md#messages).
   */
  body: string;
}

/** Reads a proof request from parsed JSON; undefined if it is not one. */
export function readProofRequest(value: unknown): ProofRequest | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { identity, purpose, body } = value as Record<string, unknown>;
  if (!isIdentity(identity) || typeof body !== 'string') {
    return undefined;
  }
  if (purpose !== 'request' && purpose !== 'connect' && purpose !== 'start') {
    return undefined;
  }
  return { identity, purpose, body };
}

function isIdentity(value: unknown): value is Identity {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { kind, username, groups } = value as Record<string, unknown>;
  if (kind === 'apiKey' || kind === 'iam') {
    return true;
  }
  return (
    kind === 'user' &&
    typeof username === 'string' &&
    username !== '' &&
    Array.isArray(groups) &&
    groups.every((group) => typeof group === 'string')
  );
}
