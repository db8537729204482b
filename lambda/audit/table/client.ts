import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** A free connection is closed before the other side does so, maybe at the moment of the next request. */
const SOCKETS = { keepAlive: true, timeout: 20_000 };

/**
 * One attempt per call, and time-outs, since the SDK has none (docs/reference/dynamodb.md#retries-of-the-sdk): the
 * pace, which must see every refusal, repeats.
 */
export const CLIENT_SETTINGS: DynamoDBClientConfig = {
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: 2_000,
    requestTimeout: 30_000,
    throwOnRequestTimeout: true,
    httpAgent: SOCKETS,
    httpsAgent: SOCKETS,
  },
};
