/** Invocations at one time that prod reserves for those who wait in lanes (docs/deploy.md#concurrency). */
export const LAMBDA_CONCURRENCY = 800;
