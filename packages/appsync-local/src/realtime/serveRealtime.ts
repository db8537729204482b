import type { IncomingMessage, Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { CallRefused } from '../auth/refusal.ts';
import type { ApiCore } from '../http/answerGraphql.ts';
import { BoundedSocket, type SocketBounds } from './boundedSocket.ts';
import { BadConnect, protocolsOf, readConnectRequest } from './connectRequest.ts';
import { Connection } from './connection.ts';
import { connectionError, type RealtimeError } from './messages.ts';

export interface RealtimeSettings {
  /** Undefined until the API is ready. */
  core(): ApiCore | undefined;
  keepAliveMs: number;
  bounds: SocketBounds;
}

const PATHS = ['/graphql', '/graphql/realtime'];
const SUBPROTOCOL = 'graphql-ws';
/** Service Restart (IANA's WebSocket close codes): come back at once. */
const SERVICE_RESTART = 1012;
/** Larger frames end the connection with 1009 (RFC 6455), before they are read into memory. */
const MAX_FRAME_BYTES = 256 * 1024;

/**
 * Serves AppSync's real-time endpoint on an HTTP server, under both of its paths
 * (docs/reference/appsync.md#connecting). Refused connects get a connection_error and are closed. `close` drops all
 * clients; `restart` says goodbye to them with 1012, after which they connect again.
 */
export function serveRealtime(server: Server, settings: RealtimeSettings): { restart(): void; close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    const [path = ''] = (request.url ?? '').split('?');
    const core = settings.core();
    if (core === undefined || !PATHS.includes(path)) {
      // Nobody reads it any more, so nobody would notice that the client has gone.
      stream.once('finish', () => stream.destroy());
      stream.end(
        `HTTP/1.1 ${core === undefined ? '503 Service Unavailable' : '404 Not Found'}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => accept(socket, request, core, settings));
  });
  return {
    restart: () => sockets.clients.forEach((socket) => socket.close(SERVICE_RESTART, 'Service restart')),
    close: () => {
      for (const socket of sockets.clients) {
        socket.terminate();
      }
      sockets.close();
    },
  };
}

function accept(
  socket: WebSocket,
  request: IncomingMessage,
  core: ApiCore,
  { keepAliveMs, bounds }: RealtimeSettings,
): void {
  const bounded = new BoundedSocket(socket, bounds, () =>
    core.hub.dropped('a connection was closed: its client asks and does not read'),
  );
  const sourceIp = [(request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '')];
  const connection = new Connection(bounded, { core, sourceIp, keepAliveMs });
  const refusal = authenticate(request, core, sourceIp);
  // What goes wrong with a socket closes it; that is all there is to know.
  socket.on('error', () => undefined);
  socket.on('close', () => connection.end());
  // Frames wait, in order, until it is known who sends them.
  socket.on('message', (frame) => void refusal.then((refused) => refused ?? connection.receive(String(frame))));
  void refusal.then((refused) => {
    if (refused === undefined) {
      return;
    }
    bounded.send(connectionError(refused));
    bounded.close();
  });
}

/** Why a connect is refused, or undefined. */
async function authenticate(
  request: IncomingMessage,
  core: ApiCore,
  sourceIp: string[],
): Promise<RealtimeError | undefined> {
  const protocols = protocolsOf(request);
  if (protocols.length === 0) {
    return { message: 'NoProtocolError', errorCode: 400 };
  }
  if (!protocols.includes(SUBPROTOCOL)) {
    return { message: 'SubProtocolNotSupportedError', errorCode: 400 };
  }
  try {
    await core.authenticate(readConnectRequest(request, sourceIp));
    return undefined;
  } catch (error) {
    if (error instanceof CallRefused) {
      return { errorType: error.errorType, message: error.message, errorCode: error.status };
    }
    if (error instanceof BadConnect) {
      return { errorType: 'BadRequestException', message: error.message, errorCode: 400 };
    }
    core.executor.onFault(error);
    return { errorType: 'InternalFailureException', message: 'An internal failure occurred.', errorCode: 500 };
  }
}
