/**
 * The surface of appsync-local: everything else is its own business. `appsync-local/code` has what needs the code of
 * resolvers only, `appsync-local/serve` the command, `appsync-local/testing` what tests of an API take apart.
 */
export { startApi } from './src/api/startApi.ts';
export type { ApiOptions } from './src/api/apiOptions.ts';
export type { RunningApi } from './src/api/runningApi.ts';
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
