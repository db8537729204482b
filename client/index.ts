/** The package's public face; bundlers take from it what is used. */
export * from './allPages.ts';
export * from './countdown.ts';
export * from './error.ts';
export * from './follow.ts';
export * from './eventAndPlace.ts';
export * from './followEvent.ts';
export { isNetworkFailure } from './networkFailure.ts';
export * from './operations.generated.ts';
export * from './position.ts';
export * from './retry.ts';
export * from './standing.ts';
