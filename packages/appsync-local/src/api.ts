import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readBlueprint } from './assembly/readBlueprint.ts';
import { issueToken } from './auth/issueToken.ts';
import type { TokenOptions } from './auth/issueToken.ts';
import { CLIENT_ID, USER_POOL_ID } from './auth/localPool.ts';
import { loadSecrets } from './auth/localSecrets.ts';
import type { Credentials } from './auth/localSecrets.ts';
import type { AccessKey } from './auth/accessKey.ts';
import { loadSigningKey } from './auth/signingKey.ts';
import { verifySignature } from './auth/verifySignature.ts';
import { createConsole } from './console/createConsole.ts';
import type { ConsoleAccess } from './console/createConsole.ts';
import { createCore } from './createCore.ts';
import { createTable } from './dynamodb/createTable.ts';
import { createCaller } from './execute.ts';
import type { Execute } from './execute.ts';
import type { ApiCore } from './http/answerGraphql.ts';
import type { Certificate } from './http/certificate.ts';
import { createApp } from './http/createApp.ts';
import { listen } from './http/listen.ts';
import { startDynamoDbGateway } from './iam/dynamoDbGateway.ts';
import type { DynamoDbGateway } from './iam/dynamoDbGateway.ts';
import { createAssumeRole } from './iam/session.ts';
import type { PermissionUse } from './iam/session.ts';
import { requireStreamAccess } from './iam/streamPermissions.ts';
import { createInvokeApi } from './lambda/invokeApi.ts';
import type { InvokeSettings } from './lambda/invokeApi.ts';
import { LambdaFunction } from './lambda/lambdaFunction.ts';
import { SOCKET_BOUNDS } from './realtime/boundedSocket.ts';
import { serveRealtime } from './realtime/serveRealtime.ts';
import type { DeadLetter } from './stream/deadLetter.ts';
import { prepareFeeds } from './stream/prepareFeeds.ts';
import type { StreamFeeds } from './stream/prepareFeeds.ts';

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
  /** Serves HTTPS and WSS with it, instead of HTTP and WS. */
  certificate?: Certificate;
  /** Milliseconds between keep-alives of a real-time connection; 60,000 as AppSync's if left out. */
  keepAliveMs?: number;
  /** Milliseconds between polls of an idle stream shard; 250 as Lambda's if left out. */
  streamPollMs?: number;
  /** Milliseconds for a whole request; AppSync's 30 s by default. */
  requestTimeoutMs?: number;
  /** Invocations of one Lambda function at a time; 1000, an account's default, if left out. */
  lambdaConcurrency?: number;
  /** A directory of `.graphql` files whose operations the console offers. */
  operationsDir?: string;
  /**
   * Takes what resolvers ("Type.field") and functions (their name) print, and what "realtime" and "stream" have to say.
   */
  onOutput?(source: string, text: string): void;
  /** Is told of every permission that a data source, a function or a mapping needs of its role, granted or not. */
  onPermission?(use: PermissionUse): void;
  /** Takes faults of the local API itself; they go to stderr if left out. */
  onFault?(error: unknown): void;
}

/** A local API that serves. */
export interface RunningApi {
  /** The GraphQL endpoint. */
  url: string;
  /** The WebSocket endpoint of subscriptions. */
  realtimeUrl: string;
  region: string;
  /** The value of the first API key, if the template has one. */
  apiKey: string | undefined;
  /** The local user's, who may do everything. */
  credentials: Credentials;
  /** The temporary ones that each function acts with, by its logical id. */
  functionCredentials: Record<string, Credentials & { sessionToken: string }>;
  issueToken(username: string, options?: TokenOptions): Promise<string>;
  /** Makes a call along the whole path of an HTTP request, without a socket. */
  execute: Execute;
  /** Messages in the on-failure queues of event source mappings, oldest first; the last 1,000 are kept. */
  deadLetters: readonly DeadLetter[];
  /**
   * Resolves when every change committed to the tables before the call has been handled by the functions on their
   * streams.
   */
  streamIdle(): Promise<void>;
  /** Physical table names by logical id. */
  tables: Record<string, string>;
  /** Processes of functions that run at the moment. */
  lambdaPids(): number[];
  /** Most invocations of each function at one time since this was last asked, by its logical id. */
  lambdaPeaks(): Record<string, number>;
  /** Resources of the assembly that are passed over, "AWS::X::Y (LogicalId)". */
  withoutEffect: string[];
  /** Stops serving and ends the functions' processes. */
  close(): Promise<void>;
}

