/**
 * Keeps what a page shows true over an unreliable connection. `follow` fetches to show something, subscribes, and
 * fetches again once the server listens, because a change in between would be lost otherwise. Messages that arrive
 * during a fetch are kept and applied to its answer. After a lost connection all of that happens again, after a pause
 * that grows with each attempt. A message that does not follow from what is shown means that one was missed: `follow`
 * fetches. So it does where one of several kinds of messages falls behind the others. Nothing is waited for without
 * end, and of several fetches only the latest counts.
 */
import { readError } from './error.ts';

/** What a subscription calls. */
export interface Listener<Message> {
  /** The server listens from now on. To be called again after a reconnection that the library made by itself. */
  listening(): void;
  next(message: Message): void;
  /**
   * The subscription has ended: nothing more will come. Where the reason is an error of the API that is not
   * `retryable`, it is shown, and the subscription is not tried again by itself.
   */
  lost(reason: unknown): void;
}

/** Starts a subscription, and answers a function that ends it; afterwards the listener is not called any more. */
export type Subscribe<Message> = (listener: Listener<Message>) => () => void;

/** How long `follow` waits, in milliseconds. */
export interface Patience {
  /** For the answer to a fetch, which then counts as failed; 30,000, after which AppSync itself gives up. */
  answerMs: number;
  /** Until the server listens; the subscription then counts as lost; 15,000. */
  listeningMs: number;
  /** For the messages that would bring all counts of `progress` as far as the furthest; 1,500. */
  lagMs: number;
}

const PATIENCE: Patience = { answerMs: 30_000, listeningMs: 15_000, lagMs: 1500 };

/** What `follow` follows, and how. */
export interface Followed<State, Message> {
  subscribe: Subscribe<Message>;
  /** The state as it is now. `shown` is the state so far: an answer may be older than messages that came before it. */
  fetch(shown: State | undefined): Promise<State>;
  /** The state after a message; `'refetch'` if a message before it was missed. */
  apply(state: State, message: Message): State | 'refetch';
  show(view: View<State>): void;
  /**
   * Counts of the same changes, each brought by messages of another kind: one that stays behind another means that a
   * message never came.
   */
  progress?(state: State): readonly number[];
  /** Whether a message has changed more than it tells, so that the rest is to be fetched. */
  tellsTooLittle?(before: State, after: State): boolean;
  /** Whether the server announces changes of this state at all; it does if left out. */
  isAnnounced?(state: State): boolean;
  /** Milliseconds before the n-th attempt, from 1, to reach a server that was not reached; `pauseMs` if left out. */
  pauseMs?(attempt: number): number;
  patience?: Partial<Patience>;
}

/** What a page can show. */
export interface View<State> {
  /** Undefined until the first answer. */
  state: State | undefined;
  /** Whether every change arrives by itself; otherwise the state may be old. */
  isLive: boolean;
  /**
   * Why the last fetch failed, or why the subscription was refused; null if neither did. After an error of the API that
   * is not `retryable` nothing is tried again by itself.
   */
  error: unknown;
}

/** Controls what is followed. */
export interface Following<State> {
  /**
   * Fetches, for instance after an action of which it is not known whether it took effect. It does not wait for a fetch
   * under way, whose answer is dropped. A subscription that was refused is tried again.
   */
  refetch(): void;
  /** Changes what is shown ahead of the server; the next fetch or message corrects it. */
  change(alter: (state: State) => State): void;
  /**
   * Tries at once what is pending, or waits for its next attempt: the device is back online, or the page is visible
   * again. Does nothing where nothing is pending.
   */
  hurry(): void;
  stop(): void;
}

