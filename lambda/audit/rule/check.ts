import { isId } from '../../../domain/text.ts';
import type { AnyItem } from './finding.ts';

/** Whether the value of an attribute is as it is written; `item` has the others. */
export type Check = (value: unknown, item: AnyItem) => boolean;

/** An id, as the API takes them. */
export const id: Check = (value) => typeof value === 'string' && isId(value);
/** Text of at most so many characters. */
export const text =
  (longest: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= longest;
/** One of these words. */
export const oneOf =
  (...values: string[]): Check =>
  (value) =>
    values.includes(value as string);
/** A whole number, bounds inclusive. */
export const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
/** True or false. */
export const flag: Check = (value) => typeof value === 'boolean';
/** A map. */
export const map: Check = (value) => typeof value === 'object';
/** As `domain/timestamp.ts` writes them, and no other: they are compared as text. */
export const timestamp: Check = (value) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value;
/** As `check` wants it, or not there. */
export const optional =
  (check: Check): Check =>
  (value, item) =>
    value === undefined || check(value, item);

/** Names of the attributes of an item that are not as their checks want them. */
export function wrongIn(item: AnyItem, checks: Record<string, Check>): string[] {
  return Object.entries(checks).flatMap(([name, check]) => (check(item[name], item) ? [] : [name]));
}
