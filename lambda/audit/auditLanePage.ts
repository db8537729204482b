import type { Clock } from '../clock.ts';
import type { Finding } from './rule/finding.ts';
import { judgeLaneItem } from './rule/judgeLaneItem.ts';
import type { Cursor, TableReader } from './table/tableReader.ts';

/** The lanes, and the time by which they are judged. */
export interface LaneAudit {
  reader: TableReader;
  clock: Clock;
}

/** Audits one page of the lanes' table; the first with null as cursor. Throws as `Pace.send`. */
export async function auditLanePage(
  { reader, clock }: LaneAudit,
  cursor: Cursor,
): Promise<{ findings: Finding[]; items: number; next: Cursor }> {
  const { items, next } = await reader.scanPage(cursor);
  return { findings: items.flatMap((item) => judgeLaneItem(item, clock.nowMs())), items: items.length, next };
}
