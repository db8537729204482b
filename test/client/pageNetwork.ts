import { setImmediate } from 'node:timers/promises';
import { vi } from 'vitest';
import { WebSocket } from 'ws';

/** The network between a client and the API of a test: what has been sent, and what is still under way. */
export interface PageNetwork {
  /** Queries that the client has sent so far; the test itself asks the API in this process. */
  queries(): number;
  /** Runs a call of the client, and delivers messages of subscriptions only after its answer. */
  answerFirst<Answer>(call: () => Promise<Answer>): Promise<Answer>;
  /** Runs a call of the client, and delivers its answer only after the messages about it. */
  messagesFirst<Answer>(call: () => Promise<Answer>): Promise<Answer>;
  /** Resolves when all that was written has come over open connections, and the client waits for nothing. */
  quiet(): Promise<void>;
  /** What the client fetches its tokens with. */
  getToken(): Promise<string>;
}

/** Until `vi.unstubAllGlobals()`. `streamIdle` resolves when messages about all that was written have been sent. */
export function stubNetwork(streamIdle: () => Promise<void>, issueToken: () => Promise<string>): PageNetwork {
  const send = globalThis.fetch;
  const sockets = new Set<WebSocket>();
  let queries = 0;
  let underWay = 0;
  let held: (() => void)[] | null = null;
  let isLate = false;

  const during = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    underWay += 1;
    try {
      return await call();
    } finally {
      underWay -= 1;
    }
  };

  /** Resolves when the messages about all that was written have come. */
  const received = async (): Promise<void> => {
    await streamIdle();
    await Promise.all([...sockets].filter(({ readyState }) => readyState === WebSocket.OPEN).map(pong));
  };

  class PageSocket extends WebSocket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args);
      sockets.add(this);
    }

    override emit(name: string, ...args: unknown[]): boolean {
      const deliver = () => super.emit(name as never, ...(args as never[])) as unknown as boolean;
      return name === 'message' && held !== null ? held.push(deliver) > 0 : deliver();
    }
  }

  vi.stubGlobal('WebSocket', PageSocket);
  vi.stubGlobal('fetch', ((url, init) => {
    queries += /"query":"query/.test(String(init?.body)) ? 1 : 0;
    return during(async () => {
      const answer = await send(url, init);
      const { status, headers } = answer;
      const body = await answer.arrayBuffer();
      if (isLate) {
        await received();
      }
      return new Response(body, { status, headers });
    });
  }) as typeof fetch);

  return {
    queries: () => queries,
    getToken: () => during(issueToken),
    async answerFirst(call) {
      const waiting: (() => void)[] = (held = []);
      try {
        return await call();
      } finally {
        held = null;
        waiting.forEach((deliver) => deliver());
      }
    },
    async messagesFirst(call) {
      isLate = true;
      try {
        return await call();
      } finally {
        isLate = false;
      }
    },
    async quiet() {
      await received();
      // What a client sends because of what it received, it sends within a few turns.
      for (let quietTurns = 0; quietTurns < 20; quietTurns = underWay === 0 ? quietTurns + 1 : 0) {
        await new Promise((resolve) => setTimeout(resolve));
        await setImmediate();
      }
    },
  };
}

/** Resolves when the socket has received what the server had sent before. */
function pong(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => resolve();
    socket.once('pong', done).once('close', done).ping();
  });
}
