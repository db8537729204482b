import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

const TABLE_SERVICE = 'DynamoDB_20120810';

/** What stands in front of a DynamoDB and writes down what passes. */
export interface CountingProxy {
  endpoint: string;
  /** The operations since the last call of this, in order: `TransactWriteItems`, `GetItem`, … */
  takeOperations(): string[];
  close(): Promise<void>;
}

/** Passes every request on to `target` and counts it by its `x-amz-target`; those of streams pass uncounted. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  let operations: string[] = [];
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, answer) => {
    const [service, operation] = String(incoming.headers['x-amz-target']).split('.');
    if (service === TABLE_SERVICE && operation !== undefined) operations.push(operation);
    const { method, url: path, headers } = incoming;
    const outgoing = request({ hostname, port, method, path, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    outgoing.on('error', () => answer.destroy());
    incoming.pipe(outgoing);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeOperations() {
      const taken = operations;
      operations = [];
      return taken;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
