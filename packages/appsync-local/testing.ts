/** What tests of an API, and pages written from one, take apart; programs use the surface in index.ts. */
export { buildSchema } from './src/graphql/buildSchema.ts';
export { createFieldRules } from './src/graphql/fieldRules.ts';
export type { Caller } from './src/auth/caller.ts';
export { createAssumeRole, type PermissionUse } from './src/iam/session.ts';
export { loadCode, type LoadedCode } from './src/resolver/loadCode.ts';
export type { ResolverContext } from './src/resolver/types.ts';
export { ResolverError } from './src/graphql/resolverError.ts';
export { runAlone } from './src/graphql/runResolver.ts';

export { loadSecrets } from './src/auth/localSecrets.ts';
export { loadSigningKey } from './src/auth/signingKey.ts';
export { REFUSALS } from './src/auth/refusal.ts';
export { verifySignature } from './src/auth/verifySignature.ts';
export { readOperations } from './src/console/operations.ts';
export type { Operation } from './src/console/settings.ts';
export { loadCertificate } from './src/http/certificate.ts';
export { noteServer, noteStart } from './src/serve/runningServers.ts';
export { openLogs } from './src/serve/openLogs.ts';
export { commandLineOf } from './src/dynamodb/runningProcess.ts';
export { notePid } from './src/dynamodb/pidFile.ts';

export { roleFor, writeAssembly } from './test/handmadeAssembly.ts';
export { startPatientServer, type PatientServer } from './test/dynamodb/patientServer.ts';
export { RealtimeClient } from './test/realtime/client.ts';
export { evaluateAnywhere } from './test/resolver/evaluator.ts';
export { startTables, startTablesAs, type StartedTables } from './test/startTables.ts';
