import type { NewEvent } from '../../../../../domain/event/createEvent.ts';
import type { LegacyRecord } from './attributeJson.ts';
import { capacityOf } from './capacity.ts';
import { dateOf } from './date.ts';
import { Findings, type Finding } from './findings.ts';
import { idOf, legacyIdText, organizerOf } from './id.ts';
import { statusOf } from './status.ts';
import { textsOf } from './texts.ts';

export interface ConversionOptions {
  /** The key attribute of the old table. */
  sourceKey: string;
  /** Whether ids outside our alphabet are replaced instead of rejected. */
  mapIds: boolean;
}

/** What becomes of a record. */
export interface Conversion {
  record: LegacyRecord;
  /** The old id as text. */
  id: string;
  /** Null if the record is rejected. */
  event: NewEvent | null;
  /** Why it is rejected; empty if it is not. */
  rejections: Finding[];
  /** What is changed or left out on the way. */
  changes: Finding[];
}

const READ_ATTRIBUTES = ['title', 'description', 'date', 'location', 'capacity', 'organizer', 'status'];

/** Applies every rule to one record; the same record always becomes the same event. */
export function convert(record: LegacyRecord, { sourceKey, mapIds }: ConversionOptions): Conversion {
  const findings = new Findings();
  const eventId = idOf(sourceKey, record[sourceKey], mapIds, findings);
  const texts = textsOf(record, findings);
  const capacity = capacityOf(record.capacity, findings);
  const date = dateOf(record.date, findings);
  const status = statusOf(record.status, findings);
  const organizer = organizerOf(record.organizer, mapIds, findings);
  for (const [name, value] of Object.entries(record)) {
    if (name !== sourceKey && !READ_ATTRIBUTES.includes(name)) {
      findings.add('attribute.unknown', name, value);
    }
  }
  const { title, location, description } = texts;
  const { rejections, changes } = findings;
  const isWhole = title !== null && capacity !== null && date !== null && rejections.length === 0;
  return {
    record,
    id: legacyIdText(record[sourceKey]),
    event: isWhole
      ? { eventId, title, description, date, location, capacity, organizer, status, waitlistEnabled: false }
      : null,
    rejections,
    changes,
  };
}