/** Follows until stopped. `show` is called with every change, first of all when something is known. */
export function follow<State, Message>(followed: Followed<State, Message>): Following<State> {
  const { answerMs, listeningMs, lagMs } = { ...PATIENCE, ...followed.patience };
  const pause = followed.pauseMs ?? pauseMs;
  let view: View<State> = { state: undefined, isLive: false, error: null };
  /** Whether the server has listened since before the state was fetched. */
  let isHeard = false;
  let isStopped = false;
  /** The subscription; undefined while there is none. */
  let current: { isListening: boolean; end(): void } | undefined;
  /** Why the last subscription was refused for good; null if it was not. */
  let refusal: unknown = null;
  /** The latest fetch, while it is under way. */
  let pending: object | undefined;
  /** Messages since the fetch under way began, or one before it that it has superseded. */
  let kept: Message[] = [];
  /** Whether something has changed that the state lacks. */
  let isOutdated = false;
  let failures = 0;
  /** The count that all others are to reach; the last one that was fetched for. */
  let awaited: number | undefined;
  let fetchedFor: number | undefined;
  const timers = { answer: new Timer(), listening: new Timer(), retry: new Timer(), lag: new Timer() };

  const display = (change: Partial<Omit<View<State>, 'isLive'>>): void => {
    const { state, error } = { ...view, ...change };
    view = { state, isLive: isHeard && state !== undefined && followed.isAnnounced?.(state) !== false, error };
    if (!isStopped) {
      followed.show(view);
      watchProgress();
    }
  };
  const takeTo = (state: State, message: Message): State => {
    const after = followed.apply(state, message);
    if (after === 'refetch') {
      isOutdated = true;
      return state;
    }
    isOutdated ||= after !== state && followed.tellsTooLittle?.(state, after) === true;
    return after;
  };

  const countsShown = (): readonly number[] =>
    view.isLive && view.state !== undefined ? (followed.progress?.(view.state) ?? []) : [];
  /** Fetches if a count has not reached after `lagMs` what another one is now; once for each such count. */
  const watchProgress = (): void => {
    const counts = countsShown();
    const furthest = Math.max(...counts);
    const least = Math.min(...counts);
    if (awaited !== undefined && least >= awaited) {
      awaited = undefined;
      timers.lag.clear();
    }
    if (awaited !== undefined || least >= furthest || furthest === fetchedFor) {
      return;
    }
    awaited = furthest;
    timers.lag.start(lagMs, () => {
      awaited = undefined;
      if (Math.min(...countsShown()) < furthest) {
        fetchedFor = furthest;
        load();
      }
    });
  };

  const load = (): void => {
    if (isStopped) {
      return;
    }
    const mine = {};
    pending = mine;
    const heard = current?.isListening === true ? current : undefined;
    if (current !== undefined) {
      timers.retry.clear();
    }
    const fail = (error: unknown): void => {
      if (pending !== mine) {
        return;
      }
      endFetch();
      isHeard = false;
      display({ error });
      // Without a subscription a new attempt to connect waits already, and it will fetch.
      if (!isFinal(error) && current !== undefined) {
        timers.retry.start(pause(++failures), load);
      }
    };
    const succeed = (answer: State): void => {
      if (pending !== mine) {
        // The answer is late; but a page that shows nothing is better off with it.
        if (pending !== undefined && view.state === undefined) {
          display({ state: kept.reduce(takeTo, answer) });
        }
        return;
      }
      isOutdated = false;
      const state = kept.reduce(takeTo, answer);
      endFetch();
      isHeard = heard !== undefined && heard === current;
      if (isHeard) {
        failures = 0;
      }
      display({ state, error: refusal });
      if (isOutdated) {
        load();
      }
    };
    timers.answer.start(answerMs, () => fail(timedOut('The API has not answered.')));
    followed.fetch(view.state).then(succeed, fail);
  };
  const endFetch = (): void => {
    pending = undefined;
    kept = [];
    timers.answer.clear();
  };

  const drop = (): void => {
    const dropped = current;
    current = undefined;
    timers.listening.clear();
    dropped?.end();
  };
  const connect = (): void => {
    drop();
    timers.retry.clear();
    refusal = null;
    const mine = { isListening: false, end: (): void => undefined };
    current = mine;
    const lost = (reason: unknown): void => {
      if (current !== mine) {
        return;
      }
      drop();
      isHeard = false;
      if (isFinal(reason)) {
        timers.retry.clear();
        refusal = reason;
        display({ error: reason });
        return;
      }
      if (view.isLive) {
        display({});
      }
      timers.retry.start(pause(++failures), connect);
    };
    timers.listening.start(listeningMs, () => lost(timedOut('The server does not listen.')));
    const end = followed.subscribe({
      listening() {
        if (current !== mine) {
          return;
        }
        mine.isListening = true;
        timers.listening.clear();
        load();
      },
      next(message) {
        if (current !== mine) {
          return;
        }
        if (pending !== undefined) {
          kept.push(message);
        }
        if (view.state !== undefined) {
          const state = takeTo(view.state, message);
          if (state !== view.state) {
            display({ state });
          }
          if (isOutdated && pending === undefined) {
            load();
          }
        }
      },
      lost,
    });
    mine.end = end;
    if (current !== mine) {
      end();
    }
    if (!mine.isListening) {
      load();
    }
  };

  connect();
  return {
    refetch: () => (refusal === null ? load() : connect()),
    change: (alter) => view.state !== undefined && display({ state: alter(view.state) }),
    hurry() {
      if (isStopped || refusal !== null) {
        return;
      }
      if (current?.isListening !== true) {
        connect();
      } else if (pending !== undefined || timers.retry.isRunning) {
        load();
      }
    },
    stop() {
      isStopped = true;
      endFetch();
      Object.values(timers).forEach((timer) => timer.clear());
      drop();
    },
  };
}

/** Whether trying again is of no use, as the API itself says. */
function isFinal(reason: unknown): boolean {
  const error = readError(reason);
  return error !== null && !error.errorInfo.retryable;
}

function timedOut(message: string): Error {
  return Object.assign(new Error(message), { name: 'TimeoutError' });
}

/** One thing to be done later, or nothing. */
class Timer {
  #id: ReturnType<typeof setTimeout> | undefined;

  get isRunning(): boolean {
    return this.#id !== undefined;
  }

  start(ms: number, then: () => void): void {
    this.clear();
    this.#id = setTimeout(() => {
      this.#id = undefined;
      then();
    }, ms);
  }

  clear(): void {
    clearTimeout(this.#id);
    this.#id = undefined;
  }
}

/**
 * The pause before an attempt: half a second, then twice as long each time up to 15 s, give or take half at random, so
 * that clients do not come back all at once.
 */
export function pauseMs(attempt: number, random: () => number = Math.random): number {
  return Math.min(15_000, 500 * 2 ** (attempt - 1)) * (0.5 + random());
}

/** Several subscriptions as one: it listens once all of them do, and is lost as soon as one of them is. */
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
          if (listening.size === subscriptions.length) {
            listener.listening();
          }
        },
      });
      ends.push(stop);
    }
    if (subscriptions.length === 0) {
      listener.listening();
    }
    return end;
  };
}
