import { print } from 'graphql';
import { WebSocket } from 'ws';
import type { Transport } from '../../client/followEvent.ts';
import { fetchRequests } from './transports/fetch.ts';

/** What AppSync sends over its WebSocket. */
interface Message {
  type: string;
  payload?: { data?: unknown; errors?: unknown };
}

/** Nothing but `fetch`, and AppSync's protocol with a WebSocket for each subscription: no library has limits here. */
export function plainTransport(api: { endpoint: string; getToken: () => Promise<string> }): Transport {
  return {
    ...fetchRequests(api),
    listen(document, variables, { listening, next, lost }) {
      let socket: WebSocket | undefined;
      let isOver = false;
      void api.getToken().then((token) => {
        if (isOver) {
          return;
        }
        const authorization = { host: new URL(api.endpoint).host, Authorization: token };
        const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
        const url = `${api.endpoint.replace(/^http/, 'ws')}/realtime`;
        const mine = (socket = new WebSocket(url, ['graphql-ws', `header-${header}`]));
        const send = (message: object): void => mine.send(JSON.stringify(message));
        const data = JSON.stringify({ query: print(document), variables });
        mine
          .on('open', () => send({ type: 'connection_init' }))
          .on('message', (frame: Buffer) => {
            const { type, payload } = JSON.parse(frame.toString()) as Message;
            switch (type) {
              case 'connection_ack':
                return send({ id: '1', type: 'start', payload: { data, extensions: { authorization } } });
              case 'start_ack':
                return listening();
              case 'data':
                return next(payload?.data as never);
              case 'error':
                return lost(payload);
            }
          })
          .on('error', lost)
          .on('close', () => lost('The connection is closed.'));
      });
      return () => {
        isOver = true;
        socket?.terminate();
      };
    },
  };
}
