import { LIMITS } from '../../../domain/limits.ts';
import { timestampOf } from '../../../domain/timestamp.ts';
import type { Action } from '../../../domain/transaction.ts';
import { hasFailed, judgeAttempt, type Effect, type Reason } from '../../../domain/verdict.ts';
import type { Report, Surroundings } from '../surroundings.ts';
import type { Table, Written } from '../table/table.ts';
import { backoffMs } from './backoff.ts';
import { OutOfTime } from './outOfTime.ts';

/**
 * A transaction that took effect, or certainly did not; `reasons` in the order of its actions, empty if there are none.
 */
export type Settlement = { isDone: true } | { isDone: false; reasons: Reason[] };

/** Nothing is begun with less time left than this. */
const ATTEMPT_MS = 100;
/** After the deadline, a ticket may be taken back, or a look begin whether all was a success, within this time. */
export const LAST_LOOK_MS = 1500;
/** Between two tries of that, in milliseconds. */
const LAST_PAUSE_MS = { least: 50, most: 150 };
/** Races that may be lost before the first wait. */
const LOST_RACES_AT_ONCE = 1;

/**
 * Everything done for one request until its deadline: reading, writing, repeating, waiting, and what may have happened.
 */
export class Effort {
  /**
   * Of the whole request: MAYBE_MADE as soon as an answer was lost or a part is done, also if it looks otherwise later.
   */
  effect: Effect;
  readonly report: Report;
  readonly #surroundings: Surroundings;
  readonly #deadlineMs: number;
  #pauses = 0;
  #racesLost = 0;

  constructor(surroundings: Surroundings, deadlineMs: number, effect: Effect) {
    this.#surroundings = surroundings;
    this.#deadlineMs = deadlineMs;
    this.effect = effect;
    this.report = surroundings.report;
  }

  nowMs(): number {
    return this.#surroundings.clock.nowMs();
  }

  /** Now, as times are stored. */
  now(): string {
    return this.timestamp(this.nowMs());
  }

  /** Epoch milliseconds as times are stored. */
  timestamp(ms: number): string {
    return timestampOf(new Date(ms).toISOString());
  }

  /** When the request has to have given up, in epoch milliseconds. */
  get deadlineMs(): number {
    return this.#deadlineMs;
  }

  /** When nothing of this request can take effect any more, as a timestamp. */
  decidedBy(): string {
    return this.timestamp(this.#deadlineMs + LIMITS.decidedAfterMs);
  }

  newToken(): string {
    return this.#surroundings.clock.newToken();
  }

  random(): number {
    return this.#surroundings.clock.random();
  }

  /** Not at all for less than nothing. */
  async sleep(ms: number): Promise<void> {
    if (ms > 0) {
      await this.#surroundings.clock.sleep(ms);
    }
  }

  /**
   * The result of a read, repeated while it fails for reasons that pass.
   * @throws OutOfTime
   */
  async read<T>(readFrom: (table: Table) => Promise<T>): Promise<T> {
    for (;;) {
      this.#checkTime();
      try {
        return await readFrom(this.#surroundings.table);
      } catch (error) {
        throwIfBroken(error);
      }
      await this.pause();
    }
  }

  /** A call soon after the deadline, repeated while it fails for reasons that pass; null if that time is over too. */
  async last<T>(call: (table: Table) => Promise<T>): Promise<{ answer: T } | null> {
    while (this.nowMs() <= this.#deadlineMs + LAST_LOOK_MS) {
      const done = await this.tryOnce(async (table) => ({ answer: await call(table) }));
      if (done !== null) {
        return done;
      }
      await this.sleep(LAST_PAUSE_MS.least + this.random() * (LAST_PAUSE_MS.most - LAST_PAUSE_MS.least));
    }
    return null;
  }

  /** One call, whatever the time; null if it fails for a reason that passes. */
  async tryOnce<T>(call: (table: Table) => Promise<T | null>): Promise<T | null> {
    try {
      return await call(this.#surroundings.table);
    } catch (error) {
      throwIfBroken(error);
      return null;
    }
  }

  /**
   * Sends a single write until it is settled. Where an answer was lost on the way, it may have been made before: then
   * its condition has been judged against its own work.
   * @param isMade whether it is not to be sent again after a lost answer, since that was a success
   * @throws OutOfTime
   */
  async write(
    action: Action,
    isMade: () => Promise<boolean> = async () => false,
  ): Promise<Written & { wasLost: boolean }> {
    let wasLost = false;
    for (;;) {
      this.#checkTime();
      try {
        const written = await this.#surroundings.table.write(action);
        this.#pauses = 0;
        return { ...written, wasLost };
      } catch (error) {
        throwIfBroken(error);
        wasLost ||= judgeAttempt((error as Error).name, (error as Error).message, null) === 'MAYBE_MADE';
      }
      await this.pause();
      if (wasLost && (await isMade())) {
        return { isDone: true, wasLost };
      }
    }
  }

  /**
   * Sends a transaction until it is settled. While an answer is lost, the unchanged transaction is repeated under the
   * same token, so it takes effect once; only a failed condition then proves that it has not (a conflict or throttle
   * could come before the token is looked at).
   * @param repeatUntilMs where nothing of it may take effect after that moment: not repeated any more then, and not
   * known to be done
   * @throws OutOfTime, or an Error if the transaction itself is wrong
   */
  async transact(actions: Action[], repeatUntilMs = Infinity): Promise<Settlement> {
    const token = this.#surroundings.clock.newToken();
    let effect: Effect = 'NOT_MADE';
    for (;;) {
      this.#checkTime();
      const attempt = await this.#surroundings.table.transact(actions, token);
      if (attempt.kind === 'MADE') {
        this.#pauses = 0;
        this.#racesLost = 0;
        return { isDone: true };
      }
      const reasons = attempt.kind === 'NOT_MADE' ? attempt.reasons : [];
      if (attempt.kind === 'MAYBE_MADE') {
        effect = attempt.kind;
        this.effect = attempt.kind;
        this.report.count('LostAnswers');
      } else if (!hasFailed(reasons)) {
        this.report.count('Conflicts');
      }
      if (effect === 'NOT_MADE' || hasFailed(reasons)) {
        return { isDone: false, reasons };
      }
      await this.pause();
      if (this.nowMs() >= repeatUntilMs) {
        return { isDone: false, reasons };
      }
      this.report.count('Retries');
    }
  }

  /**
   * Waits before the next try as its predecessor's reasons ask: after a conflict and after a second lost race, and
   * always once it has waited; else not at all.
   * @throws OutOfTime
   */
  async goAgain(reasons: Reason[]): Promise<void> {
    this.report.count('Retries');
    if (hasFailed(reasons) && this.#pauses === 0 && this.#racesLost < LOST_RACES_AT_ONCE) {
      this.#racesLost += 1;
      return;
    }
    await this.pause();
  }

  /**
   * Waits with full jitter, longer each time.
   * @throws OutOfTime
   */
  async pause(): Promise<void> {
    this.#checkTime();
    const { clock } = this.#surroundings;
    await clock.sleep(backoffMs(this.#pauses, this.#deadlineMs - clock.nowMs(), clock.random()));
    this.#pauses += 1;
  }

  #checkTime(): void {
    if (this.#deadlineMs - this.nowMs() < ATTEMPT_MS) {
      throw new OutOfTime();
    }
  }
}

function throwIfBroken(error: unknown): void {
  if (
    !(error instanceof Error) ||
    error instanceof TypeError ||
    judgeAttempt(error.name, error.message, null) === 'BROKEN'
  ) {
    throw error;
  }
}
