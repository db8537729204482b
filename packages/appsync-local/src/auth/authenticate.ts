import type { ApiBlueprint, AuthMode, AuthProvider } from '../assembly/blueprint.ts';
import type { AccessKey } from './accessKey.ts';
import { headerOf, type AuthRequest, type Caller } from './caller.ts';
import { CallRefused, REFUSALS } from './refusal.ts';
import type { SigningKey } from './signingKey.ts';
import { verifySignature } from './verifySignature.ts';
import { verifyToken } from './verifyToken.ts';

/** Finds out who makes a call, or throws CallRefused. */
export type Authenticate = (request: AuthRequest) => Promise<Caller>;

const DEFAULT_KEY_LIFE_SECONDS = 7 * 24 * 3600;

/**
 * Authentication by the API's providers. Of several credentials the API key decides first, then a signature, then a
 * token (docs/reference/appsync.md#modes-and-credentials); the answers to refused calls are those of
 * docs/reference/appsync.md#refused-calls.
 */
export function createAuthenticator(
  api: ApiBlueprint,
  accessKeys: readonly AccessKey[],
  key: SigningKey,
): Authenticate {
  const startedAtSeconds = Math.floor(Date.now() / 1000);
  const providerOf = (mode: AuthMode): AuthProvider | undefined =>
    api.providers.find((provider) => provider.mode === mode);
  const pool = providerOf('AMAZON_COGNITO_USER_POOLS');
  const iam = providerOf('AWS_IAM');

  const checkKey = (value: string): Caller => {
    const found = api.apiKeys.find((one) => one.value === value);
    // AppSync rounds the expiry down to the hour; a key without one lives seven days.
    const expires = found?.expiresAtEpochSeconds ?? startedAtSeconds + DEFAULT_KEY_LIFE_SECONDS;
    if (found === undefined || Date.now() / 1000 >= expires - (expires % 3600)) {
      throw new CallRefused(REFUSALS.notAuthorized);
    }
    return { mode: 'API_KEY', identity: null, groups: [] };
  };

  return async (request) => {
    const apiKey = headerOf(request, 'x-api-key');
    if (apiKey !== undefined && providerOf('API_KEY') !== undefined) {
      return checkKey(apiKey);
    }
    const authorization = headerOf(request, 'authorization');
    if (authorization === undefined || authorization === '') {
      throw new CallRefused(apiKey === undefined ? REFUSALS.noHeader : REFUSALS.notAuthorized);
    }
    const isSigned = authorization.startsWith('AWS4-HMAC-SHA256');
    if (iam !== undefined && (isSigned || pool === undefined)) {
      return verifySignature(request, accessKeys, api);
    }
    if (pool === undefined) {
      throw new CallRefused(REFUSALS.notAuthorized);
    }
    return verifyToken(authorization, pool, key, request.sourceIp);
  };
}
