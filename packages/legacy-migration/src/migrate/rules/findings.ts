import type { AttributeValue } from '@aws-sdk/client-dynamodb';
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
}

/** What is found in one record, rejections apart from changes. */
export class Findings {
  readonly rejections: Finding[] = [];
  readonly changes: Finding[] = [];

  add(rule: RuleName, attribute: string, value: AttributeValue | undefined, became?: unknown): void {
    const found = value === undefined ? {} : { found: attributeJson(value) };
    const result = became === undefined ? {} : { became };
    const finding: Finding = { rule, attribute, ...found, ...result, fix: RULES[rule].fix };
    (RULES[rule].effect === 'rejected' ? this.rejections : this.changes).push(finding);
  }
}

/** Whether an attribute is there at all: a NULL, an empty text and a blank one count as absent. */
export function isAbsent(value: AttributeValue | undefined): boolean {
  return value === undefined || value.NULL === true || (value.S !== undefined && value.S.trim() === '');
}

/** The text of a text, number or boolean; null of anything else. */
export function plainText(value: AttributeValue): string | null {
  return value.S ?? value.N ?? (value.BOOL === undefined ? null : String(value.BOOL));
}
