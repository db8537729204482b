import { issueToken } from 'appsync-local';
import { isOnThisMachine } from '../frame/api/localAddress.ts';
import { withSignature, withToken, type Prove } from '../frame/api/prove.ts';
import { sendTo, Unreachable, WrongUrl } from '../frame/api/sendTo.ts';
import { awsCredentials } from '../frame/environment.ts';
import { UsageError } from '../frame/usageError.ts';
import type { SimulateOptions } from './options.ts';

/** What one request came to: the value of its field, or why there is none. */
export interface FieldReply {
  value: Record<string, unknown> | null;
  /** A GraphQL errorType, `HTTP 429` and the like, or `no connection`. */
  errorType: string | null;
  message: string;
  /** Of the API's own errors. */
  errorInfo?: unknown;
}

/** Sends a query or mutation with one field as somebody who may act for everybody. Never throws. */
export type Ask = (query: string, variables: Record<string, unknown>) => Promise<FieldReply>;

const TOKEN_SECONDS = 24 * 3600;

/**
 * Finds out as whom to call: with the token or the AWS credentials that were given, and on this machine as an admin of
 * the local API.
 * @throws UsageError if there is nothing to prove it with
 */
export async function connect(options: SimulateOptions): Promise<Ask> {
  const send = sendTo(options.url, await identify(options));
  return async (query, variables) => {
    try {
      const { status, data, errorTypes, message, errorInfo } = await send(query, variables);
      if (status !== 200) {
        return failed(`HTTP ${status}`, message);
      }
      if (errorTypes.length > 0) {
        return { ...failed(errorTypes[0] || 'GraphQL error', message), errorInfo };
      }
      const [value = null] = Object.values((data ?? {}) as Record<string, FieldReply['value']>);
      return { value, errorType: null, message: '' };
    } catch (error) {
      if (error instanceof WrongUrl) {
        return failed(`HTTP ${error.status}`, error.message);
      }
      return failed('no connection', error instanceof Unreachable ? error.reason : (error as Error).message);
    }
  };
}

function failed(errorType: string, message: string): FieldReply {
  return { value: null, errorType, message };
}

async function identify({ url, token, iam, region, stateDir }: SimulateOptions): Promise<Prove> {
  if (token !== undefined) {
    return withToken(token);
  }
  if (iam) {
    const credentials = awsCredentials();
    if (credentials === null) {
      throw new UsageError('--iam needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.');
    }
    return withSignature(url, region, credentials);
  }
  if (!isOnThisMachine(url)) {
    throw new UsageError(`${url} is not on this machine: say who you are with --token or --iam.`);
  }
  return withToken(await issueToken(stateDir, 'simulation', { groups: ['admins'], expiresInSeconds: TOKEN_SECONDS }));
}
