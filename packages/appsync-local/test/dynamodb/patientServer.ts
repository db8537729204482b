import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A server that ends no connection by itself. */
export interface PatientServer {
  endpoint: string;
  /** All connections so far, in order. */
  connections: readonly Socket[];
  /** Resolves when the client has ended the first one. */
  firstEnded: Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Starts a server that keeps every connection, and says of free ones that it keeps them for two seconds. An agent with
 * a time-out of its own for those takes the hint, and ends them after one; an agent without one ignores it, and waits
 * for the server.
 */
export async function startPatientServer(listener: RequestListener): Promise<PatientServer> {
  const connections: Socket[] = [];
  let endFirst: (ended: unknown) => void = () => undefined;
  const firstEnded = new Promise((resolve) => (endFirst = resolve));
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('connection', 'keep-alive').setHeader('keep-alive', 'timeout=2');
      listener(request, response);
    });
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    if (connections.push(socket) === 1) {
      socket.once('close', endFirst);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections,
    firstEnded,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
