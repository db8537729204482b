/** Subscriptions by AppSync's protocol: one WebSocket, and what is heard over it. */
import type { Listener } from './follow.ts';

/** For the connection to open, for a subscription to be listened for, and for anything to come after a start. */
const PATIENCE_MS = 15_000;

/** How long AppSync may be silent where it does not say so itself. */
const KEEP_ALIVE_MS = 300_000;

/** How a connection is opened. */
export interface Opening {
  realtimeUrl: string;
  /** Who calls, asked anew for the connection and for each subscription, since tokens expire. */
  authorize(): Promise<Record<string, string>>;
  /** Called once, before the listeners hear of it: what is subscribed to from now on needs another connection. */
  ended(): void;
}

/** A connection that is open, or about to be. It ends with the last subscription over it. */
export interface Connection {
  /** Subscribes, and answers what ends it; `data` is the request as JSON. */
  subscribe(data: string, listener: Listener<never>): () => void;
}

/** What AppSync says. */
interface Message {
  type: string;
  id?: string;
  payload?: { data?: unknown; errors?: unknown; connectionTimeoutMs?: number };
}

interface Subscription {
  data: string;
  listener: Listener<never>;
  isStarted: boolean;
  patience: ReturnType<typeof setTimeout>;
}

/** Opens a connection. Nothing is tried again: when it is lost, every listener is told so. */
export function openConnection({ realtimeUrl, authorize, ended }: Opening): Connection {
  const subscriptions = new Map<string, Subscription>();
  let socket: WebSocket | undefined;
  let isGreeted = false;
  let isOver = false;
  /** Whether nothing has come since a start was sent: the line may be dead, whatever the time between keep-alives. */
  let isAwaited = false;
  let keepAliveMs = PATIENCE_MS;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let ids = 0;

  const allowSilence = (ms: number): void => {
    clearTimeout(silence);
    silence = setTimeout(() => end(new Error('The server has fallen silent.')), ms);
  };
  const send = (message: object): void => socket?.send(JSON.stringify(message));
  const end = (reason: unknown): void => {
    if (isOver) {
      return;
    }
    isOver = true;
    clearTimeout(silence);
    ended();
    // Browsers complain where one is closed that is being opened: one that nobody wants is closed once it is open.
    if (reason !== undefined || socket?.readyState !== WebSocket.CONNECTING) {
      socket?.close();
    } else {
      silence = setTimeout(() => socket?.close(), PATIENCE_MS);
    }
    [...subscriptions.keys()].forEach((id) => lose(id, reason));
  };
  const remove = (id: string, reason?: unknown): Subscription | undefined => {
    const removed = subscriptions.get(id);
    if (removed !== undefined) {
      clearTimeout(removed.patience);
      subscriptions.delete(id);
      if (removed.isStarted && !isOver) {
        send({ id, type: 'stop' });
      }
      if (subscriptions.size === 0) {
        end(reason);
      }
    }
    return removed;
  };
  const lose = (id: string, reason: unknown): void => remove(id, reason)?.listener.lost(reason);

  const start = async (id: string): Promise<void> => {
    try {
      const authorization = await authorize();
      const subscription = subscriptions.get(id);
      if (subscription !== undefined) {
        subscription.isStarted = true;
        send({ id, type: 'start', payload: { data: subscription.data, extensions: { authorization } } });
        if (!isAwaited) {
          isAwaited = true;
          allowSilence(PATIENCE_MS);
        }
      }
    } catch (thrown) {
      lose(id, thrown);
    }
  };
  const hear = ({ type, id = '', payload = {} }: Message): void => {
    const subscription = subscriptions.get(id);
    if (type === 'connection_ack') {
      isGreeted = true;
      keepAliveMs = payload.connectionTimeoutMs ?? KEEP_ALIVE_MS;
      [...subscriptions.keys()].forEach((waiting) => void start(waiting));
    }
    isAwaited = false;
    allowSilence(keepAliveMs);
    if (type === 'start_ack') {
      clearTimeout(subscription?.patience);
      subscription?.listener.listening();
    } else if (type === 'complete') {
      lose(id, new Error('The server has ended the subscription.'));
    } else if (type === 'data' && [payload.errors ?? []].flat().length === 0) {
      subscription?.listener.next(payload.data as never);
    } else if (type === 'data' || type === 'error' || type === 'connection_error') {
      const reason = refusal(payload.errors, 'The server has refused.');
      if (id === '') {
        end(reason);
      } else {
        lose(id, reason);
      }
    }
  };

  const open = (authorization: object): void => {
    if (isOver) {
      return;
    }
    const header = btoa(JSON.stringify(authorization)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    const opening = (socket = new WebSocket(realtimeUrl, ['graphql-ws', `header-${header}`]));
    opening.onopen = () => {
      if (isOver) {
        clearTimeout(silence);
        opening.close();
      } else {
        send({ type: 'connection_init' });
      }
    };
    opening.onmessage = ({ data }) => {
      if (isOver) {
        return;
      }
      const message = readMessage(String(data));
      if (message === null) {
        end(new Error('What the server says is no message of AppSync.'));
      } else {
        hear(message);
      }
    };
    opening.onclose = opening.onerror = () =>
      end(new Error(isGreeted ? 'The connection is lost.' : `No connection to ${realtimeUrl}.`));
  };
  allowSilence(PATIENCE_MS);
  authorize().then(open).catch(end);

  return {
    subscribe(data, listener) {
      const id = String((ids += 1));
      const patience = setTimeout(() => lose(id, new Error('The server does not listen.')), PATIENCE_MS);
      subscriptions.set(id, { data, listener, isStarted: false, patience });
      if (isGreeted) {
        void start(id);
      }
      return () => void remove(id);
    },
  };
}

/** A message as it came over the line; null where it is none, as from a proxy that speaks for itself. */
function readMessage(text: string): Message | null {
  try {
    const message: unknown = JSON.parse(text);
    const { payload } = Object(message) as { payload?: unknown };
    return typeof message === 'object' && message !== null && !Array.isArray(message)
      ? ({ ...message, payload: payload ?? undefined } as Message)
      : null;
  } catch {
    return null;
  }
}

/** What was refused: `message` for people, `errors` for `readError`. AppSync sends a list of errors, or just one. */
export function refusal(errors: unknown, otherwise: string): Error & { errors: unknown[] } {
  const list = [errors ?? []].flat() as unknown[];
  const messages = list.map((error) => {
    const { errorType, message } = Object(error) as { errorType?: string; message?: string };
    return message ?? errorType ?? '';
  });
  return Object.assign(new Error(messages.join(' ') || otherwise), { errors: list });
}
