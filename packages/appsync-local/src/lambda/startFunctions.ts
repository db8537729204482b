import { rmSync } from 'node:fs';
import type { Blueprint } from '../assembly/blueprint.ts';
import type { AccessKey } from '../auth/accessKey.ts';
import type { Credentials, LocalSecrets } from '../auth/localSecrets.ts';
import type { AssumeRole } from '../iam/session.ts';
import { requireDeadLetterAccess, requireStreamAccess } from '../iam/lambdaPermissions.ts';
import { startDynamoDbGateway } from './dynamoDbGateway.ts';
import { LambdaFunction, type LambdaHost } from './lambdaFunction.ts';

/** The functions of an assembly, each acting under its role. */
export interface Functions {
  byArn: Map<string, LambdaFunction>;
  /** A function by its name or ARN. */
  find(nameOrArn: string): LambdaFunction | undefined;
  /** What the functions sign with. */
  keys: AccessKey[];
  /** The same by logical id. */
  credentials: Record<string, Credentials & { sessionToken: string }>;
  /** Processes that run at the moment. */
  pids(): number[];
  /** Most invocations of each function at one time since this was last asked, by its logical id. */
  takePeaks(): Record<string, number>;
  /** Resolves once each has been without an invocation in flight. */
  idle(): Promise<void>;
  /** Ends their processes and removes their unpacked code. */
  close(): Promise<void>;
}

type FunctionSettings = Pick<
  LambdaHost,
  'lambdaEndpoint' | 'queueEndpoint' | 'busEndpoint' | 'caFile' | 'codeDir' | 'concurrency' | 'onOutput'
> & {
  dynamoDbEndpoint: string;
  secrets: LocalSecrets;
  assumeRole: AssumeRole;
};

/**
 * Makes the functions ready to be invoked; a function's process starts at its first invocation. Their requests to
 * DynamoDB go through a gateway that judges them by their role. Throws AssemblyError for a role that is missing, does
 * not trust Lambda, or may not do what Lambda does under it: read the stream, write dead letters.
 */
export async function startFunctions(
  { api, lambdas, streams }: Blueprint,
  { dynamoDbEndpoint, secrets, assumeRole, ...settings }: FunctionSettings,
): Promise<Functions> {
  const keyOf = new Map(
    lambdas.map(({ arn, roleArn, name, logicalId }) => {
      const session = assumeRole(roleArn, 'lambda.amazonaws.com', name, `the function ${logicalId}`);
      return [arn, { ...secrets.roleCredentialsOf(session.userId), session }];
    }),
  );
  for (const stream of streams) {
    requireStreamAccess(stream, keyOf.get(stream.functionArn)!.session);
  }
  for (const lambda of lambdas) {
    requireDeadLetterAccess(lambda, keyOf.get(lambda.arn)!.session);
  }
  const keys: AccessKey[] = [...keyOf.values()];
  const gateway = await startDynamoDbGateway(dynamoDbEndpoint, keys, api, secrets.credentials.accessKeyId);
  const host: LambdaHost = {
    ...settings,
    region: api.region,
    credentialsOf: (arn) => keyOf.get(arn)!,
    dynamoDbEndpoint: gateway.endpoint,
  };
  const byArn = new Map(lambdas.map((lambda) => [lambda.arn, new LambdaFunction(lambda, host)]));
  return {
    byArn,
    find: (nameOrArn) => byArn.get(lambdas.find(({ name }) => name === nameOrArn)?.arn ?? nameOrArn),
    keys,
    credentials: Object.fromEntries(lambdas.map(({ logicalId, arn }) => [logicalId, keyOf.get(arn)!])),
    pids: () => [...byArn.values()].flatMap(({ pid }) => pid ?? []),
    takePeaks: () => Object.fromEntries(lambdas.map(({ arn, logicalId }) => [logicalId, byArn.get(arn)!.takePeak()])),
    idle: async () => void (await Promise.all([...byArn.values()].map((lambda) => lambda.idle()))),
    close: async () => {
      await Promise.all([...byArn.values()].map((lambda) => lambda.close()));
      await gateway.close();
      rmSync(settings.codeDir, { recursive: true, force: true });
    },
  };
}
