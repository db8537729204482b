import type { Hono } from 'hono';
import { isLoopback } from '../auth/loopback.ts';
import { createTokenApi } from '../auth/tokenApi.ts';
import { createConsole, type ConsoleAccess } from '../console/createConsole.ts';
import { answers } from '../dynamodb/startDynamoDb.ts';
import type { ApiCore } from '../http/answerGraphql.ts';
import { createApp } from '../http/createApp.ts';
import { listen } from '../http/listen.ts';
import { createInvokeApi, type InvokeSettings } from '../lambda/invokeApi.ts';
import { createBusApi, type BusSettings } from '../bus/busApi.ts';
import { createQueueApi, type QueueSettings } from '../queue/queueApi.ts';
import { SOCKET_BOUNDS } from '../realtime/boundedSocket.ts';
import { serveRealtime } from '../realtime/serveRealtime.ts';
import type { ApiSettings } from './apiOptions.ts';

/** What stands behind the door once the API is there. */
export interface Served {
  core: ApiCore;
  console: ConsoleAccess;
  invocation: InvokeSettings;
  queues: QueueSettings;
  buses: BusSettings;
  /** Whether it is healthy only while DynamoDB answers. */
  hasTables: boolean;
}

/**
 * The one port of a local API: GraphQL over HTTP and WebSocket, the console, the local sign-in, Lambda's Invoke, SQS's
 * SendMessage and EventBridge's PutEvents.
 */
export interface Door {
  /** The GraphQL endpoint. */
  url: string;
  port: number;
  /** Takes requests in process, as if they came over the port. */
  app: Hono;
  /** From now on requests are answered by this; clients of what was served before have to connect again. */
  serve(served: Served): void;
  close(): Promise<void>;
}

/**
 * Listens before there is anything to serve, since the port is part of what the API is built from: functions and
 * tokens know its URL. Until `serve` everything answers 503. Throws EADDRINUSE when the port is taken.
 */
export async function openDoor(settings: ApiSettings): Promise<Door> {
  const { host, port, certificate, keepAliveMs, dynamodb, stateDir } = settings;
  let served: Served | undefined;
  const core = () => served?.core;
  const pages = createConsole(() => served?.console);
  if (isLoopback(host)) {
    pages.route('/', createTokenApi(stateDir));
  }
  const app = createApp(core, async () => served?.hasTables !== true || (await answers(dynamodb.endpoint)), pages);
  app.route(
    '/',
    createInvokeApi(() => served?.invocation),
  );
  app.route(
    '/',
    createQueueApi(() => served?.queues),
  );
  app.route(
    '/',
    createBusApi(() => served?.buses),
  );
  const listening = await listen(app, host, port, certificate);
  const realtime = serveRealtime(listening.server, { core, keepAliveMs, bounds: SOCKET_BOUNDS });
  const scheme = certificate === undefined ? 'http' : 'https';
  return {
    url: `${scheme}://${host === '127.0.0.1' ? 'localhost' : host}:${listening.port}/graphql`,
    port: listening.port,
    app: app as unknown as Hono,
    serve: (ready) => {
      served = ready;
      realtime.restart();
    },
    close: () => {
      realtime.close();
      return listening.close();
    },
  };
}
