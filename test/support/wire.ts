import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A cable between a client and the API that can be cut. */
export interface Wire {
  port: number;
  /** Breaks every connection, and every new one at once. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Lays one to a port of this machine. */
export async function layWire(targetPort: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      return near.destroy();
    }
    const far = connect(targetPort, 'localhost');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => (sockets.delete(one), other.destroy()));
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const breakAll = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      breakAll();
    },
    mend: () => (isCut = false),
    close: () => new Promise((resolve) => (server.close(() => resolve()), breakAll())),
  };
}
