import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/**
 * One attempt per call, and time-outs, since the SDK has none (docs/reference/dynamodb.md#retries-of-the-sdk): the
 * pace, which must see every refusal, repeats.
 */
export const CLIENT_SETTINGS: DynamoDBClientConfig = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
};
