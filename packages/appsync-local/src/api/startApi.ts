import { join, resolve } from 'node:path';
import type { Blueprint } from '../assembly/blueprint.ts';
import { readBlueprint } from '../assembly/readBlueprint.ts';
import type { AccessKey } from '../auth/accessKey.ts';
import { issueToken } from '../auth/issueToken.ts';
import { loadSecrets, type LocalSecrets } from '../auth/localSecrets.ts';
import { loadSigningKey, type SigningKey } from '../auth/signingKey.ts';
import { verifySignature } from '../auth/verifySignature.ts';
import { proveIdentity } from '../console/proveIdentity.ts';
import { createCore } from '../core/createCore.ts';
import { createTables } from '../dynamodb/createTable.ts';
import type { ApiCore } from '../http/answerGraphql.ts';
import { type AssumeRole, createAssumeRole } from '../iam/session.ts';
import { startFunctions, type Functions } from '../lambda/startFunctions.ts';
import { prepareFeeds, type StreamFeeds } from '../stream/prepareFeeds.ts';
import { settingsOf, type ApiOptions, type ApiSettings } from './apiOptions.ts';
import { createCaller } from './execute.ts';
import { openDoor, type Door } from './openDoor.ts';
import type { RunningApi } from './runningApi.ts';

/** A part that has to be closed at the end. */
interface Part {
  close(): Promise<void>;
}

/**
 * Starts the API of a cloud assembly on a running DynamoDB; its tables are created if they are not there. Throws what
 * stands in the way: a LocalError, or EADDRINUSE. Nothing stays behind then.
 */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const settings = settingsOf({ ...options, stateDir: resolve(options.stateDir) });
  const door = await openDoor(settings);
  const parts: Part[] = [door];
  // All at once: what is under way in one part ends because the other parts are gone.
  const close = async () => void (await Promise.all(parts.map((part) => part.close())));
  try {
    return { ...(await buildApi(settings, door, (part) => parts.unshift(part))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What every stage works from: the assembly that was read, and the secrets of this state directory. */
interface Plan {
  settings: ApiSettings;
  /** The GraphQL endpoint. */
  url: string;
  blueprint: Blueprint;
  secrets: LocalSecrets;
  signingKey: SigningKey;
  assumeRole: AssumeRole;
}

/**
 * Builds the API behind its door, stage by stage: assembly, functions, tables, streams, GraphQL. Every part is handed
 * to `keep` as soon as it has to be closed.
 */
async function buildApi(
  settings: ApiSettings,
  door: Door,
  keep: (part: Part) => void,
): Promise<Omit<RunningApi, 'close'>> {
  const plan = await readPlan(settings, door);
  const functions = await functionsOf(plan, door);
  keep(functions);
  await makeTables(plan);
  const feeds = await feedsOf(plan, functions);
  keep(feeds);
  const accessKeys = [plan.secrets.credentials, ...functions.keys];
  serveBehind(door, plan, functions, accessKeys, coreOf(plan, functions, accessKeys));
  await feeds.begin();
  return describeApi(plan, door, functions, feeds);
}

async function readPlan(settings: ApiSettings, { url }: Door): Promise<Plan> {
  const { stateDir, assemblyDir, onPermission } = settings;
  const [secrets, signingKey] = await Promise.all([loadSecrets(stateDir), loadSigningKey(stateDir)]);
  const blueprint = readBlueprint(assemblyDir, { graphqlUrl: url, apiKeyOf: secrets.apiKeyOf });
  return { settings, url, blueprint, secrets, signingKey, assumeRole: createAssumeRole(blueprint.roles, onPermission) };
}

function functionsOf({ settings, blueprint, secrets, assumeRole }: Plan, { url, port }: Door): Promise<Functions> {
  return startFunctions(blueprint, {
    secrets,
    assumeRole,
    dynamoDbEndpoint: settings.dynamodb.endpoint,
    lambdaEndpoint: new URL(url).origin,
    caFile: settings.certificate?.caFile,
    codeDir: join(settings.stateDir, 'lambda', String(port)),
    concurrency: settings.lambdaConcurrency,
    onOutput: settings.onOutput,
  });
}

function makeTables({ settings, blueprint: { api, tables }, secrets: { credentials } }: Plan): Promise<void> {
  return createTables({ endpoint: settings.dynamodb.endpoint, region: api.region, credentials }, tables);
}

function feedsOf({ settings, blueprint, secrets: { credentials } }: Plan, { byArn }: Functions): Promise<StreamFeeds> {
  const { stateDir, streamPollMs, onOutput, onFault } = settings;
  return prepareFeeds(
    blueprint.streams,
    { endpoint: settings.dynamodb.endpoint, credentials },
    {
      region: blueprint.api.region,
      stateDir,
      pollMs: streamPollMs,
      invoke: (arn, event) => byArn.get(arn)!.invoke(event),
      onLog: (line) => onOutput('stream', `${line}\n`),
      onFault,
    },
  );
}

/** The GraphQL core; `accessKeys` are those whose signatures are accepted. */
function coreOf(plan: Plan, { byArn }: Functions, accessKeys: readonly AccessKey[]): ApiCore {
  const { settings, blueprint, secrets, signingKey, assumeRole } = plan;
  const { dynamodb, requestTimeoutMs, onOutput, onFault } = settings;
  return createCore(blueprint, {
    dynamoDbEndpoint: dynamodb.endpoint,
    secrets,
    accessKeys,
    assumeRole,
    signingKey,
    functions: byArn,
    requestTimeoutMs,
    onLog: (coordinate, lines) => onOutput(coordinate, `${lines.join('\n')}\n`),
    onDropped: (line) => onOutput('realtime', `${line}\n`),
    onFault,
  });
}

/** From now on the door answers: with GraphQL, the console and Lambda's Invoke. */
function serveBehind(
  door: Door,
  plan: Plan,
  { find }: Functions,
  accessKeys: readonly AccessKey[],
  core: ApiCore,
): void {
  const { api } = plan.blueprint;
  const { host, operationsDir } = plan.settings;
  door.serve({
    core,
    console: { ...meansOf(plan), api, host, operationsDir },
    invocation: {
      find,
      authenticate: (request) => verifySignature(request, accessKeys, api, 'lambda'),
      arnOf: (name) =>
        name.startsWith('arn:') ? name : `arn:aws:lambda:${api.region}:${api.accountId}:function:${name}`,
    },
  });
}

/** What it takes to act as anybody. */
function meansOf({ settings: { stateDir }, blueprint: { api }, secrets: { credentials } }: Plan) {
  return { stateDir, apiKey: api.apiKeys[0]?.value, credentials, region: api.region };
}

function describeApi(plan: Plan, { app }: Door, functions: Functions, feeds: StreamFeeds): Omit<RunningApi, 'close'> {
  const { url, blueprint } = plan;
  const means = meansOf(plan);
  const { stateDir, ...shown } = means;
  return {
    ...shown,
    url,
    realtimeUrl: `${url.replace(/^http/, 'ws')}/realtime`,
    functionCredentials: functions.credentials,
    issueToken: (username, tokenOptions) => issueToken(stateDir, username, tokenOptions),
    prove: (request) => proveIdentity(request, url, means),
    execute: createCaller(app, { url, ...means }),
    deadLetters: feeds.deadLetters,
    streamIdle: feeds.idle,
    tables: Object.fromEntries(blueprint.tables.map(({ logicalId, name }) => [logicalId, name])),
    lambdaPids: functions.pids,
    lambdaPeaks: functions.takePeaks,
    withoutEffect: blueprint.withoutEffect,
  };
}
