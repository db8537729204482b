import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request on its way to DynamoDB: its operation (`TransactWriteItems`) and its body as text. */
export interface Passing {
  operation: string;
  body: string;
}

export type Match = (passing: Passing) => boolean;

/** What happens to the next request that matches. */
export interface Interception {
  /** The request has been carried out (or refused), and its answer waits; of a delayed one: it has come. */
  reached: Promise<void>;
  /** Lets it go on; also before it has come. */
  release(): void;
}

/** What stands between the API and its DynamoDB, to put calls into an exact order. */
export interface Interposer {
  endpoint: string;
  /** Holds the answer to the next request that matches. */
  hold(match: Match): Interception;
  /** Holds the next request that matches before it is carried out. */
  delay(match: Match): Interception;
  /**
   * The answer to the next request that matches is lost: carried out, then the connection breaks; `release` says when.
   */
  lose(match: Match): Interception;
  /** The next request that matches fails without being carried out. */
  fail(match: Match): void;
  close(): Promise<void>;
}

interface Plan {
  match: Match;
  kind: 'hold' | 'delay' | 'lose' | 'fail';
  reached(): void;
  released: Promise<void>;
}

/** Passes everything on to `target`, except what was planned. */
export async function startInterposer(target: string): Promise<Interposer> {
  const plans: Plan[] = [];
  const releases: (() => void)[] = [];
  const intercept = (kind: Plan['kind'], match: Match): Interception => {
    let release = () => {};
    let reached = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const isReached = new Promise<void>((resolve) => (reached = resolve));
    plans.push({ match, kind, reached, released });
    releases.push(release);
    return { reached: isReached, release };
  };
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await textOf(incoming);
    const operation = String(incoming.headers['x-amz-target']).replace(/^.*\./, '');
    const at = plans.findIndex(({ match }) => match({ operation, body }));
    const [plan] = at < 0 ? [] : plans.splice(at, 1);
    if (plan?.kind === 'fail') {
      outgoing.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' }).end(INTERNAL);
      return;
    }
    if (plan?.kind === 'delay') {
      plan.reached();
      await plan.released;
    }
    const reply = await fetch(target, { method: 'POST', body, headers: headersOf(incoming) });
    const text = await reply.text();
    plan?.reached();
    await plan?.released;
    if (plan?.kind === 'lose') {
      incoming.socket.destroy();
      return;
    }
    outgoing.writeHead(reply.status, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
  };
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing).catch(() => outgoing.destroy()));
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (match) => intercept('hold', match),
    delay: (match) => intercept('delay', match),
    lose: (match) => intercept('lose', match),
    fail: (match) => void intercept('fail', match),
    async close() {
      releases.forEach((release) => release());
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const INTERNAL = '{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"Internal server error"}';

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const wanted = ['content-type', 'x-amz-target', 'authorization', 'x-amz-date'];
  return Object.fromEntries(
    wanted.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])),
  );
}
