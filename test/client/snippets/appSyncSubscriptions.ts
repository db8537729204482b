import type { SubscriptionForwarder } from '@urql/core';

type Sink = Parameters<ReturnType<SubscriptionForwarder>['subscribe']>[0];

/**
 * Subscriptions by AppSync's protocol, all over one connection. When it is lost, all of them end with an error:
 * subscribe again, and fetch again what is shown, for what was said meanwhile is not said again.
 */
export function appSyncSubscriptions(api: {
  endpoint: string;
  realtimeUrl: string;
  getToken: () => Promise<string>;
}): SubscriptionForwarder {
  const sinks = new Map<string, Sink>();
  let connecting: Promise<{ socket: WebSocket; authorization: object }> | undefined;
  let ids = 0;

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
    await new Promise<void>((acknowledged, refused) => {
      socket.onopen = () => socket.send(JSON.stringify({ type: 'connection_init' }));
      socket.onclose = () => (refused(new Error('No connection.')), end('The connection is lost.'));
      socket.onmessage = ({ data }) => {
        const { type, id, payload } = JSON.parse(String(data));
        clearTimeout(silence);
        silence = setTimeout(() => end('The server has fallen silent.'), patienceMs);
        if (type === 'connection_ack') {
          patienceMs = payload.connectionTimeoutMs;
          acknowledged();
        } else if (type === 'data') {
          sinks.get(id)?.next(payload);
        } else if (type === 'error' || type === 'connection_error') {
          const refusedWith = new Error(JSON.stringify(payload?.errors));
          sinks.get(id)?.error(refusedWith);
          sinks.delete(id);
          refused(refusedWith);
        }
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
          }
        },
        (reason: Error) => lose(reason.message),
      );
      return {
        unsubscribe() {
          if (sinks.delete(id)) {
            void ready.then(({ socket }) => socket.send(JSON.stringify({ id, type: 'stop' }))).catch(() => undefined);
          }
        },
      };
    },
  });
}
