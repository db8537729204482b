import type { PauseItem } from '../../../domain/item.ts';
import { pauseKey } from '../../../domain/keys.ts';
import { askForPause, endPause, pauseLengthMs } from '../../../domain/lane/pause.ts';
import { hasFailed, type Reason } from '../../../domain/verdict.ts';
import type { Effort } from '../effort/effort.ts';

/** So long after the first lost race it is tried again almost at once, after so long a wait at most. */
const HURRY_MS = 1000;
const HURRIED_WAIT_MS = 10;
/** How often a combiner looks whether a pause is over. */
const LOOK_MS = 20;

/**
 * Lets a change of the event itself through a crowd (docs/design.md#the-lane), or the mending of its queue: a combiner
 * holds the event most of the time, so whoever tries now and then would lose to it again and again. Once a race is
 * lost, the combiner is asked to pause. A courtesy only: nothing rests on it, and the combiner goes on by itself if
 * nobody ends the pause.
 */
export class RightOfWay {
  readonly #effort: Effort;
  readonly #eventId: string;
  readonly #holder: string;
  /** When the first race was lost, null before that. */
  #sinceMs: number | null = null;
  #hasAsked = false;

  constructor(effort: Effort, eventId: string) {
    this.#effort = effort;
    this.#eventId = eventId;
    this.#holder = effort.newToken();
  }

  /**
   * Asks for the way, and waits before the next try: briefly at first, since a gap between two holders is short, then
   * as always (`Effort.goAgain`).
   * @throws OutOfTime
   */
  async goAgain(reasons: Reason[]): Promise<void> {
    const effort = this.#effort;
    const nowMs = effort.nowMs();
    this.#sinceMs ??= nowMs;
    await this.ask();
    if (!hasFailed(reasons) && nowMs - this.#sinceMs < HURRY_MS) {
      effort.report.count('Retries');
      await effort.sleep(HURRIED_WAIT_MS * effort.random());
    } else {
      await effort.goAgain(reasons);
    }
  }

  /** Asks for the way, for a moment or for so long. */
  async ask(forMs?: number): Promise<void> {
    const nowMs = this.#effort.nowMs();
    this.#hasAsked = true;
    await this.#effort.tryOnce((table) => table.write(askForPause(this.#eventId, this.#holder, nowMs, forMs)));
  }

  /** Lets the lane go on. */
  async giveUp(): Promise<void> {
    if (this.#hasAsked) {
      await this.#effort.tryOnce((table) => table.write(endPause(this.#eventId, this.#holder)));
    }
  }
}

/**
 * Leaves the event alone while somebody asks for it, for a while at most: then it ends the pause itself.
 * @returns whether there was a pause, and the event may have changed
 * @throws OutOfTime
 */
export async function giveWay(effort: Effort, eventId: string): Promise<boolean> {
  const readPause = () => effort.read((table) => table.get<PauseItem>(pauseKey(eventId)));
  let pause = await readPause();
  if (pause === null) {
    return false;
  }
  const sinceMs = effort.nowMs();
  while (pause !== null && effort.nowMs() - sinceMs < pauseLengthMs(pause)) {
    await effort.sleep(LOOK_MS);
    pause = await readPause();
  }
  if (pause !== null) {
    const { holder } = pause;
    await effort.tryOnce((table) => table.write(endPause(eventId, holder)));
  }
  return true;
}
