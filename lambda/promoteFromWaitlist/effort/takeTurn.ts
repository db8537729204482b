import { joinLine, openLine, TURN_MS } from '../../../domain/event/turns.ts';
import type { Table } from '../table/table.ts';

/** A turn that has just passed unused is as good as one that is now. */
const PASSED_MS = 40;
/** A longer line helps no request, or comes from the wrong clock of one host. */
const MAX_LINE_MS = 20_000;
/**
 * Between joining a line that is over and opening a new one, another may have opened it; and a slow answer makes a line
 * look over.
 */
const ROUNDS = 3;

/**
 * Takes a turn among those who contend for the event: at the end of the line, or at once if there is none any more.
 * @param nowMs epoch milliseconds
 * @returns when it is, in epoch milliseconds; null if no turn is to be had
 * @throws the SDK's error
 */
export async function takeTurn(table: Table, eventId: string, nowMs: () => number): Promise<number | null> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const line = await table.update(joinLine(eventId));
    const turnMs = line === null ? -Infinity : Number(line.nextTurnMs) - TURN_MS;
    if (turnMs >= nowMs() - PASSED_MS) {
      return turnMs < nowMs() + MAX_LINE_MS ? turnMs : null;
    }
    const openedMs = nowMs();
    if ((await table.update(openLine(eventId, openedMs, openedMs - PASSED_MS))) !== null) {
      return openedMs;
    }
  }
  return null;
}
