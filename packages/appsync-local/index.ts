/**
 * The surface of appsync-local: everything else is its own business. `appsync-local/code` has what needs the code of
 * resolvers only, `appsync-local/serve` the command, `appsync-local/testing` what tests of an API take apart.
 */
import type { ApiOptions } from './src/api/apiOptions.ts';
import type { RunningApi } from './src/api/runningApi.ts';

/**
 * Starts the API of a cloud assembly on a DynamoDB that runs or is about to; its tables are created if they are not
 * there. Throws what stands in the way: a LocalError, EADDRINUSE, or why there is no DynamoDB. Nothing stays behind
 * then.
 */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  // Loaded when it is wanted, for programs that only look for a server start often, and it takes a second.
  const api = await import('./src/api/startApi.ts');
  return api.startApi(options);
}
export type { ApiOptions, RunningApi };
export type { CallAs } from './src/api/execute.ts';

export { startDynamoDb } from './src/dynamodb/startDynamoDb.ts';
export { findDynamoDb } from './src/dynamodb/findDynamoDb.ts';

export { findServers, isStarting, type FoundServer } from './src/serve/runningServers.ts';

export { readBlueprint } from './src/assembly/readBlueprint.ts';
export type { LambdaBlueprint } from './src/assembly/blueprint.ts';

export { issueToken } from './src/auth/issueToken.ts';
export { signRequest } from './src/auth/signRequest.ts';
export type { Credentials } from './src/auth/localSecrets.ts';
export type { Identity } from './src/console/identity.ts';

export { LocalError } from './src/error/localError.ts';
