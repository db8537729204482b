import { join, resolve } from 'node:path';
import { readBlueprint } from '../assembly/readBlueprint.ts';
import type { AccessKey } from '../auth/accessKey.ts';
import { issueToken } from '../auth/issueToken.ts';
import { loadSecrets } from '../auth/localSecrets.ts';
import { loadSigningKey } from '../auth/signingKey.ts';
import { verifySignature } from '../auth/verifySignature.ts';
import { RequestLogs } from '../console/requestLogs.ts';
import { proveIdentity } from '../console/proveIdentity.ts';
import { createCore } from '../core/createCore.ts';
import { createTables } from '../dynamodb/createTable.ts';
import type { ApiCore } from '../http/answerGraphql.ts';
import { createAssumeRole } from '../iam/session.ts';
import { EventQueue } from '../lambda/eventQueue.ts';
import { startFunctions, type Functions } from '../lambda/startFunctions.ts';
import { BUS_PATH } from '../bus/busApi.ts';
import type { BusMessage } from '../bus/busEvent.ts';
import { deliverEvents } from '../bus/deliverEvents.ts';
import { QUEUE_PATH, type SentMessage } from '../queue/queueApi.ts';
import { Kept } from '../queue/kept.ts';
import { prepareFeeds, type StreamFeeds } from '../stream/prepareFeeds.ts';
import { makeFolder, stateErrorOf } from '../state/stateErrors.ts';
import { settingsOf, type ApiOptions, type ApiSettings } from './apiOptions.ts';
import { createCaller } from './execute.ts';
import { openDoor, type Door, type Served } from './openDoor.ts';
import type { Plan } from './plan.ts';
import type { RunningApi } from './runningApi.ts';
import { Versions } from './versions.ts';

/** What is written to later, in the midst of serving: at the start somebody can be told. */
const FOLDERS = ['console', 'lambda', 'stream'];

/** What invoking a function comes to that a later assembly does not have. */
const GONE = { error: { errorType: 'ResourceNotFoundException', errorMessage: 'Function not found' } };

/** What functions have sent, and what they were sent. */
interface Received {
  sent: Kept<SentMessage>;
  taken: Kept<BusMessage>;
  events: EventQueue;
}

/** A part that has to be closed at the end. */
interface Part {
  close(): Promise<void>;
}

/** As index.ts says. */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const settings = settingsOf({ ...options, stateDir: resolve(options.stateDir) });
  // It is awaited later; until then its failure is nobody's.
  settings.dynamodb.ready?.catch(() => undefined);
  FOLDERS.forEach((name) => makeFolder(join(settings.stateDir, name)));
  const parts: Part[] = [];
  const sent = new Kept<SentMessage>();
  const taken = new Kept<BusMessage>();
  const keep = <T extends Part>(part: T): T => {
    parts.unshift(part);
    return part;
  };
  // All at once: what is under way in one part ends because the other parts are gone.
  const close = async () => void (await Promise.all(parts.map((part) => part.close())));
  try {
    const door = keep(await openDoor(settings));
    const events = keep(
      new EventQueue({
        invoke: (arn, event) => versions.current.functions.byArn.get(arn)?.invoke(event) ?? Promise.resolve(GONE),
        onUnwritten: (reason) => settings.onOutput('lambda', `asynchronous invocations are not kept: ${reason}\n`),
        onGivenUp: (arn, event, reason) => {
          const { lambdas } = versions.current.plan.blueprint;
          const { name = arn, deadLetterQueueArn: queueArn } = lambdas.find((lambda) => lambda.arn === arn) ?? {};
          settings.onOutput(name, `an asynchronous invocation is given up: ${reason}\n`);
          if (queueArn !== undefined) {
            sent.add({ queueArn, body: JSON.stringify(event) });
          }
        },
      }),
    );
    const versions: Versions = keep(
      new Versions({
        prepare: async (assemblyDir, number) => {
          const plan = await readPlan({ ...settings, assemblyDir }, door);
          const functions = await prepareFunctions(plan, door, number);
          try {
            return { plan, functions, served: buildServed(plan, functions, { sent, taken, events }) };
          } catch (error) {
            await functions.close();
            throw error;
          }
        },
        feed: async ({ plan, functions }) => {
          await settings.dynamodb.ready;
          await createMissingTables(plan);
          return prepareStreams(plan, functions);
        },
        serve: ({ served }) => door.serve(served),
      }),
    );
    await versions.replace(settings.assemblyDir);
    events.begin(join(settings.stateDir, 'lambda', `events-${versions.feeds.tables}.json`));
    return describeApi(versions, door, { sentMessages: sent.items, busMessages: taken.items, close });
  } catch (error) {
    await close();
    throw stateErrorOf(error, settings.stateDir);
  }
}

async function readPlan(settings: ApiSettings, { url }: Door): Promise<Plan> {
  const { stateDir, assemblyDir, onPermission } = settings;
  const [secrets, signingKey] = await Promise.all([loadSecrets(stateDir), loadSigningKey(stateDir)]);
  const blueprint = readBlueprint(assemblyDir, { graphqlUrl: url, apiKeyOf: secrets.apiKeyOf });
  return { settings, url, blueprint, secrets, signingKey, assumeRole: createAssumeRole(blueprint.roles, onPermission) };
}

