import type { AuthMode } from '../assembly/blueprint.ts';
import type { Session } from '../iam/session.ts';
import type { Identity } from '../resolver/types.ts';

/** Who makes a call, once proven. */
export interface Caller {
  mode: AuthMode;
  /** `ctx.identity` (docs/reference/appsync.md#identity); null with an API key. */
  identity: Identity | null;
  /** Groups of a Cognito user; empty otherwise. */
  groups: readonly string[];
  /** Under which role of the template an IAM caller acts; the local user has none, and may do everything. */
  session?: Session;
}

/** What `util.authType()` answers in each mode (docs/reference/appsync.md#identity). */
export const AUTH_TYPES: Record<AuthMode, string> = {
  API_KEY: 'API Key Authorization',
  AWS_IAM: 'IAM Authorization',
  AMAZON_COGNITO_USER_POOLS: 'User Pool Authorization',
};

/** The parts of a request that authentication looks at. `headers` have lower-case names. */
export interface AuthRequest {
  method: string;
  /** Path with query string, as sent. */
  url: string;
  headers: Record<string, string | string[]>;
  body: string;
  sourceIp: string[];
}

/** The single value of a header, or undefined; several values are joined as HTTP does. */
export function headerOf(request: AuthRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
