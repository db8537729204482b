import { Expiration } from 'aws-cdk-lib';

/**
 * When the API key of a new stack ends: `days` after the first of the current UTC month, so that every synthesis of a
 * month yields the same template (without naming an expiry, AppSync ends it after 7 days;
 * docs/reference/appsync.md#what-cdk-makes).
 */
export function apiKeyExpiry(nowEpochMs: number, days: number): Expiration {
  const now = new Date(nowEpochMs);
  return Expiration.atTimestamp(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1 + days));
}
