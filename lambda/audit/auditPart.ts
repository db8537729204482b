import { auditLanePage, type LaneAudit } from './auditLanePage.ts';
import { auditPage, type PageOutcome } from './auditPage.ts';
import type { Audit } from './checkEvent.ts';
import type { TableName } from '../../domain/keys.ts';
import type { Cursor } from './table/tableReader.ts';

/** A page begun with less time left than this might not be finished; most take seconds. */
const RESERVE_MS = 180_000;
/** Days of auditing: an audit of more parts than this goes round in circles. */
const MAX_PARTS = 500;
/** Findings of one audit that are logged one by one; all are counted. */
const MAX_LINES = 1000;

/**
 * How far an audit has come, over all its parts: in which table, null when it is through both, and where in it, null at
 * the beginning.
 */
export interface Progress {
  part: number;
  table: TableName | null;
  cursor: Cursor;
  items: number;
  events: number;
  findings: number;
  busy: number;
}

export const BEGINNING: Progress = {
  part: 1,
  table: 'events',
  cursor: null,
  items: 0,
  events: 0,
  findings: 0,
  busy: 0,
};

/** The tables in the order in which they are audited. */
const NEXT_TABLE: Record<TableName, TableName | null> = { events: 'lane', lane: null };

/** Counted per part, published as CloudWatch metrics; `AuditFindings` and `AuditBusyEvents` over all parts so far. */
type Metric = 'AuditFindings' | 'AuditBusyEvents' | 'AuditsCompleted';

export interface PartSurroundings {
  audit: Audit;
  lanes: LaneAudit;
  report: {
    count(metric: Metric, by?: number): void;
    info(message: string, fields: Record<string, unknown>): void;
    warn(message: string, fields: Record<string, unknown>): void;
  };
  /** Until the function is stopped. */
  remainingMs(): number;
  /** Has another invocation go on. */
  goOn(progress: Progress): Promise<void>;
}

/**
 * Audits page after page until the tables or the time are at their end, and has the next part go on. It only reports,
 * and nothing personal. Throws as `Pace.send` and as `goOn`: the part is then repeated as a whole, which does no harm.
 */
export async function auditPart(
  { audit, lanes, report, remainingMs, goOn }: PartSurroundings,
  begun: Progress,
): Promise<Progress> {
  let progress = begun;
  do {
    const { findings, busy, items, events, next } =
      progress.table === 'lane'
        ? withoutEvents(await auditLanePage(lanes, progress.cursor))
        : await auditPage(audit, progress.cursor);
    for (const { rule, eventId, found } of findings.slice(0, Math.max(0, MAX_LINES - progress.findings))) {
      report.warn('Found', { rule, eventId, found });
    }
    progress = {
      part: progress.part,
      table: next === null ? NEXT_TABLE[progress.table ?? 'lane'] : progress.table,
      cursor: next,
      items: progress.items + items,
      events: progress.events + events,
      findings: progress.findings + findings.length,
      busy: progress.busy + busy.length,
    };
  } while (progress.table !== null && remainingMs() > RESERVE_MS);
  report.count('AuditFindings', progress.findings);
  report.count('AuditBusyEvents', progress.busy);
  const { table, cursor: _, ...counts } = progress;
  if (table === null) {
    report.count('AuditsCompleted');
    report.info('The audit is complete', counts);
    return progress;
  }
  report.info('The audit goes on in another part', counts);
  if (progress.part >= MAX_PARTS) {
    throw new Error(`An audit of ${MAX_PARTS} parts is not at its end`);
  }
  await goOn({ ...progress, part: progress.part + 1 });
  return progress;
}

function withoutEvents(page: Pick<PageOutcome, 'findings' | 'items' | 'next'>): PageOutcome {
  return { ...page, events: 0, busy: [] };
}
