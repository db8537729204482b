import { once } from 'node:events';
import { WebSocket } from 'ws';

interface Message {
  type: string;
  id?: string;
  payload?: { data?: Record<string, unknown> | null; errors?: unknown };
}

/**
 * A connection to the real-time endpoint that speaks AppSync's protocol and nothing more
 * (docs/reference/appsync.md#real-time-protocol).
 */
export class RealtimeSocket {
  readonly #socket: WebSocket;
  readonly #authorization: object;
  readonly #started = new Map<
    string,
    { acknowledge: () => void; refuse: (error: Error) => void; take: (data: never) => void }
  >();
  #ids = 0;

  private constructor(socket: WebSocket, authorization: object) {
    this.#socket = socket;
    this.#authorization = authorization;
  }

  /** Connects as the owner of a token. */
  static async connect(realtimeUrl: string, graphqlUrl: string, token: string): Promise<RealtimeSocket> {
    const authorization = { host: new URL(graphqlUrl).host, Authorization: token };
    const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
    const socket = new WebSocket(realtimeUrl, ['graphql-ws', `header-${header}`]);
    await once(socket, 'open');
    const acknowledged = once(socket, 'message');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    const [text] = (await acknowledged) as [Buffer];
    const { type } = JSON.parse(text.toString()) as Message;
    if (type !== 'connection_ack') {
      throw new Error(`Not connected: ${text.toString()}`);
    }
    const realtime = new RealtimeSocket(socket, authorization);
    socket.on('message', (message: Buffer) => realtime.#receive(JSON.parse(message.toString()) as Message));
    return realtime;
  }

  /** Starts a subscription; resolves once it is acknowledged. `take` gets the value of the subscription's field. */
  async subscribe<Data>(query: string, variables: Record<string, string>, take: (data: Data) => void): Promise<void> {
    const id = String((this.#ids += 1));
    const acknowledged = new Promise<void>((acknowledge, refuse) =>
      this.#started.set(id, { acknowledge, refuse, take }),
    );
    const extensions = { authorization: this.#authorization };
    this.#socket.send(
      JSON.stringify({ id, type: 'start', payload: { data: JSON.stringify({ query, variables }), extensions } }),
    );
    await acknowledged;
  }

  /** Resolves when everything has arrived that was sent to this client until now. */
  async settled(): Promise<void> {
    const answered = once(this.#socket, 'pong');
    this.#socket.ping();
    await answered;
  }

  /** Drops the connection without a word, as a lost network does. */
  drop(): void {
    this.#socket.removeAllListeners('message');
    this.#socket.terminate();
  }

  #receive({ type, id = '', payload }: Message): void {
    const started = this.#started.get(id);
    if (type === 'start_ack') {
      started?.acknowledge();
    } else if (type === 'data' && payload?.errors === undefined) {
      Object.values(payload?.data ?? {}).forEach((data) => started?.take(data as never));
    } else if (type !== 'ka') {
      started?.refuse(new Error(`${type}: ${JSON.stringify(payload)}`));
    }
  }
}
