import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readBlueprint } from './assembly/readBlueprint.ts';
import { issueToken } from './auth/issueToken.ts';
import type { TokenOptions } from './auth/issueToken.ts';
import { CLIENT_ID, USER_POOL_ID } from './auth/localPool.ts';
import { loadSecrets } from './auth/localSecrets.ts';
import type { Credentials } from './auth/localSecrets.ts';
import { loadSigningKey } from './auth/signingKey.ts';
import { createCore } from './createCore.ts';
import { createTable } from './dynamodb/createTable.ts';
import { createCaller } from './execute.ts';
import type { Execute } from './execute.ts';
import type { ApiCore } from './http/answerGraphql.ts';
import { createApp } from './http/createApp.ts';
import { listen } from './http/listen.ts';
import { LambdaFunction } from './lambda/lambdaFunction.ts';

/** How a local API is started. */
export interface ApiOptions {
  /** A cloud assembly: what `cdk synth` writes. */
  assemblyDir: string;
  dynamodb: { endpoint: string };
  /** Keeps keys and unpacked code; keys in it stay the same between starts. */
  stateDir: string;
  /** 0, the default, takes any free port. */
  port?: number;
  host?: string;
  /** Milliseconds for a whole request; AppSync's 30 s by default. */
  requestTimeoutMs?: number;
  /** Invocations of one Lambda function at a time; 1000, an account's default, if left out. */
  lambdaConcurrency?: number;
  /** Takes what resolvers ("Type.field") and functions (their name) print. */
  onOutput?(source: string, text: string): void;
  /** Takes faults of the local API itself; they go to stderr if left out. */
  onFault?(error: unknown): void;
}

/** A local API that serves. */
export interface RunningApi {
  /** The GraphQL endpoint. */
  url: string;
  region: string;
  /** The value of the first API key, if the template has one. */
  apiKey: string | undefined;
  /** The pair whose signatures are accepted. */
  credentials: Credentials;
  issueToken(username: string, options?: TokenOptions): Promise<string>;
  /** Makes a call along the whole path of an HTTP request, without a socket. */
  execute: Execute;
  /** Physical table names by logical id. */
  tables: Record<string, string>;
  /** Processes of functions that run at the moment. */
  lambdaPids(): number[];
  /** Resources of the assembly that are passed over, "AWS::X::Y (LogicalId)". */
  withoutEffect: string[];
  /** Stops serving and ends the functions' processes. */
  close(): Promise<void>;
}

/**
 * Starts the API of a cloud assembly on a running DynamoDB; its tables are created if they are not there.
 * Throws what stands in the way: AssemblyError, SchemaRefused, BadCode, StartError, or EADDRINUSE. Nothing stays behind then.
 */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const { host = '127.0.0.1', port = 0, onFault = (error) => console.error(error) } = options;
  const stateDir = resolve(options.stateDir);
  const [secrets, signingKey] = await Promise.all([loadSecrets(stateDir), loadSigningKey(stateDir)]);
  let core: ApiCore | undefined;
  const app = createApp(() => core);
  const listening = await listen(app, host, port);
  const codeDir = join(stateDir, 'lambda', String(listening.port));
  const functions = new Map<string, LambdaFunction>();
  const close = async (): Promise<void> => {
    await listening.close();
    await Promise.all([...functions.values()].map((lambda) => lambda.close()));
    rmSync(codeDir, { recursive: true, force: true });
  };
  try {
    const url = `http://${host === '127.0.0.1' ? 'localhost' : host}:${listening.port}/graphql`;
    const local = { graphqlUrl: url, userPoolId: USER_POOL_ID, clientId: CLIENT_ID, apiKeyOf: secrets.apiKeyOf };
    const blueprint = readBlueprint(options.assemblyDir, local);
    const { api, tables, lambdas } = blueprint;
    const onOutput = (source: string, text: string) => options.onOutput?.(source, text);
    const lambdaHost = {
      region: api.region,
      credentials: secrets.credentials,
      dynamoDbEndpoint: options.dynamodb.endpoint,
      codeDir,
      concurrency: options.lambdaConcurrency ?? 1000,
      onOutput,
    };
    for (const lambda of lambdas) functions.set(lambda.arn, new LambdaFunction(lambda, lambdaHost));
    const client = new DynamoDBClient({ endpoint: options.dynamodb.endpoint, region: api.region, credentials: secrets.credentials });
    for (const table of tables) await createTable(client, table);
    client.destroy();
    core = createCore(blueprint, {
      dynamoDbEndpoint: options.dynamodb.endpoint,
      secrets,
      signingKey,
      functions,
      requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
      onLog: (coordinate, lines) => onOutput(coordinate, `${lines.join('\n')}\n`),
      onFault,
    });
    const apiKey = api.apiKeys[0]?.value;
    return {
      url,
      region: api.region,
      apiKey,
      credentials: secrets.credentials,
      issueToken: (username, tokenOptions) => issueToken(stateDir, username, tokenOptions),
      execute: createCaller(app, { url, stateDir, apiKey, credentials: secrets.credentials, region: api.region }),
      tables: Object.fromEntries(tables.map(({ logicalId, name }) => [logicalId, name])),
      lambdaPids: () => [...functions.values()].flatMap(({ pid }) => pid ?? []),
      withoutEffect: blueprint.withoutEffect,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
