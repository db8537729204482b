import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { checkDate } from '../../../../../domain/event/input.ts';
import { isAbsent, type Findings } from './findings.ts';

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** When the event takes place, as a timestamp; null with a rejection if that cannot be read. */
export function dateOf(value: AttributeValue | undefined, findings: Findings): string | null {
  if (isAbsent(value)) {
    findings.add('date.missing', 'date', value);
    return null;
  }
  const [whole, day = '', minute, second = '00', fraction = '', zone] = ISO.exec(value?.S?.trim() ?? '') ?? [];
  const timestamp =
    whole === undefined
      ? null
      : instant(`${day}T${minute ?? '00:00'}:${second}.${`${fraction}000`.slice(0, 3)}Z`, offsetMinutes(zone));
  if (timestamp === null || checkDate('date', Date.parse(timestamp))) {
    findings.add('date.unreadable', 'date', value);
    return null;
  }
  if (minute === undefined) {
    findings.add('date.withoutTime', 'date', value, timestamp);
  } else if (zone === undefined) {
    findings.add('date.withoutZone', 'date', value, timestamp);
  }
  return timestamp;
}

/** Null for what no calendar or clock shows: JavaScript reads 30 February as 1 March, which the way back reveals. */
function instant(utc: string, offset: number | null): string | null {
  const epochMs = Date.parse(utc);
  if (offset === null || Number.isNaN(epochMs) || new Date(epochMs).toISOString() !== utc) {
    return null;
  }
  return new Date(epochMs - offset * 60_000).toISOString();
}

/** Minutes east of UTC, null beyond the 18 hours that ISO 8601 libraries allow. */
function offsetMinutes(zone: string | undefined): number | null {
  if (zone === undefined || zone.toUpperCase() === 'Z') {
    return 0;
  }
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', '') || '0')];
  const total = hours * 60 + minutes;
  if (minutes > 59 || total > 18 * 60) {
    return null;
  }
  return zone.startsWith('-') ? -total : total;
}
