import type { SubscriptionForwarder } from '@urql/core';

type Sink = Parameters<ReturnType<SubscriptionForwarder>['subscribe']>[0];

/**
 * Subscriptions by AppSync's protocol, all over one connection. When it is lost, all of them end with an error, as does
 * one that the server does not listen for after 15 s: subscribe again, and fetch again what is shown, for what was said
 * meanwhile is not said again.
 */
export function appSyncSubscriptions(api: {
  endpoint: string;
  realtimeUrl: string;
  getToken: () => Promise<string>;
}): SubscriptionForwarder {
  const sinks = new Map<string, Sink>();
  const unheard = new Map<string, ReturnType<typeof setTimeout>>();
  let connecting: Promise<{ socket: WebSocket; authorization: object }> | undefined;
  let ids = 0;

  const heard = (id: string): void => {
    clearTimeout(unheard.get(id));
    unheard.delete(id);
  };
  const fail = (id: string, reason: string): void => {
    const sink = sinks.get(id);
    heard(id);
    sinks.delete(id);
    sink?.error(new Error(reason));
  };
  const lose = (reason: string): void => {
    connecting = undefined;
    const ended = [...sinks.values()];
    sinks.clear();
    ended.forEach((sink) => sink.error(new Error(reason)));
  };

  const connect = async () => {
    const authorization = { host: new URL(api.endpoint).host, Authorization: await api.getToken() };
    const header = btoa(JSON.stringify(authorization)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    const socket = new WebSocket(api.realtimeUrl, ['graphql-ws', `header-${header}`]);
    let silence: ReturnType<typeof setTimeout> | undefined;
    let patienceMs = 30_000;
    const end = (reason: string): void => {
      clearTimeout(silence);
      socket.onclose = socket.onmessage = null;
      socket.close();
      lose(reason);
    };
    const listen = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => end('The server has fallen silent.'), patienceMs);
    };
    listen();
    await new Promise<void>((acknowledged, refused) => {
      socket.onopen = () => socket.send(JSON.stringify({ type: 'connection_init' }));
      socket.onclose = () => (refused(new Error('No connection.')), end('The connection is lost.'));
      socket.onmessage = ({ data }) => {
        const { type, id, payload } = JSON.parse(String(data));
        if (type === 'connection_ack') {
          patienceMs = payload.connectionTimeoutMs;
          acknowledged();
        } else if (type === 'start_ack') {
          heard(id);
        } else if (type === 'data') {
          sinks.get(id)?.next(payload);
        } else if (type === 'error' && id !== undefined) {
          fail(id, JSON.stringify(payload?.errors));
        } else if (type === 'error' || type === 'connection_error') {
          const reason = JSON.stringify(payload?.errors);
          return (refused(new Error(reason)), end(reason));
        }
        listen();
      };
    });
    return { socket, authorization };
  };

  return ({ query, variables }) => ({
    subscribe(sink) {
      const id = String((ids += 1));
      sinks.set(id, sink);
      const ready = (connecting ??= connect());
      ready.then(
        ({ socket, authorization }) => {
          if (sinks.has(id)) {
            const data = JSON.stringify({ query, variables });
            socket.send(JSON.stringify({ id, type: 'start', payload: { data, extensions: { authorization } } }));
            unheard.set(
              id,
              setTimeout(() => fail(id, 'The server does not listen.'), 15_000),
            );
          }
        },
        (reason: Error) => connecting === ready && lose(reason.message),
      );
      return {
        unsubscribe() {
          heard(id);
          if (sinks.delete(id)) {
            void ready.then(({ socket }) => socket.send(JSON.stringify({ id, type: 'stop' }))).catch(() => undefined);
          }
        },
      };
    },
  });
}
