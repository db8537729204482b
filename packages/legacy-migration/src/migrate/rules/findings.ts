import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { MigrationOrigin } from '../../../../../domain/item.ts';
import { isBlank } from '../../../../../domain/text.ts';
import { attributeJson } from './attributeJson.ts';
import { RULES, type RuleName } from './rules.ts';

/** One value that could not be migrated as it is. */
export interface Finding {
  rule: RuleName;
  /** The attribute of the old record. */
  attribute: string;
  /** Its value in DynamoDB JSON, whole; absent where there is none. */
  found?: unknown;
  /** What it becomes, where that is a value. */
  became?: unknown;
  fix: string;
  /** `id.taken`: the record that has the event's id; null if the event there came from no record. */
  takenBy?: MigrationOrigin | null;
}

/** An id that an event cannot have, because it is another's. */
export function takenId(
  attribute: string,
  value: AttributeValue | undefined,
  eventId: string,
  takenBy: MigrationOrigin | null,
): Finding {
  return { ...findingOf('id.taken', attribute, value, eventId), takenBy };
}

/** What is found in one record, rejections apart from changes. */
export class Findings {
  readonly rejections: Finding[] = [];
  readonly changes: Finding[] = [];

  add(rule: RuleName, attribute: string, value: AttributeValue | undefined, became?: unknown): void {
    const list = RULES[rule].effect === 'rejected' ? this.rejections : this.changes;
    list.push(findingOf(rule, attribute, value, became));
  }
}

function findingOf(rule: RuleName, attribute: string, value: AttributeValue | undefined, became?: unknown): Finding {
  const found = value === undefined ? {} : { found: attributeJson(value) };
  const result = became === undefined ? {} : { became };
  return { rule, attribute, ...found, ...result, fix: RULES[rule].fix };
}

/** Whether an attribute is there at all: a NULL, an empty text and a blank one count as absent. */
export function isAbsent(value: AttributeValue | undefined): boolean {
  return value === undefined || value.NULL === true || (value.S !== undefined && isBlank(value.S));
}

/** The text of a text, number or boolean; null of anything else. */
export function plainText(value: AttributeValue): string | null {
  return value.S ?? value.N ?? (value.BOOL === undefined ? null : String(value.BOOL));
}