function prepareFunctions(
  { settings, blueprint, secrets, assumeRole }: Plan,
  { url, port }: Door,
  version: number,
): Promise<Functions> {
  return startFunctions(blueprint, {
    secrets,
    assumeRole,
    dynamoDbEndpoint: settings.dynamodb.endpoint,
    lambdaEndpoint: new URL(url).origin,
    queueEndpoint: `${new URL(url).origin}${QUEUE_PATH}`,
    busEndpoint: `${new URL(url).origin}${BUS_PATH}`,
    caFile: settings.certificate?.caFile,
    codeDir: join(settings.stateDir, 'lambda', version === 0 ? String(port) : `${port}.${version}`),
    concurrency: settings.lambdaConcurrency,
    onOutput: settings.onOutput,
  });
}

function createMissingTables({ settings, blueprint: { api, tables }, secrets: { credentials } }: Plan): Promise<void> {
  return createTables({ endpoint: settings.dynamodb.endpoint, region: api.region, credentials }, tables);
}

function prepareStreams(
  { settings, blueprint, secrets: { credentials } }: Plan,
  { byArn }: Functions,
): Promise<StreamFeeds> {
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

/** What answers behind the door: GraphQL, the console, and what functions call of Lambda, SQS and EventBridge. */
function buildServed(plan: Plan, functions: Functions, { sent, taken, events }: Received): Served {
  const { settings, blueprint, secrets } = plan;
  const { api, queues, buses, rules } = blueprint;
  const deliver = deliverEvents(rules, (arn, event) => events.accept(arn, event));
  const accessKeys = [secrets.credentials, ...functions.keys];
  const logs = new RequestLogs();
  return {
    core: buildCore(plan, functions, accessKeys, logs),
    hasTables: blueprint.tables.length > 0,
    console: {
      ...meansOf(plan),
      api,
      host: settings.host,
      caFile: settings.certificate && resolve(settings.certificate.caFile),
      operationsDir: settings.operationsDir,
      logs,
    },
    invocation: {
      find: functions.find,
      onEvent: (arn, event) => events.accept(arn, event),
      authenticate: (request) => verifySignature(request, accessKeys, api, 'lambda'),
      arnOf: (name) =>
        name.startsWith('arn:') ? name : `arn:aws:lambda:${api.region}:${api.accountId}:function:${name}`,
    },
    queues: {
      queueArns: new Map(queues.map(({ url, arn }) => [url, arn])),
      authenticate: (request) => verifySignature(request, accessKeys, api, 'sqs'),
      onMessage: (message) => sent.add(message),
    },
    buses: {
      busArns: new Map(buses.flatMap(({ name, arn }) => [name, arn].map((known) => [known, arn]))),
      account: api.accountId,
      region: api.region,
      authenticate: (request) => verifySignature(request, accessKeys, api, 'events'),
      onEvent: (message) => {
        taken.add(message);
        settings.onBusEvent(message.event);
        deliver(message);
      },
    },
  };
}

/** GraphQL itself; `accessKeys` are those whose signatures are accepted. */
function buildCore(plan: Plan, { byArn }: Functions, accessKeys: readonly AccessKey[], logs: RequestLogs): ApiCore {
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
    onResolved: logs.add,
    onErrors: (errors, requestId) => onOutput('fields', `${JSON.stringify({ requestId, errors })}\n`),
    onLog: (coordinate, lines, fault) => onOutput(coordinate, `${lines.join('\n')}\n`, fault),
    onDropped: (line) => onOutput('realtime', `${line}\n`),
    onFault,
  });
}

/** What it takes to act as anybody. */
function meansOf({ settings: { stateDir }, blueprint: { api }, secrets: { credentials } }: Plan) {
  return { stateDir, apiKey: api.apiKeys[0]?.value, credentials, region: api.region };
}

function describeApi(
  versions: Versions,
  { app }: Door,
  rest: Pick<RunningApi, 'sentMessages' | 'busMessages' | 'close'>,
): RunningApi {
  const { plan } = versions.current;
  const { url } = plan;
  const means = meansOf(plan);
  const { stateDir, ...shown } = means;
  return {
    ...rest,
    ...shown,
    url,
    realtimeUrl: `${url.replace(/^http/, 'ws')}/realtime`,
    issueToken: (username, tokenOptions) => issueToken(stateDir, username, tokenOptions),
    prove: (request) => proveIdentity(request, url, means),
    execute: createCaller(app, { url, ...means }),
    streamIdle: () => versions.feeds.idle(),
    lambdaPids: () => versions.current.functions.pids(),
    lambdaPeaks: () => versions.current.functions.takePeaks(),
    replace: (assemblyDir) => versions.replace(assemblyDir),
    get functionCredentials() {
      return versions.current.functions.credentials;
    },
    get deadLetters() {
      return versions.feeds.deadLetters;
    },
    get tables() {
      const { tables } = versions.current.plan.blueprint;
      return Object.fromEntries(tables.map(({ logicalId, name }) => [logicalId, name]));
    },
    get withoutEffect() {
      return versions.current.plan.blueprint.withoutEffect;
    },
  };
}
