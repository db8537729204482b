import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { CLIENT_ID, ISSUER } from './localPool.ts';
import { loadSigningKey } from './signingKey.ts';

/** What a local token says about its bearer. */
export interface TokenOptions {
  /** Cognito groups; none if left out. */
  groups?: readonly string[];
  /** Lifetime in seconds, 3600 by default as Cognito's; negative makes an expired token. */
  expiresInSeconds?: number;
  /** `id` (default) carries `cognito:username` and `aud`, `access` carries `username` and `client_id`. */
  use?: 'id' | 'access';
}

/**
 * Signs a JWT as the local user pool would for this user. `sub` is derived from the username, so it stays the same.
 * Works whether or not the server runs, and before it ever ran.
 */
export async function issueToken(stateDir: string, username: string, options: TokenOptions = {}): Promise<string> {
  const { groups = [], expiresInSeconds = 3600, use = 'id' } = options;
  const { keyId, privateKey } = await loadSigningKey(stateDir);
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    token_use: use,
    auth_time: now,
    ...(groups.length === 0 ? {} : { 'cognito:groups': groups }),
    ...(use === 'id'
      ? { aud: CLIENT_ID, 'cognito:username': username }
      : { client_id: CLIENT_ID, username, scope: 'openid' }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: keyId })
    .setIssuer(ISSUER)
    .setSubject(subjectOf(username))
    .setJti(randomUUID())
    .setIssuedAt(Math.min(now, now + expiresInSeconds))
    .setExpirationTime(now + expiresInSeconds)
    .sign(privateKey);
}

function subjectOf(username: string): string {
  const hex = createHash('sha256').update(username).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
