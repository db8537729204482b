import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';

/** A listening server. */
export interface Listening {
  server: Server;
  port: number;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/** Connections that may wait to be accepted: many people may come at one moment. */
const BACKLOG = 4096;

type FetchCallback = Parameters<typeof createAdaptorServer>[0]['fetch'];

/**
 * Serves an app on a port, 0 for any free one; over HTTPS if there is a certificate. Rejects with EADDRINUSE when the
 * port is taken.
 */
export async function listen(
  app: { fetch: FetchCallback },
  host: string,
  port: number,
  tls?: { key: string; cert: string },
): Promise<Listening> {
  const secured =
    tls === undefined ? {} : { createServer: createHttpsServer, serverOptions: { key: tls.key, cert: tls.cert } };
  const server = createAdaptorServer({ fetch: app.fetch, ...secured }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, () => resolve());
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { server, port: (server.address() as AddressInfo).port, close };
}
