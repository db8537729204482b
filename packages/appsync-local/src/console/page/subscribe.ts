import type { Identity } from '../identity.ts';
import { messageOf } from './messageOf.ts';
import { prove } from './prove.ts';

/** A message, or that the server listens. */
export type Delivered = object | 'listening';

/** Takes what a subscription delivers; `complete` is the last call. */
export interface Sink {
  next(value: Delivered): void;
  complete(): void;
}

/** A message from the server (docs/reference/appsync.md#messages). */
interface Message {
  type: string;
  payload?: { errors?: unknown };
}

const ID = '1';
const NORMAL_CLOSURE = 1000;

/**
 * Subscribes by AppSync's real-time protocol (docs/reference/appsync.md#real-time-protocol) on a WebSocket of its own,
 * and answers what ends it.
 */
export function subscribe(identity: Identity, payload: { query: string; variables: object }, sink: Sink): () => void {
  let socket: WebSocket | undefined;
  let isOver = false;
  const send = (message: object): void => socket?.send(JSON.stringify(message));
  const end = (): void => {
    isOver = true;
    socket?.close(NORMAL_CLOSURE);
  };
  const fail = (errors: unknown): void => {
    if (isOver) {
      return;
    }
    end();
    sink.next({ errors });
    sink.complete();
  };
  const start = async (): Promise<void> => {
    const data = JSON.stringify(payload);
    const authorization = await prove(identity, 'start', data);
    if (!isOver) {
      send({ id: ID, type: 'start', payload: { data, extensions: { authorization } } });
    }
  };
  const receive = ({ type, payload: received }: Message): void => {
    if (type === 'connection_ack') {
      start().catch((error: unknown) => fail([messageOf(error)]));
    }
    if (type === 'start_ack') {
      sink.next('listening');
    }
    if (type === 'data') {
      sink.next(received ?? {});
    }
    if (type === 'error' || type === 'connection_error') {
      fail(received?.errors);
    }
    if (type === 'complete') {
      fail([{ message: 'The server ended the subscription.' }]);
    }
  };
  connect(identity)
    .then((opened) => {
      socket = opened;
      if (isOver) {
        return end();
      }
      opened.onopen = () => send({ type: 'connection_init' });
      opened.onmessage = ({ data }) => isOver || receive(JSON.parse(String(data)) as Message);
      opened.onclose = ({ code }) =>
        fail([{ message: `The connection to the local server is lost (${code}): run this again once it is back.` }]);
    })
    .catch((error: unknown) => fail([messageOf(error)]));
  return () => {
    if (socket?.readyState === WebSocket.OPEN) {
      send({ id: ID, type: 'stop' });
    }
    end();
  };
}

async function connect(identity: Identity): Promise<WebSocket> {
  const header = base64Url(JSON.stringify(await prove(identity, 'connect', '{}')));
  const url = new URL('/graphql/realtime', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return new WebSocket(url, ['graphql-ws', `header-${header}`]);
}

function base64Url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
