import { joinLine, openLine, TURN_MS } from '../../../domain/event/turns.ts';
import type { Table } from '../table/table.ts';

/**
 * Takes a turn among those who contend for the event: at the end of the line, or at once if there is none.
 * @returns when it is, in epoch milliseconds; null if no turn can be had (two opened a line at once, or it is too long)
 * @throws the SDK's error
 */
export async function takeTurn(table: Table, eventId: string, nowMs: number): Promise<number | null> {
  const line = await table.update(joinLine(eventId, nowMs));
  if (line !== null) {
    return Number(line['nextTurnMs']) - TURN_MS;
  }
  return (await table.update(openLine(eventId, nowMs))) === null ? null : nowMs;
}
