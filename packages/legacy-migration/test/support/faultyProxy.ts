import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FaultyProxy {
  endpoint: string;
  /** How often each fault happened. */
  suffered: Record<string, number>;
  /** All requests fail from now on, or no more. */
  isDown: boolean;
  /** Resolves when so many more transactions have come, the last of them still under way. */
  afterTransactions(count: number): Promise<void>;
  close(): Promise<void>;
}

type Fault = { status: number; type: string; more?: object } | 'lostAnswer' | null;

/**
 * Stands before a DynamoDB and makes it throttle whole requests and single actions of transactions, leave keys
 * unprocessed, fail, and lose answers of work that was done. @param random evenly in [0, 1)
 */
export async function startFaultyProxy(target: string, random: () => number): Promise<FaultyProxy> {
  const suffered: Record<string, number> = {};
  const proxy = { suffered, isDown: false };
  const awaited = new Set<{ left: number; resolve: () => void }>();
  const { hostname, port } = new URL(target);
  const server = createServer(async (incoming, answer) => {
    const body = await textOf(incoming);
    const operation = String(incoming.headers['x-amz-target']).replace(/^.*\./, '');
    if (operation === 'TransactWriteItems') {
      for (const one of awaited) {
        one.left -= 1;
        if (one.left <= 0) one.resolve();
      }
    }
    const fault: Fault = proxy.isDown ? { status: 500, type: 'InternalServerError' } : faultOf(operation, body, random);
    if (fault !== null) {
      const name = typeof fault === 'string' ? fault : `${operation} ${fault.type}`;
      suffered[name] = (suffered[name] ?? 0) + 1;
    }
    if (fault !== null && fault !== 'lostAnswer') {
      answer.writeHead(fault.status, { 'content-type': 'application/x-amz-json-1.0' });
      answer.end(
        JSON.stringify(
          fault.status === 200
            ? fault.more
            : { __type: `com.amazonaws.dynamodb.v20120810#${fault.type}`, message: 'Rate exceeded', ...fault.more },
        ),
      );
      return;
    }
    const { method, url: path, headers } = incoming;
    const outgoing = request({ hostname, port, method, path, headers }, (reply) => {
      if (fault === 'lostAnswer') {
        reply.resume().on('end', () => answer.destroy());
        return;
      }
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    outgoing.on('error', () => answer.destroy());
    outgoing.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(proxy, {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    afterTransactions: (count: number) => new Promise<void>((resolve) => void awaited.add({ left: count, resolve })),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

function faultOf(operation: string, body: string, random: () => number): Fault {
  const dice = random();
  if (operation === 'DescribeTable') return null;
  if (dice < 0.04) return { status: 400, type: 'ThrottlingException' };
  if (dice < 0.05) return { status: 500, type: 'InternalServerError' };
  if (operation === 'BatchGetItem' && dice < 0.1) {
    const { RequestItems } = JSON.parse(body) as { RequestItems: object };
    return { status: 200, type: 'UnprocessedKeys', more: { Responses: {}, UnprocessedKeys: RequestItems } };
  }
  if (operation === 'TransactWriteItems' && dice < 0.1)
    return { status: 400, type: 'TransactionCanceledException', more: throttledAction(body, random) };
  if (dice < 0.13 && operation !== 'Scan') return 'lostAnswer';
  return null;
}

/** Nothing was written, because one action was throttled. */
function throttledAction(body: string, random: () => number): object {
  const { TransactItems } = JSON.parse(body) as { TransactItems: unknown[] };
  const throttled = Math.floor(random() * TransactItems.length);
  return {
    CancellationReasons: TransactItems.map((_, index) => ({ Code: index === throttled ? 'ThrottlingError' : 'None' })),
  };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
