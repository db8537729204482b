import type { EventItem } from '../../domain/item.ts';
import { cancellationKey, ENTITY_TYPES } from '../../domain/keys.ts';
import { checkEvent, type Audit } from './checkEvent.ts';
import { checkOrphans } from './checkOrphans.ts';
import type { AnyItem, Finding } from './rule/finding.ts';
import { judgeEnding } from './rule/judgeEnding.ts';
import { judgeShape } from './rule/shape.ts';
import { isToBeTold, judgeTelling } from './rule/judgeTelling.ts';
import type { Cursor } from './table/tableReader.ts';

/** Events looked at side by side: those that must stand still for a while do so together. */
const EVENTS_AT_ONCE = 16;

export interface PageOutcome {
  findings: Finding[];
  /** Events that looked wrong, but never stood still. */
  busy: string[];
  items: number;
  events: number;
  /** Null: that was the last page. */
  next: Cursor;
}

/** Audits one page of the table; the first with null as cursor. Throws as `Pace.send`. */
export async function auditPage(audit: Audit, cursor: Cursor): Promise<PageOutcome> {
  const { items, next } = await audit.reader.scanPage(cursor);
  const isSound = (item: AnyItem) => judgeShape(item).length === 0;
  const sound = items.filter(isSound);
  const findings = await confirmShapes(
    audit,
    items.filter((item) => !isSound(item)),
  );
  findings.push(...(await checkOrphans(audit.reader, sound)));
  findings.push(...(await confirmEndings(audit, sound)));
  findings.push(...(await confirmTellings(audit, sound)));
  const events = sound.filter(({ entityType }) => entityType === ENTITY_TYPES.event) as unknown as EventItem[];
  const busy: string[] = [];
  const waiting = events.values();
  const checkOneByOne = async () => {
    for (const event of waiting) {
      const verdict = await checkEvent(audit, event);
      if (verdict === 'busy') {
        busy.push(event.eventId);
      } else {
        findings.push(...verdict);
      }
    }
  };
  await Promise.all(Array.from({ length: EVENTS_AT_ONCE }, checkOneByOne));
  return { findings, busy, items: items.length, events: events.length, next };
}

/** Items that are malformed still; an event among them is not looked into. */
async function confirmShapes({ reader }: Audit, items: AnyItem[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const item of items) {
    const stored = await reader.get<AnyItem>(item);
    if (stored !== null) {
      findings.push(...judgeShape(stored));
    }
  }
  return findings;
}

/** What should have come to its end long since, and is there still. */
async function confirmEndings({ reader, clock }: Audit, items: AnyItem[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const item of items.filter((one) => judgeEnding(one, clock.nowMs()).length > 0)) {
    const stored = await reader.get<AnyItem>(item);
    findings.push(...(stored === null ? [] : judgeEnding(stored, clock.nowMs())));
  }
  return findings;
}

/** Events whose people should know long since that they are cancelled, each with how far that has come as of then. */
async function confirmTellings({ reader, clock }: Audit, items: AnyItem[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const item of items.filter((one) => isToBeTold(one, clock.nowMs()))) {
    const [event = null, progress = null] = await reader.getTogether([item, cancellationKey(String(item.eventId))]);
    findings.push(...(event !== null && isToBeTold(event, clock.nowMs()) ? judgeTelling(event, progress) : []));
  }
  return findings;
}
