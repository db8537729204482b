import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/**
 * As many as invocations may share a process (locally all do): waiting for a connection would look like a lost answer.
 * A free one is closed before the other side does so, maybe at the moment of the next request; the time-out ends no
 * request. While the function is frozen no time passes for it: then a request may meet a dead one, and is repeated.
 */
const SOCKETS = { keepAlive: true, maxSockets: 1000, timeout: 20_000 };

/**
 * Time-outs well below the deadline, since the SDK has none (docs/reference/dynamodb.md#retries-of-the-sdk), and one
 * try per call: the function repeats by itself, with its own patience and under the same token, and must know of every
 * lost answer.
 */
export const CLIENT_SETTINGS: DynamoDBClientConfig = {
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: 500,
    requestTimeout: 2000,
    throwOnRequestTimeout: true,
    httpAgent: SOCKETS,
    httpsAgent: SOCKETS,
  },
};
