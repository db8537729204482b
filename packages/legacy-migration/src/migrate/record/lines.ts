import type { NewEvent } from '../../../../../domain/event/createEvent.ts';
import { attributeJson } from '../rules/attributeJson.ts';
import type { Conversion } from '../rules/convert.ts';
import type { Finding } from '../rules/findings.ts';
import type { Difference } from '../target/compareEvent.ts';
import type { Result } from './counts.ts';

/** What the report says of one record. */
export interface RecordLine {
  /** The old id as text. */
  id: string;
  result: Result;
  findings: Finding[];
  /** Where it became another. */
  eventId?: string;
  /** `plan`: the event it becomes. */
  becomes?: NewEvent;
  /** `run`, `verify`, `cleanup`: where the stored event differs from what the record becomes. */
  differences?: Difference[];
}

/** One line of the reject file: a record that was left behind, whole. */
export interface RejectLine {
  id: string;
  reasons: Finding[];
  /** In DynamoDB JSON. */
  record: unknown;
}

/** The report's line about one record. */
export function recordLine(
  { id, event, rejections, changes }: Conversion,
  result: Result,
  more: Partial<RecordLine> = {},
): RecordLine {
  const mapped = event !== null && event.eventId !== id ? { eventId: event.eventId } : {};
  return { id, result, ...mapped, findings: [...rejections, ...changes], ...more };
}

export function rejectLine({ id, rejections, record }: Conversion): RejectLine {
  return { id, reasons: rejections, record: attributeJson(record) };
}
