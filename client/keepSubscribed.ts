/** A subscription that comes back by itself, for whoever does not follow: client libraries, and code of one's own. */
import { pauseMs, type Subscribe } from './follow.ts';

/** A connection that has listened for so long counts as good: the next pause is a short one again. */
const STEADY_MS = 15_000;

/** What may be otherwise a moment later: too many calls or subscriptions at once, or a failure of AppSync's own. */
const PASSING = /^(TooMany|Limit|Max|Internal|Service)/;

/** What a subscription that comes back by itself calls. */
export interface Subscriber<Message> {
  next(message: Message): void;
  /** The subscription has ended for good, as with a refusal that trying again does not change. No more will come. */
  error(reason: unknown): void;
  /** The connection is lost. It is tried again; what is said until `reconnected` does not come later. */
  interrupted?(reason: unknown): void;
  /** The server listens again: fetch again what is shown. */
  reconnected?(): void;
}

/**
 * Subscribes, and subscribes again whenever that is lost, after pauses that grow. It ends with an error where the
 * server refuses it; a token that is not valid (any more) is asked for once more before that.
 * @returns what ends it, also while it waits
 */
export function keepSubscribed<Message>(
  subscribe: Subscribe<Message>,
  { next, error, interrupted, reconnected }: Subscriber<Message>,
): () => void {
  /** Attempts since the connection was good, and refusals since the server has listened. */
  let attempts = 0;
  let refusals = 0;
  let hasGap = false;
  let end = (): void => undefined;
  /** Until the next attempt, or until the connection counts as good: never both. */
  let timer: ReturnType<typeof setTimeout> | undefined;

  const start = (): void => {
    let isListening = false;
    end = subscribe({
      listening() {
        isListening = true;
        refusals = 0;
        timer = setTimeout(() => (attempts = 0), STEADY_MS);
        if (hasGap) {
          hasGap = false;
          reconnected?.();
        }
      },
      next,
      lost(reason) {
        clearTimeout(timer);
        if (!isListening && isRefused(reason, (refusals += 1))) {
          error(reason);
          return;
        }
        timer = setTimeout(start, pauseMs((attempts += 1)));
        if (!hasGap) {
          hasGap = true;
          interrupted?.(reason);
        }
      },
    });
  };
  start();
  return () => {
    clearTimeout(timer);
    end();
  };
}

/** Whether the server has said no, so many times by now, to what it will say no to again. */
function isRefused(reason: unknown, refusals: number): boolean {
  const [first] = (Object(reason) as { errors?: { errorType?: unknown }[] }).errors ?? [];
  const type = String(Object(first).errorType);
  return first !== undefined && !PASSING.test(type) && (type !== 'UnauthorizedException' || refusals > 1);
}
