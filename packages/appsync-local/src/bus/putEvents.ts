import { randomUUID } from 'node:crypto';
import type { BusEvent } from './busEvent.ts';

/** Entries of a call at most, and bytes of all of them (EventBridge API reference, "PutEvents"). */
const MAX_ENTRIES = 10;
const MAX_BYTES = 262_144;
/** Epoch seconds of the year 10000: no later moment has the form of the field `time`. */
const LATEST_SECONDS = 253_402_300_800;

/** An entry that is not taken; the others of the call are. */
export interface RefusedEntry {
  ErrorCode: string;
  ErrorMessage: string;
}

/** Where an entry goes: to the bus with this name or ARN, absent the account's default. */
export interface Entry {
  busName: string | undefined;
  outcome: { event: BusEvent } | { refused: RefusedEntry };
}

/** The request itself is refused, and nothing of it is taken. The message is the service's. */
export class InvalidPut extends Error {
  override readonly name = 'ValidationException';
}

/** The call as it comes: what fails the check of its shape refuses all of it. */
interface PutEntry {
  Source?: string;
  DetailType?: string;
  Detail?: string;
  EventBusName?: string;
  Resources?: string[];
  Time?: number;
}

/**
 * Reads the body of a PutEvents call: what becomes of each entry, in order.
 * @param nowMs epoch milliseconds: the time of entries that name none
 * @throws InvalidPut if the call is none
 */
export function readEntries(body: unknown, place: { account: string; region: string }, nowMs: number): Entry[] {
  const { Entries: entries } = (isObject(body) ? body : {}) as { Entries?: unknown };
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > MAX_ENTRIES) {
    throw new InvalidPut(`Value at 'entries' must have between 1 and ${MAX_ENTRIES} items`);
  }
  const checked = entries.map(checkShape);
  const bytes = checked.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > MAX_BYTES) {
    throw new InvalidPut(`Total size of the entries in the request is over the limit of ${MAX_BYTES} bytes`);
  }
  return checked.map((entry) => ({ busName: entry.EventBusName, outcome: judge(entry, place, nowMs) }));
}

function checkShape(entry: unknown, index: number): PutEntry {
  const at = `entries.${index + 1}.member`;
  if (!isObject(entry)) {
    throw new InvalidPut(`Value at '${at}' must be an object`);
  }
  for (const name of ['Source', 'DetailType', 'Detail', 'EventBusName']) {
    if (!isAbsent(entry[name]) && typeof entry[name] !== 'string') {
      throw new InvalidPut(`Value at '${at}.${name}' must be text`);
    }
  }
  const { Resources: resources, Time: time } = entry;
  if (!isAbsent(resources) && !(Array.isArray(resources) && resources.every((one) => typeof one === 'string'))) {
    throw new InvalidPut(`Value at '${at}.Resources' must be a list of texts`);
  }
  if (!isAbsent(time) && !(typeof time === 'number' && time >= 0 && time < LATEST_SECONDS)) {
    throw new InvalidPut(`Value at '${at}.Time' must be a time in epoch seconds`);
  }
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => !isAbsent(value)));
}

/** Bytes of an entry as EventBridge counts them (User Guide, "Calculating PutEvents event entry size"). */
function sizeOf({ Time: time, Source = '', DetailType = '', Detail = '', Resources = [] }: PutEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return (time === undefined ? 0 : 14) + texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

function judge(entry: PutEntry, { account, region }: { account: string; region: string }, nowMs: number) {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if ((entry[name] ?? '') === '') {
      return refuse('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
    }
  }
  const {
    Source: source = '',
    DetailType: type = '',
    Detail: text = '',
    Time: time,
    Resources: resources = [],
  } = entry;
  if (source.startsWith('aws.')) {
    return refuse('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  const detail = parse(text);
  if (!isObject(detail)) {
    return refuse('MalformedDetail', 'Detail is malformed.');
  }
  const moment = new Date(time === undefined ? nowMs : time * 1000).toISOString().replace(/\.\d{3}Z$/, 'Z');
  const event: BusEvent = {
    version: '0',
    id: randomUUID(),
    'detail-type': type,
    source,
    account,
    time: moment,
    region,
    resources,
    detail,
  };
  return { event };
}

function refuse(ErrorCode: string, ErrorMessage: string): { refused: RefusedEntry } {
  return { refused: { ErrorCode, ErrorMessage } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
