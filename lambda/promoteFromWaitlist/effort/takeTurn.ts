import { joinLine, openLine, TURN_MS } from '../../../domain/event/turns.ts';
import type { Table } from '../table/table.ts';

/**
 * Takes a turn among those who contend for the event: at the end of the line, or at once if there is none.
 * @returns when it is, in epoch milliseconds; null if no turn can be had, since the line is too long
 * @throws the SDK's error
 */
export async function takeTurn(table: Table, eventId: string, nowMs: number): Promise<number | null> {
  const turn = await joinTurn(table, eventId, nowMs);
  if (turn !== null) {
    return turn;
  }
  const isFirst = (await table.update(openLine(eventId, nowMs))) !== null;
  // Refused, somebody else has just opened it.
  return isFirst ? nowMs : joinTurn(table, eventId, nowMs);
}

async function joinTurn(table: Table, eventId: string, nowMs: number): Promise<number | null> {
  const line = await table.update(joinLine(eventId, nowMs));
  return line === null ? null : Number(line['nextTurnMs']) - TURN_MS;
}
