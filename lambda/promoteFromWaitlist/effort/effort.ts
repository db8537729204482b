import { timestampOf } from '../../../domain/timestamp.ts';
import type { Action } from '../../../domain/transaction.ts';
import { hasFailed, judgeAttempt, type Effect, type Reason } from '../../../domain/verdict.ts';
import type { Report, Surroundings } from '../surroundings.ts';
import type { Table } from '../table/table.ts';
import { backoffMs, waitForTurnMs } from './backoff.ts';
import { OutOfTime } from './outOfTime.ts';
import { takeTurn } from './takeTurn.ts';

/**
 * A transaction that took effect, or certainly did not; `reasons` in the order of its actions, empty if there are none.
 */
export type Settlement = { isDone: true } | { isDone: false; reasons: Reason[] };

/** Nothing is begun with less time left than this. */
const ATTEMPT_MS = 100;
/** After the deadline, one look whether a lost answer was a success may begin within this time. */
const LAST_LOOK_MS = 1500;
/**
 * Races that may be lost before the first wait. In a crowd, only one of twenty tries out of turn succeeds, and they
 * stop others.
 */
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
  readonly #eventId: string;
  #pauses = 0;
  #racesLost = 0;

  /** @param eventId the event that is contended for */
  constructor(surroundings: Surroundings, eventId: string, deadlineMs: number, effect: Effect) {
    this.#surroundings = surroundings;
    this.#eventId = eventId;
    this.#deadlineMs = deadlineMs;
    this.effect = effect;
    this.report = surroundings.report;
  }

  nowMs(): number {
    return this.#surroundings.clock.nowMs();
  }

  /** Now, as times are stored. */
  now(): string {
    return timestampOf(new Date(this.nowMs()).toISOString());
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

  /** A single read soon after the deadline; null if that is over too, or the read fails. */
  async readLast<T>(readFrom: (table: Table) => Promise<T | null>): Promise<T | null> {
    if (this.nowMs() > this.#deadlineMs + LAST_LOOK_MS) {
      return null;
    }
    try {
      return await readFrom(this.#surroundings.table);
    } catch (error) {
      throwIfBroken(error);
      return null;
    }
  }

  /**
   * Sends a transaction until it is settled. While an answer is lost, the unchanged transaction is repeated under the
   * same token, so it takes effect once; only a failed condition then proves that it has not (a conflict or throttle
   * could come before the token is looked at).
   * @throws OutOfTime, or an Error if the transaction itself is wrong
   */
  async transact(actions: Action[]): Promise<Settlement> {
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
      this.report.count('Retries');
      await this.pause();
    }
  }

  /**
   * Waits before the next try as its predecessor's reasons ask: for a turn after a conflict and after a second lost
   * race, and always once it has waited; else not at all.
   * @returns whether it has waited, so that what was read before is old
   * @throws OutOfTime
   */
  async goAgain(reasons: Reason[]): Promise<boolean> {
    this.report.count('Retries');
    if (hasFailed(reasons) && this.#pauses === 0 && this.#racesLost < LOST_RACES_AT_ONCE) {
      this.#racesLost += 1;
      return false;
    }
    await this.waitForTurn();
    return true;
  }

  /**
   * Waits until it is this effort's turn among all who contend for the event; if there is none to be had, as `pause`.
   * @throws OutOfTime
   */
  async waitForTurn(): Promise<void> {
    this.#checkTime();
    const { clock, table } = this.#surroundings;
    const turnMs = await takeTurn(table, this.#eventId, () => clock.nowMs()).catch((error: unknown) => {
      throwIfBroken(error);
      return null;
    });
    if (turnMs === null) {
      return this.pause();
    }
    const nowMs = clock.nowMs();
    await clock.sleep(waitForTurnMs(turnMs - nowMs, this.#pauses, this.#deadlineMs - nowMs, clock.random()));
    this.#pauses += 1;
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
