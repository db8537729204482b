import { issueToken } from '../../packages/appsync-local/src/auth/issueToken.ts';
import { signRequest } from '../../packages/appsync-local/src/auth/signRequest.ts';
import { CannotSimulate, type SimulateOptions } from './options.ts';

/** What one request came to: the value of its field, or why there is none. */
export interface Reply {
  value: Record<string, unknown> | null;
  /** A GraphQL errorType, `HTTP 429` and the like, or `no connection`. */
  errorType: string | null;
  message: string;
}

/** Sends a query or mutation with one field as somebody who may act for everybody. Never throws. */
export type Ask = (query: string, variables: Record<string, unknown>) => Promise<Reply>;

const TIMEOUT_MS = 35_000;

/**
 * Finds out as whom to call: with the token or the AWS credentials that were given, and on this machine as an admin of
 * the local API.
 * @throws CannotSimulate if there is nothing to prove it with
 */
export async function connect(options: SimulateOptions): Promise<Ask> {
  const headersFor = await identify(options);
  return async (query, variables) => {
    const body = JSON.stringify({ query, variables });
    try {
      const headers = { 'content-type': 'application/json', ...(await headersFor(body)) };
      const response = await fetch(options.url, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return readReply(response.status, await response.text());
    } catch (error) {
      const { message, cause } = error as Error;
      const reason = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : message;
      return { value: null, errorType: 'no connection', message: reason ?? message };
    }
  };
}

async function identify({
  url,
  token,
  iam,
  region,
  stateDir,
}: SimulateOptions): Promise<(body: string) => Promise<Record<string, string>>> {
  if (token !== undefined) return async () => ({ authorization: token });
  if (iam) {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = process.env;
    if (!accessKeyId || !secretAccessKey)
      throw new CannotSimulate('--iam needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.');
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
    return async (body) => {
      const { host: _, ...headers } = await signRequest(url, body, credentials, region);
      return headers;
    };
  }
  if (!['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)) {
    throw new CannotSimulate(`${url} is not on this machine: say who you are with --token or --iam.`);
  }
  const authorization = await issueToken(stateDir, 'simulation', { groups: ['admins'], expiresInSeconds: 24 * 3600 });
  return async () => ({ authorization });
}

/** Reads an answer; what is not GraphQL's JSON is named by its status. */
function readReply(status: number, text: string): Reply {
  type Body = {
    data?: Record<string, Record<string, unknown> | null> | null;
    errors?: { errorType?: string; message: string }[];
  };
  const parsed = parseJson(text) as Body | undefined;
  const [error] = parsed?.errors ?? [];
  if (status !== 200 || parsed === undefined)
    return { value: null, errorType: `HTTP ${status}`, message: error?.message ?? text.slice(0, 200) };
  if (error !== undefined)
    return { value: null, errorType: error.errorType ?? 'GraphQL error', message: error.message };
  const [value = null] = Object.values(parsed.data ?? {});
  return { value, errorType: null, message: '' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
