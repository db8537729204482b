import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Faults, Interception, PlannedFault } from './faults.ts';
import { localBackend, type LocalBackend } from './localBackend.ts';
import { isModelled } from './model/carryOut.ts';
import type { Staleness } from './model/recentWrites.ts';
import { startModel, type ModelOptions, type RunningModel } from './model/startModel.ts';
import type { Stats } from './stats.ts';
import { realTime } from './time/realTime.ts';
import type { WireAnswer, RequestBody } from './wire/answer.ts';
import { internalServerError } from './wire/errors.ts';

export interface FaultyDynamoDbOptions extends Omit<ModelOptions, 'staleness'> {
  /**
   * Endpoint of a DynamoDB Local that runs with `-sharedDb`. The model does not see what is written there directly.
   */
  target: string;
  /** Real milliseconds per millisecond of the model; 0, the default, turns time off and leaves the rules. */
  speed?: number;
  faults?: Faults;
  /**
   * How often reads that are not marked consistent are behind: a probability, or details. By default a write is recent
   * for one second, with time turned off until `settle`.
   */
  staleReads?: number | Partial<Staleness>;
  /**
   * Called with the operation of every request of DynamoDB's own API when it comes (`GetItem`), not of its streams'.
   */
  onRequest?(operation: string): void;
}

/** A DynamoDB that refuses, throttles and fails as the real one does. */
export interface FaultyDynamoDb {
  endpoint: string;
  stats(): Stats;
  resetStats(): void;
  /** In place of the faults so far. */
  setFaults(faults: Faults): void;
  /** For the next requests that match, in order; one request takes the first that matches it. */
  plan(...planned: PlannedFault[]): void;
  /** Stops the next request that matches, by a fault that takes time, until the caller lets it go on. */
  intercept(planned: Pick<PlannedFault, 'match' | 'fault'>): Interception;
  /** Planned faults that have not met their request. */
  pending(): number;
  /** All replicas and indexes have caught up: no read is behind a write that has been answered. */
  settle(): void;
  /** Waits for nothing any more, lets what was begun end, and stops serving. */
  close(): Promise<void>;
}

/**
 * Starts a DynamoDB in front of DynamoDB Local, in this process: the conflict model of
 * docs/reference/dynamodb.md#the-conflict-model over HTTP. The system under test gets this endpoint. The code that
 * prepares and checks data gets the endpoint of DynamoDB Local.
 */
export async function startFaultyDynamoDb(options: FaultyDynamoDbOptions): Promise<FaultyDynamoDb> {
  const { target, speed = 0, faults = {}, staleReads = 0, onRequest = () => undefined, ...modelOptions } = options;
  const scheduler = realTime(speed);
  const backend = localBackend(target);
  const staleness = {
    probability: 0,
    windowMs: speed === 0 ? Infinity : 1000,
    ...(typeof staleReads === 'number' ? { probability: staleReads } : staleReads),
  };
  const model = startModel(backend, scheduler, { ...modelOptions, staleness });
  model.faults.set(faults);
  const inProgress = new Set<Promise<void>>();
  const server = createServer((incoming, outgoing) => {
    const work = serve({ model, backend, onRequest }, incoming, outgoing).finally(() => inProgress.delete(work));
    inProgress.add(work);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stats: () => model.counter.read(),
    resetStats: () => model.counter.reset(),
    setFaults: (changed) => model.faults.set(changed),
    plan: (...planned) => model.faults.plan(...planned),
    intercept: (planned) => model.faults.intercept(planned),
    pending: () => model.faults.pending(),
    settle: () => model.settle(),
    async close() {
      scheduler.hurry();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.allSettled(inProgress);
      await closed;
      backend.close();
    },
  };
}

/** One request. A client that goes away changes nothing: what was begun is carried out. */
async function serve(
  { model, backend, onRequest }: { model: RunningModel; backend: LocalBackend; onRequest(operation: string): void },
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const raw = await readAll(incoming);
    if (incoming.headers.authorization !== undefined) {
      backend.signAs(incoming.headers.authorization);
    }
    const [version = '', operation = ''] = String(incoming.headers['x-amz-target'] ?? '').split('.');
    const isForTables = version.startsWith('DynamoDB_');
    if (isForTables) {
      onRequest(operation);
    }
    const body = isForTables && isModelled(operation) ? parse(raw) : null;
    if (body === null) {
      const answer = await backend.pass(incoming.method ?? 'POST', incoming.url ?? '/', incoming.headers, raw);
      if (/^(Create|Update|Delete)Table$/.test(operation)) {
        backend.forgetTables();
      }
      send(outgoing, answer);
      return;
    }
    const answer = await model.carryOut({ operation, body, raw });
    if (answer === null) {
      incoming.socket.destroy();
    } else {
      send(outgoing, answer);
    }
  } catch (error) {
    if (incoming.destroyed && !incoming.complete) {
      return;
    }
    console.error('the faulty DynamoDB itself failed:', error);
    send(outgoing, internalServerError());
  }
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Null for what is no JSON object. */
function parse(raw: Buffer): RequestBody | null {
  try {
    const body = JSON.parse(raw.toString()) as RequestBody | null;
    return typeof body === 'object' ? body : null;
  } catch {
    return null;
  }
}

function send(outgoing: ServerResponse, { status, headers, body }: WireAnswer): void {
  if (outgoing.destroyed) {
    return;
  }
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}
