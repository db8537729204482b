/**
 * How what is shown stays true over an unreliable connection: fetch to show something, subscribe, fetch again once the
 * server listens (a change in between would be lost otherwise), keep what arrives meanwhile and apply it to the answer.
 * After a lost connection the same again, with growing pauses. A message that does not fit to what is shown means: one
 * was missed, so fetch.
 */
import { readError } from './error.ts';

/** What a subscription tells. */
export interface Listener<Message> {
  /** The server listens from now on. Say it again after a reconnection that the library made by itself. */
  listening(): void;
  next(message: Message): void;
  /** Nothing more will come. */
  lost(reason: unknown): void;
}

/** Starts a subscription, and answers what ends it; afterwards the listener hears nothing. */
export type Subscribe<Message> = (listener: Listener<Message>) => () => void;

/** What is followed, and how. */
export interface Followed<State, Message> {
  subscribe: Subscribe<Message>;
  /** The state as it is now. `shown` is what was known before, for answers that may be older than messages. */
  fetch(shown: State | undefined): Promise<State>;
  /** The state after a message; `'refetch'` if a message before it was missed. */
  apply(state: State, message: Message): State | 'refetch';
  show(view: View<State>): void;
  /** Milliseconds before the n-th attempt, from 1, to reach a server that was not reached; `pauseMs` if left out. */
  pauseMs?(attempt: number): number;
}

/** What can be shown. */
export interface View<State> {
  /** Undefined until the first answer. */
  state: State | undefined;
  /** Whether every change arrives by itself; otherwise the state may be old. */
  isLive: boolean;
  /**
   * Why fetching failed the last time, null if it did not. The API's own refusals are final; others are tried again.
   */
  error: unknown;
}

/** Holds the reins of what is followed. */
export interface Following<State> {
  /** Fetches, for instance after an action whose outcome is not known. */
  refetch(): void;
  /** Changes what is shown ahead of the server; the next fetch or message corrects it. */
  change(alter: (state: State) => State): void;
  /**
   * Tries to connect now instead of at the end of a pause: the device is back online, or the page is looked at again.
   */
  hurry(): void;
  stop(): void;
}

/** Follows until stopped. `show` is called with every change, first of all when something is known. */
export function follow<State, Message>({
  subscribe,
  fetch,
  apply,
  show,
  pauseMs: pause = pauseMs,
}: Followed<State, Message>): Following<State> {
  let view: View<State> = { state: undefined, isLive: false, error: null };
  let isStopped = false;
  /** The subscription; undefined while there is none. */
  let current: { isListening: boolean; end(): void } | undefined;
  /** Messages since the fetch under way began; undefined if there is none. */
  let kept: Message[] | undefined;
  /** Whether the fetch under way may miss something. */
  let isOutdated = false;
  let failures = 0;
  let waiting: { timer: ReturnType<typeof setTimeout>; then(): void } | undefined;

  const display = (change: Partial<View<State>>): void => {
    view = { ...view, ...change };
    if (!isStopped) show(view);
  };
  const takeTo = (state: State, message: Message): State => {
    const after = apply(state, message);
    if (after !== 'refetch') return after;
    isOutdated = true;
    return state;
  };
  const waitFor = (then: () => void): void => {
    clearTimeout(waiting?.timer);
    waiting = { timer: setTimeout(proceed, pause(++failures)), then };
  };
  const proceed = (): void => {
    const { timer, then } = waiting ?? {};
    clearTimeout(timer);
    waiting = undefined;
    then?.();
  };
  const drop = (): void => {
    const dropped = current;
    current = undefined;
    dropped?.end();
  };

  const load = async (): Promise<void> => {
    isOutdated = true;
    while (isOutdated && kept === undefined && !isStopped) {
      isOutdated = false;
      kept = [];
      const heard = current?.isListening === true ? current : undefined;
      const answer = await fetch(view.state).then(
        (state) => ({ state }),
        (error: unknown) => ({ error }),
      );
      const messages: Message[] = kept;
      kept = undefined;
      if ('error' in answer) {
        display({ error: answer.error, isLive: false });
        const refusal = readError(answer.error);
        const isFinal = refusal !== null && !refusal.errorInfo.retryable;
        // Without a subscription, a new attempt waits already, and will fetch.
        if (!isFinal && current !== undefined && !isStopped) waitFor(() => void load());
        return;
      }
      const isLive = heard !== undefined && heard === current;
      if (isLive) failures = 0;
      display({ state: messages.reduce(takeTo, answer.state), isLive, error: null });
    }
  };

  const connect = (): void => {
    drop();
    const mine = { isListening: false, end: (): void => undefined };
    current = mine;
    const end = subscribe({
      listening() {
        if (current !== mine) return;
        mine.isListening = true;
        void load();
      },
      next(message) {
        if (current !== mine) return;
        if (kept !== undefined) kept.push(message);
        else if (view.state !== undefined) {
          const state = takeTo(view.state, message);
          if (state !== view.state) display({ state });
          if (isOutdated) void load();
        }
      },
      lost() {
        if (current !== mine) return;
        drop();
        if (view.isLive) display({ isLive: false });
        waitFor(connect);
      },
    });
    mine.end = end;
    if (current !== mine) end();
    if (kept === undefined) void load();
  };

  connect();
  return {
    refetch: () => void load(),
    change: (alter) => view.state !== undefined && display({ state: alter(view.state) }),
    hurry: proceed,
    stop() {
      isStopped = true;
      clearTimeout(waiting?.timer);
      waiting = undefined;
      drop();
    },
  };
}

/**
 * Half a second, then twice as long each time up to 15 s, give or take half, so that clients do not come back all at
 * once.
 */
export function pauseMs(attempt: number, random: () => number = Math.random): number {
  return Math.min(15_000, 500 * 2 ** (attempt - 1)) * (0.5 + random());
}

/** Several subscriptions as one: it listens once all of them do, and is lost with the first of them. */
export function together<Message>(subscriptions: readonly Subscribe<Message>[]): Subscribe<Message> {
  return (listener) => {
    const listening = new Set<Subscribe<Message>>();
    const ends: (() => void)[] = [];
    const end = (): void => ends.splice(0).forEach((stop) => stop());
    for (const subscribe of subscriptions) {
      const stop = subscribe({
        ...listener,
        listening() {
          listening.add(subscribe);
          if (listening.size === subscriptions.length) listener.listening();
        },
      });
      ends.push(stop);
    }
    if (subscriptions.length === 0) listener.listening();
    return end;
  };
}
