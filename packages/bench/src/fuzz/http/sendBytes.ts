import { connect } from 'node:net';

/** How long a server may take over a request that it should refuse: far longer than any takes. */
const PATIENCE_MS = 40_000;

/**
 * Sends bytes to a server, says that no more will come, and answers everything that it sends until it closes the
 * connection. Rejects if it keeps the connection open.
 */
export async function sendBytes(url: string, bytes: Buffer | string): Promise<Buffer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error('the server neither answers nor closes the connection'));
    }, PATIENCE_MS);
    socket.on('data', (chunk) => void chunks.push(chunk));
    // A server that has refused a request need not read it to its end.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks));
    });
    socket.once('connect', () => socket.end(bytes));
  });
}
