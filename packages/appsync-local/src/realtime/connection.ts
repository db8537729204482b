import type { ApiCore } from '../http/answerGraphql.ts';
import { REFUSALS } from '../auth/refusal.ts';
import type { BoundedSocket } from './boundedSocket.ts';
import { readClientMessage, type ClientMessage } from './clientMessage.ts';
import { headersFrom } from './connectRequest.ts';
import { complete, CONNECTION_ACK, data, error, KEEP_ALIVE, startAck, unsupported } from './messages.ts';
import { startSubscription, type Started } from './startSubscription.ts';
import type { Subscription } from '../subscription/subscriptionHub.ts';

/** Subscriptions of one connection (docs/reference/appsync.md#quotas). */
const MAX_SUBSCRIPTIONS = 200;

/** What connections share. */
export interface ConnectionSettings {
  core: ApiCore;
  sourceIp: string[];
  keepAliveMs: number;
}

/**
 * One authenticated client: AppSync's real-time protocol after the connect (docs/reference/appsync.md#messages,
 * docs/reference/appsync.md#errors-of-the-connection).
 */
export class Connection {
  readonly #socket: BoundedSocket;
  readonly #settings: ConnectionSettings;
  /** By id; `starting` while its resolver runs. */
  readonly #subscriptions = new Map<string, Subscription | 'starting'>();
  #keepAlive?: NodeJS.Timeout;

  constructor(socket: BoundedSocket, settings: ConnectionSettings) {
    this.#socket = socket;
    this.#settings = settings;
  }

  /** Takes a frame. Everything before connection_init is ignored, as is a second one. */
  receive(text: string): void {
    const message = readClientMessage(text);
    if (this.#keepAlive === undefined) {
      if (message.type === 'connection_init') {
        this.#acknowledge();
      }
      return;
    }
    if (message.type === 'unknown') {
      this.#socket.send(error('', [unsupported()]));
    }
    if (message.type === 'start') {
      void this.#start(message);
    }
    if (message.type === 'stop') {
      this.#stop(message.id);
    }
  }

  /** Forgets everything once the socket is gone. */
  end(): void {
    clearInterval(this.#keepAlive);
    for (const subscription of this.#subscriptions.values()) {
      if (subscription !== 'starting') {
        this.#settings.core.hub.remove(subscription);
      }
    }
    this.#subscriptions.clear();
  }

  #acknowledge(): void {
    this.#socket.send(CONNECTION_ACK);
    this.#socket.send(KEEP_ALIVE);
    this.#keepAlive = setInterval(() => this.#socket.send(KEEP_ALIVE), this.#settings.keepAliveMs);
  }

  async #start({ id, data: body, authorization }: ClientMessage & { type: 'start' }): Promise<void> {
    if (this.#subscriptions.has(id)) {
      this.#socket.send(
        error(id, [{ errorType: 'DuplicatedOperationError', message: `Duplicated operation with id ${id}` }]),
      );
      return;
    }
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS) {
      this.#socket.send(
        error(id, {
          errorType: 'MaxSubscriptionsReachedError',
          message: `Max number of ${MAX_SUBSCRIPTIONS} subscriptions reached`,
        }),
      );
      return;
    }
    if (authorization === undefined) {
      this.#socket.send(error(id, [{ errorType: 'UnauthorizedException', message: REFUSALS.noHeader }]));
      return;
    }
    this.#subscriptions.set(id, 'starting');
    const { core, sourceIp } = this.#settings;
    const started = await startSubscription(core, {
      method: 'POST',
      url: '/graphql',
      headers: headersFrom(authorization),
      body,
      sourceIp,
    });
    // Stopped, or the client gone, in the meantime.
    if (this.#subscriptions.get(id) !== 'starting') {
      return;
    }
    if ('errors' in started) {
      this.#subscriptions.delete(id);
      this.#socket.send(error(id, started.errors));
      return;
    }
    this.#begin(id, started);
  }

  #begin(id: string, { subscription: described, initial }: Started): void {
    const { hub } = this.#settings.core;
    const subscription: Subscription = {
      ...described,
      deliver: (payload) => this.#deliver(described.fieldName, id, payload),
      invalidate: () => this.#invalidate(id),
    };
    this.#subscriptions.set(id, subscription);
    hub.add(subscription);
    this.#socket.send(startAck(id));
    const first = initial === null ? null : hub.render(subscription, initial);
    if (first !== null) {
      subscription.deliver(first);
    }
  }

  #deliver(fieldName: string, id: string, payload: string): void {
    if (!this.#socket.offer(data(id, payload))) {
      this.#settings.core.hub.dropped(`${fieldName}: an event was dropped, the subscriber ${id} does not read`);
    }
  }

  #stop(id: string): void {
    const subscription = this.#subscriptions.get(id);
    this.#subscriptions.delete(id);
    if (subscription !== undefined && subscription !== 'starting') {
      this.#settings.core.hub.remove(subscription);
    }
    this.#socket.send(complete(id));
  }

  /**
   * The client is told, and its connection closed with all that runs over it (docs/reference/appsync.md#invalidation).
   */
  #invalidate(id: string): void {
    this.#socket.send(complete(id, 'Subscription complete.'));
    this.end();
    this.#socket.close();
  }
}
