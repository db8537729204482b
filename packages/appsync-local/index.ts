/**
 * The surface of appsync-local: everything else is its own business. `appsync-local/testing` has, besides, what tests
 * of an API take apart.
 */
export { startApi } from './src/api/startApi.ts';
export type { ApiOptions } from './src/api/apiOptions.ts';
export type { RunningApi } from './src/api/runningApi.ts';
export type { CallAs, Execute, GraphqlAnswer, GraphqlCall } from './src/api/execute.ts';

export { startDynamoDb, type RunningDynamoDb } from './src/dynamodb/startDynamoDb.ts';
export { findDynamoDb } from './src/dynamodb/findDynamoDb.ts';

export { serve, type ServeOptions } from './src/serve/serve.ts';
export { createServeCommand } from './src/serve/serveCommand.ts';

export { readBlueprint } from './src/assembly/readBlueprint.ts';
export type { Blueprint, LambdaBlueprint } from './src/assembly/blueprint.ts';

export { checkCode } from './src/resolver/checkCode.ts';
export type { CodeError } from './src/resolver/codeError.ts';
export { evaluateCode, type EvaluateCodeInput, type EvaluateCodeOutput } from './src/resolver/evaluateCode.ts';
export { APPSYNC_JS } from './src/resolver/language.ts';

export { issueToken, type TokenOptions } from './src/auth/issueToken.ts';
export { signRequest } from './src/auth/signRequest.ts';
export type { Credentials } from './src/auth/localSecrets.ts';
export { isSameOrigin } from './src/console/sameOrigin.ts';
export { readOperations } from './src/console/operations.ts';
export type { Operation } from './src/console/settings.ts';
export type { Identity } from './src/console/identity.ts';

export { LOCAL } from './src/assembly/local.ts';
export { LocalError } from './src/error/localError.ts';
