/**
 * Public prices in us-east-1, US dollars (docs/reference/dynamodb.md#prices, docs/reference/appsync.md#prices):
 * DynamoDB on demand, AppSync, custom events of EventBridge (each entry up to 64 KB is one), Lambda on arm64.
 */
export const PRICES = {
  perMillionWriteUnits: 0.625,
  perMillionReadUnits: 0.125,
  perMillionGraphqlCalls: 4,
  perMillionEvents: 1,
  perMillionInvocations: 0.2,
  perGigabyteSecond: 0.0000166667 * 0.8,
};

/** What a million operations of these units cost at DynamoDB, in dollars. */
export function perMillion(writeUnits: number, readUnits: number): number {
  return writeUnits * PRICES.perMillionWriteUnits + readUnits * PRICES.perMillionReadUnits;
}
