import { join, resolve } from 'node:path';
import { readBlueprint } from '../assembly/readBlueprint.ts';
import { issueToken } from '../auth/issueToken.ts';
import { loadSecrets } from '../auth/localSecrets.ts';
import { loadSigningKey } from '../auth/signingKey.ts';
import { verifySignature } from '../auth/verifySignature.ts';
import { proveIdentity } from '../console/proveIdentity.ts';
import { createCore } from '../core/createCore.ts';
import { createTables } from '../dynamodb/createTable.ts';
import { createAssumeRole } from '../iam/session.ts';
import { startFunctions } from '../lambda/startFunctions.ts';
import { prepareFeeds } from '../stream/prepareFeeds.ts';
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

/**
 * Builds the API behind its door, stage by stage: assembly, functions, tables, streams, GraphQL. Every part is handed
 * to `keep` as soon as it has to be closed.
 */
async function buildApi(
  settings: ApiSettings,
  door: Door,
  keep: (part: Part) => void,
): Promise<Omit<RunningApi, 'close'>> {
  const { stateDir, host, operationsDir, onOutput, onFault } = settings;
  const { endpoint } = settings.dynamodb;
  const [secrets, signingKey] = await Promise.all([loadSecrets(stateDir), loadSigningKey(stateDir)]);
  const { credentials } = secrets;

  const blueprint = readBlueprint(settings.assemblyDir, { graphqlUrl: door.url, apiKeyOf: secrets.apiKeyOf });
  const { api, tables, streams } = blueprint;
  const assumeRole = createAssumeRole(blueprint.roles, settings.onPermission);

  const functions = await startFunctions(blueprint, {
    secrets,
    assumeRole,
    dynamoDbEndpoint: endpoint,
    lambdaEndpoint: new URL(door.url).origin,
    caFile: settings.certificate?.caFile,
    codeDir: join(stateDir, 'lambda', String(door.port)),
    concurrency: settings.lambdaConcurrency,
    onOutput,
  });
  keep(functions);
  const accessKeys = [credentials, ...functions.keys];

  await createTables({ endpoint, region: api.region, credentials }, tables);

  const feeds = await prepareFeeds(
    streams,
    { endpoint, credentials },
    {
      region: api.region,
      stateDir,
      pollMs: settings.streamPollMs,
      invoke: (arn, event) => functions.byArn.get(arn)!.invoke(event),
      onLog: (line) => onOutput('stream', `${line}\n`),
      onFault,
    },
  );
  keep(feeds);

  const core = createCore(blueprint, {
    dynamoDbEndpoint: endpoint,
    secrets,
    accessKeys,
    assumeRole,
    signingKey,
    functions: functions.byArn,
    requestTimeoutMs: settings.requestTimeoutMs,
    onLog: (coordinate, lines) => onOutput(coordinate, `${lines.join('\n')}\n`),
    onDropped: (line) => onOutput('realtime', `${line}\n`),
    onFault,
  });

  const means = { stateDir, apiKey: api.apiKeys[0]?.value, credentials, region: api.region };
  door.serve({
    core,
    console: { ...means, api, host, operationsDir },
    invocation: {
      find: functions.find,
      authenticate: (request) => verifySignature(request, accessKeys, api, 'lambda'),
      arnOf: (name) =>
        name.startsWith('arn:') ? name : `arn:aws:lambda:${api.region}:${api.accountId}:function:${name}`,
    },
  });
  await feeds.begin();

  return {
    url: door.url,
    realtimeUrl: `${door.url.replace(/^http/, 'ws')}/realtime`,
    region: api.region,
    apiKey: means.apiKey,
    credentials,
    functionCredentials: functions.credentials,
    issueToken: (username, tokenOptions) => issueToken(stateDir, username, tokenOptions),
    prove: (request) => proveIdentity(request, door.url, means),
    execute: createCaller(door.app, { url: door.url, ...means }),
    deadLetters: feeds.deadLetters,
    streamIdle: feeds.idle,
    tables: Object.fromEntries(tables.map(({ logicalId, name }) => [logicalId, name])),
    lambdaPids: functions.pids,
    lambdaPeaks: functions.takePeaks,
    withoutEffect: blueprint.withoutEffect,
  };
}
