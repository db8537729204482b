/** Repeats calls that were told `Busy`, or whose answer was lost, as `errorInfo` asks for. */
import { readError } from './error.ts';
import { isBusy, type ApiError } from './errors.generated.ts';
import { pauseMs } from './follow.ts';
import { isNetworkFailure } from './networkFailure.ts';

/** How `retry` repeats; everything has a default. */
export interface RetryOptions {
  /** How often it calls at most; 8 if left out, which takes about half a minute where each answers soon. */
  attempts?: number;
  /** Waits so many milliseconds; by a timer if left out. */
  sleep?(ms: number): Promise<void>;
  /** In [0, 1); `Math.random` if left out. */
  random?(): number;
}

/**
 * Which error says, after an attempt that may have succeeded, that it has: `isNotRegistered` of `unregisterFromEvent`,
 * `isEventNotFound` of `deleteEvent`.
 */
export interface DoneBefore {
  meansDone(error: ApiError): boolean;
}

/**
 * Makes a call until it is decided. A call told `Busy` is repeated after about its `retryAfterMs`, one without an
 * answer of the API after a pause that grows. Every other error is thrown at once.
 * @param call gets the `clientRequestId` of all its attempts, by which `registerForEvent` knows its own work again, and
 * whether there was an attempt before (`isRepeat`), so that it looks for that work first
 * @returns the answer; with `meansDone`, null where an earlier attempt has done it whose answer was lost, or `Busy`
 * with outcome `UNKNOWN`
 * @throws what is true of all attempts: what the last of them has thrown that may have done it, also where a later one
 * was told `Busy` with outcome `NONE`; where none may have, what the last one has thrown. Any other error of the API is
 * that of its own attempt: an earlier one that was told `UNKNOWN` may yet succeed until its `decidedBy`.
 */
export function retry<Answer>(
  call: (clientRequestId: string, isRepeat: boolean) => Promise<Answer>,
  options?: RetryOptions & { meansDone?: undefined },
): Promise<Answer>;
export function retry<Answer>(
  call: (clientRequestId: string, isRepeat: boolean) => Promise<Answer>,
  options: RetryOptions & DoneBefore,
): Promise<Answer | null>;
export async function retry<Answer>(
  call: (clientRequestId: string, isRepeat: boolean) => Promise<Answer>,
  { attempts = 8, sleep = sleepByTimer, random = Math.random, meansDone }: RetryOptions & Partial<DoneBefore> = {},
): Promise<Answer | null> {
  const clientRequestId = newRequestId();
  let unknown: { thrown: unknown } | null = null;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call(clientRequestId, attempt > 1);
    } catch (thrown) {
      const error: ApiError | null = readError(thrown);
      if (unknown !== null && error !== null && meansDone?.(error) === true) {
        return null;
      }
      const isWorthIt = error === null ? isNetworkFailure(thrown) : isBusy(error);
      if (!isWorthIt) {
        throw thrown;
      }
      if (!isBusy(error) || error.errorInfo.outcome === 'UNKNOWN') {
        unknown = { thrown };
      }
      if (attempt >= attempts) {
        throw (unknown ?? { thrown }).thrown;
      }
      await sleep(isBusy(error) ? error.errorInfo.retryAfterMs * (0.5 + random()) : pauseMs(attempt, random));
    }
  }
}

/** A name for one call that nobody else has: 128 random bits, also where `crypto.randomUUID` is missing. */
function newRequestId(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].join('-');
}

function sleepByTimer(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
