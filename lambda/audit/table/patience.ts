import { judgeAttempt } from '../../../domain/verdict.ts';
import type { Clock } from '../../clock.ts';
import { growingPauseMs } from '../../growingPause.ts';

const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 5_000;

/** The table answered nothing useful for longer than the patience allows; the cause is the last failure. */
export class GaveUp extends Error {
  override readonly name = 'GaveUp';
}

/**
 * How long one table is asked again after failures: each pause in a row may be twice as long as the one before, 5 s at
 * most. Shared by everything that asks the table at one pace.
 */
export class Patience {
  readonly #patienceMs: number;
  readonly #clock: Clock;
  #failuresInARow = 0;
  #failingSinceMs: number | null = null;

  constructor(patienceMs: number, clock: Clock) {
    this.#patienceMs = patienceMs;
    this.#clock = clock;
  }

  /** The table has answered: the next failure is a first one. */
  answered(): void {
    this.#failuresInARow = 0;
    this.#failingSinceMs = null;
  }

  /**
   * Waits as long as this failure demands, half of it at random.
   * @throws GaveUp if there was no answer for as long as the patience
   */
  async wait(cause: unknown): Promise<void> {
    this.#failingSinceMs ??= this.#clock.nowMs();
    if (this.#clock.nowMs() - this.#failingSinceMs > this.#patienceMs) {
      const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      throw new GaveUp(`no answer for ${Math.round(this.#patienceMs / 1000)} s: ${why}`, { cause });
    }
    const longestMs = growingPauseMs(FIRST_PAUSE_MS, MAX_PAUSE_MS, this.#failuresInARow);
    this.#failuresInARow += 1;
    await this.#clock.sleep(longestMs * (0.5 + this.#clock.random() / 2));
  }
}

/**
 * Whether an error of the SDK means that the table is asked for too much.
 * @throws the error itself if repeating cannot mend it
 */
export function isThrottle(error: unknown): boolean {
  const { name = '', message = '' } = error as Partial<Error>;
  const verdict = error instanceof TypeError ? 'BROKEN' : judgeAttempt(name, message, null);
  if (verdict === 'BROKEN') {
    throw error;
  }
  return verdict === 'NOT_MADE';
}
