import { errors, jwtVerify, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import type { AuthProvider } from '../assembly/blueprint.ts';
import { LOCAL } from '../assembly/local.ts';
import type { Caller } from './caller.ts';
import { CallRefused, REFUSALS } from './refusal.ts';
import type { SigningKey } from './signingKey.ts';

const TOKENS_KEPT = 10_000;
const verified = new WeakMap<SigningKey, LRUCache<string, JWTPayload>>();

/**
 * Verifies a Cognito id or access token, bare or after `Bearer `: signature, expiry, issuer, and the app client id
 * where the API restricts it. Throws CallRefused 401 with AppSync's texts
 * (docs/reference/appsync.md#modes-and-credentials, docs/reference/appsync.md#refused-calls).
 */
export async function verifyToken(
  authorization: string,
  provider: AuthProvider,
  key: SigningKey,
  sourceIp: string[],
): Promise<Caller> {
  const payload = await readPayload(authorization.replace(/^Bearer\s+/i, ''), key);
  if (payload.iss !== LOCAL.issuer) {
    throw new CallRefused(REFUSALS.badToken);
  }
  const clientId = String(payload.client_id ?? payload.aud ?? '');
  if (provider.appIdClientRegex !== undefined && !new RegExp(`^(?:${provider.appIdClientRegex})$`).test(clientId)) {
    throw new CallRefused(REFUSALS.notAuthorized);
  }
  const groups = Array.isArray(payload['cognito:groups']) ? payload['cognito:groups'].map(String) : null;
  return {
    mode: 'AMAZON_COGNITO_USER_POOLS',
    groups: groups ?? [],
    identity: {
      sub: payload.sub,
      issuer: payload.iss,
      username: payload['cognito:username'] ?? payload.username ?? null,
      claims: payload,
      sourceIp,
      defaultAuthStrategy: provider.defaultAction ?? 'ALLOW',
      groups,
    },
  };
}

/**
 * A token is sent with every call of its bearer, so its signature is verified once; its expiry is looked at every time.
 */
async function readPayload(token: string, key: SigningKey): Promise<JWTPayload> {
  const known = verified.get(key) ?? new LRUCache<string, JWTPayload>({ max: TOKENS_KEPT });
  verified.set(key, known);
  const found = known.get(token);
  if (found?.exp !== undefined && found.exp > Math.floor(Date.now() / 1000)) {
    return found;
  }
  try {
    const { payload } = await jwtVerify(token, key.publicKey, {
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'sub'],
    });
    known.set(token, payload);
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new CallRefused(REFUSALS.expiredToken);
    }
    if (error instanceof errors.JOSEError) {
      throw new CallRefused(REFUSALS.badToken);
    }
    throw error;
  }
}
