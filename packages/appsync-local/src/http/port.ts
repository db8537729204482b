import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Whether a TCP port of a local address can be listened on right now. */
export async function isPortFree(port: number, host: string): Promise<boolean> {
  try {
    await listenOnce(port, host);
    return true;
  } catch (error) {
    if (['EADDRINUSE', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** A TCP port that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
  return listenOnce(0, undefined);
}

async function listenOnce(port: number, host: string | undefined): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const { port: taken } = server.address() as AddressInfo;
      server.close(() => resolve(taken));
    });
  });
}
