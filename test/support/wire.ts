import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A cable between a client and the API that can be cut. */
export interface Wire {
  port: number;
  /** Breaks every connection, and every new one at once. */
  cut(): void;
  mend(): void;
  /** Lets nothing through any more, without a word: what is connected stays so, and new connections are made. */
  freeze(): void;
  /** New connections work again; what was frozen stays so. */
  thaw(): void;
  /** How many connections were begun while it was frozen. */
  frozen: number;
  close(): Promise<void>;
}

/** Lays one to a port of this machine. */
export async function layWire(targetPort: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let isFrozen = false;
  const server = createServer((near) => {
    if (isCut) {
      return near.destroy();
    }
    if (isFrozen) {
      wire.frozen += 1;
      sockets.add(near);
      near.on('error', () => undefined).on('close', () => sockets.delete(near));
      return near.pause();
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
  const wire: Wire = {
    frozen: 0,
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      breakAll();
    },
    mend: () => (isCut = false),
    freeze() {
      isFrozen = true;
      sockets.forEach((socket) => socket.unpipe().pause());
    },
    thaw: () => (isFrozen = false),
    close: () => new Promise((resolve) => (server.close(() => resolve()), breakAll())),
  };
  return wire;
}
