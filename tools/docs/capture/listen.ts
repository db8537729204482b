import { WebSocket } from 'ws';
import type { Identity } from 'appsync-local';
import type { Stage } from './stage.ts';

/** A subscription in place. */
export interface Listening {
  /** What has come so far: the values of the subscription's field, in order. */
  messages: unknown[];
  close(): void;
}

/** The API refuses the subscription. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/**
 * Subscribes by AppSync's real-time protocol, and returns once the server listens.
 * @throws Refused with the first error's type
 */
export async function listen(
  { running }: Stage,
  identity: Identity,
  query: string,
  variables: object,
): Promise<Listening> {
  const header = JSON.stringify(await running.prove({ identity, purpose: 'connect', body: '{}' }));
  const data = JSON.stringify({ query, variables });
  const authorization = await running.prove({ identity, purpose: 'start', body: data });
  const socket = new WebSocket(running.realtimeUrl, [
    'graphql-ws',
    `header-${Buffer.from(header).toString('base64url')}`,
  ]);
  const listening: Listening = { messages: [], close: () => socket.terminate() };
  await new Promise<void>((acknowledge, refuse) => {
    socket.once('error', refuse);
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    socket.on('message', (text: Buffer) => {
      const { type, payload } = JSON.parse(text.toString()) as {
        type: string;
        payload?: { data?: object; errors?: { errorType?: string }[] };
      };
      if (type === 'connection_ack') {
        socket.send(JSON.stringify({ id: '1', type: 'start', payload: { data, extensions: { authorization } } }));
      }
      if (type === 'start_ack') {
        acknowledge();
      }
      if (type === 'data') {
        listening.messages.push(...Object.values(payload?.data ?? {}));
      }
      if (type === 'error' || type === 'connection_error') {
        refuse(new Refused(payload?.errors?.[0]?.errorType));
      }
    });
  }).catch((error: unknown) => {
    listening.close();
    throw error;
  });
  return listening;
}