/**
 * Starts the API of a cloud assembly on a running DynamoDB; its tables are created if they are not there. Throws what
 * stands in the way: AssemblyError, SchemaRefused, BadCode, StartError, or EADDRINUSE. Nothing stays behind then.
 */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const { host = '127.0.0.1', port = 0, onFault = (error) => console.error(error) } = options;
  const stateDir = resolve(options.stateDir);
  const [secrets, signingKey] = await Promise.all([loadSecrets(stateDir), loadSigningKey(stateDir)]);
  let core: ApiCore | undefined;
  let access: ConsoleAccess | undefined;
  const app = createApp(
    () => core,
    createConsole(() => access),
  );
  let invocation: InvokeSettings | undefined;
  app.route(
    '/',
    createInvokeApi(() => invocation),
  );
  const listening = await listen(app, host, port, options.certificate);
  const realtime = serveRealtime(listening.server, {
    core: () => core,
    keepAliveMs: options.keepAliveMs ?? 60_000,
    bounds: SOCKET_BOUNDS,
  });
  let feeds: StreamFeeds | undefined;
  let gateway: DynamoDbGateway | undefined;
  const codeDir = join(stateDir, 'lambda', String(listening.port));
  const functions = new Map<string, LambdaFunction>();
  const close = async (): Promise<void> => {
    feeds?.stop();
    realtime.close();
    await listening.close();
    await Promise.all([...functions.values()].map((lambda) => lambda.close()));
    await gateway?.close();
    await feeds?.ended();
    rmSync(codeDir, { recursive: true, force: true });
  };
  try {
    const url = `${options.certificate === undefined ? 'http' : 'https'}://${host === '127.0.0.1' ? 'localhost' : host}:${listening.port}/graphql`;
    const local = { graphqlUrl: url, userPoolId: USER_POOL_ID, clientId: CLIENT_ID, apiKeyOf: secrets.apiKeyOf };
    const blueprint = readBlueprint(options.assemblyDir, local);
    const { api, tables, lambdas } = blueprint;
    const onOutput = (source: string, text: string) => options.onOutput?.(source, text);
    const assumeRole = createAssumeRole(blueprint.roles, (use) => options.onPermission?.(use));
    const functionKeys = new Map(
      lambdas.map((lambda) => {
        const session = assumeRole(
          lambda.roleArn,
          'lambda.amazonaws.com',
          lambda.name,
          `the function ${lambda.logicalId}`,
        );
        return [lambda.arn, { ...secrets.roleCredentialsOf(session.userId), session }];
      }),
    );
    const accessKeys: AccessKey[] = [secrets.credentials, ...functionKeys.values()];
    for (const stream of blueprint.streams) requireStreamAccess(stream, functionKeys.get(stream.functionArn)!.session);
    gateway = await startDynamoDbGateway(
      options.dynamodb.endpoint,
      accessKeys,
      api,
      secrets.credentials.accessKeyId,
    );
    const lambdaHost = {
      region: api.region,
      credentialsOf: (arn: string) => functionKeys.get(arn)!,
      dynamoDbEndpoint: gateway.endpoint,
      lambdaEndpoint: new URL(url).origin,
      ...(options.certificate === undefined ? {} : { caFile: options.certificate.caFile }),
      codeDir,
      concurrency: options.lambdaConcurrency ?? 1000,
      onOutput,
    };
    for (const lambda of lambdas) functions.set(lambda.arn, new LambdaFunction(lambda, lambdaHost));
    const client = new DynamoDBClient({
      endpoint: options.dynamodb.endpoint,
      region: api.region,
      credentials: secrets.credentials,
    });
    for (const table of tables) await createTable(client, table);
    client.destroy();
    feeds = await prepareFeeds(
      blueprint.streams,
      { endpoint: options.dynamodb.endpoint, credentials: secrets.credentials },
      {
        region: api.region,
        stateDir,
        pollMs: options.streamPollMs ?? 250,
        invoke: async (arn, event) => functions.get(arn)!.invoke(event),
        onLog: (line) => onOutput('stream', `${line}\n`),
        onFault,
      },
    );
    invocation = {
      find: (nameOrArn) =>
        functions.get(nameOrArn) ?? functions.get(lambdas.find(({ name }) => name === nameOrArn)?.arn ?? ''),
      authenticate: (request) => verifySignature(request, accessKeys, api, 'lambda'),
      arnOf: (nameOrArn) =>
        nameOrArn.startsWith('arn:')
          ? nameOrArn
          : `arn:aws:lambda:${api.region}:${api.accountId}:function:${nameOrArn}`,
    };
    core = createCore(blueprint, {
      dynamoDbEndpoint: options.dynamodb.endpoint,
      secrets,
      accessKeys,
      assumeRole,
      signingKey,
      functions,
      requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
      onLog: (coordinate, lines) => onOutput(coordinate, `${lines.join('\n')}\n`),
      onDropped: (line) => onOutput('realtime', `${line}\n`),
      onFault,
    });
    await feeds.begin();
    const apiKey = api.apiKeys[0]?.value;
    access = {
      api,
      host,
      operationsDir: options.operationsDir,
      stateDir,
      apiKey,
      credentials: secrets.credentials,
      region: api.region,
    };
    return {
      url,
      realtimeUrl: `${url.replace(/^http/, 'ws')}/realtime`,
      region: api.region,
      apiKey,
      credentials: secrets.credentials,
      functionCredentials: Object.fromEntries(lambdas.map(({ logicalId, arn }) => [logicalId, functionKeys.get(arn)!])),
      deadLetters: feeds.deadLetters,
      streamIdle: feeds.idle,
      issueToken: (username, tokenOptions) => issueToken(stateDir, username, tokenOptions),
      execute: createCaller(app, { url, stateDir, apiKey, credentials: secrets.credentials, region: api.region }),
      tables: Object.fromEntries(tables.map(({ logicalId, name }) => [logicalId, name])),
      lambdaPids: () => [...functions.values()].flatMap(({ pid }) => pid ?? []),
      lambdaPeaks: () =>
        Object.fromEntries(lambdas.map(({ arn, logicalId }) => [logicalId, functions.get(arn)?.takePeak() ?? 0])),
      withoutEffect: blueprint.withoutEffect,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
