import type { ResolvedField } from '../../graphql/fieldLog.ts';

/** A request that was answered. */
export interface SentRequest {
  /** That of the answer. */
  id: string;
  name: string;
  /** Who sent it, in words. */
  as: string;
  milliseconds: number;
  headers: Record<string, string>;
  body: string;
  /** What its resolvers did; null until the server has told. */
  resolved: readonly ResolvedField[] | null;
}

/** A subscription, running or ended. */
export interface Subscribed {
  id: number;
  name: string;
  /** Who listens, in words: whoever we become later has no part in it. */
  as: string;
  variables: string;
  state: 'connecting' | 'listening' | 'ended';
  /** Newest first; the last 200 are kept. */
  messages: readonly { number: number; at: string; text: string }[];
  stop(): void;
}

/** What happens beside the answers that GraphiQL shows. */
export interface Activity {
  request: SentRequest | undefined;
  subscriptions: readonly Subscribed[];
}

/** Keeps the activity of the page, for React's `useSyncExternalStore`. */
export class ActivityLog {
  #activity: Activity = { request: undefined, subscriptions: [] };
  readonly #listeners = new Set<() => void>();

  readonly read = (): Activity => this.#activity;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  sent(request: SentRequest): void {
    this.#set({ ...this.#activity, request });
  }

  /** Adds what the resolvers of a request did, if it is still the last one. */
  resolved(id: string, resolved: SentRequest['resolved']): void {
    const { request } = this.#activity;
    if (request?.id === id) {
      this.sent({ ...request, resolved });
    }
  }

  add(subscription: Subscribed): void {
    this.#set({ ...this.#activity, subscriptions: [subscription, ...this.#activity.subscriptions] });
  }

  change(id: number, change: (before: Subscribed) => Partial<Subscribed>): void {
    const subscriptions = this.#activity.subscriptions.map((before) =>
      before.id === id ? { ...before, ...change(before) } : before,
    );
    this.#set({ ...this.#activity, subscriptions });
  }

  remove(id: number): void {
    const subscriptions = this.#activity.subscriptions.filter((subscription) => subscription.id !== id);
    this.#set({ ...this.#activity, subscriptions });
  }

  #set(activity: Activity): void {
    this.#activity = activity;
    this.#listeners.forEach((listener) => listener());
  }
}
