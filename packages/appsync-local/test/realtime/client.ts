import { WebSocket, type ClientOptions } from 'ws';
import type { RunningApi } from '../../src/api/runningApi.ts';

/** A message of the server. */
export interface Received {
  type: string;
  id?: string;
  // What comes is as the test asked for it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  payload?: any;
}

/** What a client knows of an API. */
type Served = Pick<RunningApi, 'url' | 'realtimeUrl' | 'apiKey'>;

/** How a client connects. */
export interface ConnectOptions extends ClientOptions {
  url?: string;
  /** Sent as `header-…` subprotocol; the API key's if left out. */
  header?: unknown;
  /** In place of `graphql-ws` and the header. */
  protocols?: string[];
}

/** The JSON of a connect or start with the API key. */
export function apiKeyHeader(running: Served): Record<string, string> {
  return { host: new URL(running.url).host, 'x-api-key': running.apiKey ?? '' };
}

function headerProtocol(header: unknown): string {
  return `header-${Buffer.from(typeof header === 'string' ? header : JSON.stringify(header)).toString('base64url')}`;
}

/** A WebSocket client that keeps what it gets, in order. */
export class RealtimeClient {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  readonly #running: Served;
  readonly #received: Received[] = [];
  readonly #waiting: ((message: Received) => void)[] = [];

  constructor(
    running: Served,
    { url = running.realtimeUrl, header = apiKeyHeader(running), protocols, ...options }: ConnectOptions = {},
  ) {
    this.#running = running;
    this.socket = new WebSocket(url, protocols ?? ['graphql-ws', headerProtocol(header)], options);
    this.closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.socket.on('message', (frame) => {
      const message = JSON.parse(String(frame)) as Received;
      const waiting = this.#waiting.shift();
      if (waiting === undefined) {
        this.#received.push(message);
      } else {
        waiting(message);
      }
    });
  }

  /** Connects with the API key and waits for ack and first keep-alive. */
  static async connect(running: Served, options?: ConnectOptions): Promise<RealtimeClient> {
    const client = new RealtimeClient(running, options);
    await client.opened();
    client.send({ type: 'connection_init' });
    const ack = await client.next();
    if (ack.type !== 'connection_ack') {
      throw new Error(`not connected: ${JSON.stringify(ack)}`);
    }
    await client.next();
    return client;
  }

  async opened(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.socket.once('open', resolve);
      this.socket.once('error', reject);
    });
  }

  /** The next message that is no keep-alive after the first ones; in order. */
  async next(): Promise<Received> {
    const known = this.#received.shift();
    return known ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  /** Sends a start, authorized by the API key unless told otherwise. */
  start(
    id: string,
    query: string,
    variables: Record<string, unknown> = {},
    authorization: unknown = apiKeyHeader(this.#running),
  ): void {
    this.send({
      id,
      type: 'start',
      payload: { data: JSON.stringify({ query, variables }), extensions: { authorization } },
    });
  }

  /** Starts and waits for the ack. */
  async subscribe(
    id: string,
    query: string,
    variables?: Record<string, unknown>,
    authorization?: unknown,
  ): Promise<void> {
    this.start(id, query, variables, authorization);
    const answer = await this.next();
    if (answer.type !== 'start_ack') {
      throw new Error(`not started: ${JSON.stringify(answer)}`);
    }
  }

  /** What has come so far, once everything sent before has been answered: a stop of nothing is answered last. */
  async soFar(): Promise<Received[]> {
    const mark = `mark ${Math.trunc(performance.now() * 1000)}`;
    this.send({ id: mark, type: 'stop' });
    const all: Received[] = [];
    for (;;) {
      const message = await this.next();
      if (message.id === mark) {
        return all;
      }
      all.push(message);
    }
  }

  close(): void {
    this.socket.terminate();
  }
}
