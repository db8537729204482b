import { open } from '../item/attributeValue.ts';
import type { AttributeValue, Item } from '../item/attributeValue.ts';
import { compareNumbers } from './decimal.ts';

/** Whether two values are the same: of one type, numbers by value, sets in any order. */
export function isEqual(one: AttributeValue, other: AttributeValue): boolean {
  const [type, left] = open(one);
  const [otherType, right] = open(other);
  if (type !== otherType) return false;
  switch (type) {
    case 'N':
      return compareNumbers(left as string, right as string) === 0;
    case 'L':
      return (
        sameLength(left as AttributeValue[], right as AttributeValue[]) &&
        (left as AttributeValue[]).every((value, at) => isEqual(value, (right as AttributeValue[])[at]!))
      );
    case 'M':
      return isSameItem(left as Item, right as Item);
    case 'NS':
      return isSameSet(left as string[], right as string[], (a, b) => compareNumbers(a, b) === 0);
    case 'SS':
    case 'BS':
      return isSameSet(left as string[], right as string[], (a, b) => a === b);
    default:
      return left === right;
  }
}

/** Whether two items have the same attributes. */
export function isSameItem(one: Item, other: Item): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => other[name] !== undefined && isEqual(one[name]!, other[name]))
  );
}

/**
 * Below, at or above 0; undefined for values that have no order, because of their type or because they differ in type.
 */
export function compareValues(one: AttributeValue, other: AttributeValue): number | undefined {
  const [type, left] = open(one);
  const [otherType, right] = open(other);
  if (type !== otherType) return undefined;
  if (type === 'N') return compareNumbers(left as string, right as string);
  if (type === 'S') return Buffer.compare(Buffer.from(left as string), Buffer.from(right as string));
  if (type === 'B')
    return Buffer.compare(Buffer.from(left as string, 'base64'), Buffer.from(right as string, 'base64'));
  return undefined;
}

function sameLength(one: unknown[], other: unknown[]): boolean {
  return one.length === other.length;
}

function isSameSet(one: string[], other: string[], isSame: (a: string, b: string) => boolean): boolean {
  return sameLength(one, other) && one.every((element) => other.some((candidate) => isSame(element, candidate)));
}
