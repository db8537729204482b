import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { THROTTLED } from './lambdaFunction.ts';
import type { LambdaOutcome } from './lambdaProcess.ts';

/** So often a function is tried that has failed. */
const ATTEMPTS = 3;
/** Between the first two attempts; between the next two, twice that. */
const RETRY_MS = 60_000;
const FIRST_THROTTLED_MS = 1_000;
const LAST_THROTTLED_MS = 300_000;
/** An event that is older is tried no more. */
const MAX_AGE_MS = 6 * 3_600_000;

/** An event that a function has taken, and not ended with. */
interface Taken {
  functionArn: string;
  event: unknown;
  takenMs: number;
  failures: number;
  throttles: number;
}

interface EventQueueSettings {
  invoke(functionArn: string, event: unknown): Promise<LambdaOutcome>;
  /** Told why the file could not be written. */
  onUnwritten(reason: string): void;
  /** Told of an event that is given up, and why. */
  onGivenUp(functionArn: string, event: unknown, reason: string): void;
}

/**
 * Lambda's queue of asynchronous invocations (Lambda Developer Guide, "How Lambda handles errors and retries with
 * asynchronous invocation"). A function that fails is tried twice more, after one minute and after two; one that is
 * throttled for up to six hours, at intervals that double from 1 s to 5 min. An invocation that ends with the API has
 * crashed, as far as the function knows: the API that starts next on the same tables tries it anew.
 */
export class EventQueue {
  readonly #settings: EventQueueSettings;
  readonly #taken = new Set<Taken>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #file?: string;
  #writing?: NodeJS.Immediate;
  #isClosed = false;

  constructor(settings: EventQueueSettings) {
    this.#settings = settings;
  }

  /**
   * Goes on with what the API before has left.
   * @param file holds what is not ended with, for the API that starts next
   */
  begin(file: string): void {
    const left = read(file);
    this.#file = file;
    left.forEach((taken) => this.#taken.add(taken));
    this.#note();
    left.forEach((taken) => void this.#attempt(taken));
  }

  /** Takes an event for a function. */
  accept(functionArn: string, event: unknown): void {
    if (this.#isClosed) {
      return;
    }
    const taken: Taken = { functionArn, event, takenMs: Date.now(), failures: 0, throttles: 0 };
    this.#taken.add(taken);
    this.#note();
    void this.#attempt(taken);
  }

  /** Tries nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timers.forEach((timer) => clearTimeout(timer));
    this.#write();
  }

  async #attempt(taken: Taken): Promise<void> {
    const outcome = await this.#settings.invoke(taken.functionArn, taken.event).catch(failureOf);
    if (this.#isClosed) {
      return;
    }
    if ('payload' in outcome) {
      this.#end(taken);
      return;
    }
    const { errorType, errorMessage } = outcome.error;
    const isThrottled = errorType === THROTTLED;
    taken[isThrottled ? 'throttles' : 'failures'] += 1;
    const pauseMs = isThrottled
      ? Math.min(FIRST_THROTTLED_MS * 2 ** (taken.throttles - 1), LAST_THROTTLED_MS)
      : RETRY_MS * taken.failures;
    if (taken.failures === ATTEMPTS || Date.now() + pauseMs > taken.takenMs + MAX_AGE_MS) {
      this.#end(taken);
      this.#settings.onGivenUp(taken.functionArn, taken.event, `${errorType}: ${errorMessage}`);
      return;
    }
    this.#note();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#attempt(taken);
    }, pauseMs);
    this.#timers.add(timer);
  }

  #end(taken: Taken): void {
    this.#taken.delete(taken);
    this.#note();
  }

  /** Has the file written: once for all that happens at a time. */
  #note(): void {
    this.#writing ??= setImmediate(() => this.#write());
  }

  /** Safely against a crash at any moment. Where nothing can be written, events are known until the end only. */
  #write(): void {
    clearImmediate(this.#writing);
    this.#writing = undefined;
    if (this.#file === undefined) {
      return;
    }
    const draft = `${this.#file}.draft`;
    try {
      if (this.#taken.size === 0) {
        rmSync(this.#file, { force: true });
        return;
      }
      writeFileSync(draft, JSON.stringify([...this.#taken]));
      renameSync(draft, this.#file);
    } catch (error) {
      this.#settings.onUnwritten(String(error));
    }
  }
}

/** What a function that cannot even be started ends with, such as one whose code is gone. */
function failureOf(error: unknown): LambdaOutcome {
  return { error: { errorType: 'ServiceException', errorMessage: String(error) } };
}

function read(file: string): Taken[] {
  try {
    const taken: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(taken) ? (taken as Taken[]) : [];
  } catch {
    // Absent at the first start.
    return [];
  }
}
