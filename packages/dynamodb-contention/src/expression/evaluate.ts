import { open, type AttributeValue, type Item } from '../item/attributeValue.ts';
import { compareValues, isEqual } from './compareValues.ts';
import type { Comparator, Condition, Operand } from './condition.ts';
import { compareNumbers } from './decimal.ts';
import { valueAt } from './path.ts';

/**
 * Whether the condition holds for an item; null is one that does not exist. Checked against DynamoDB Local by a
 * property.
 */
export function holds(condition: Condition, item: Item | null): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => holds(part, item));
    case 'or':
      return condition.parts.some((part) => holds(part, item));
    case 'not':
      return !holds(condition.part, item);
    case 'exists':
      return valueAt(item, condition.path) !== undefined;
    case 'notExists':
      return valueAt(item, condition.path) === undefined;
    case 'compare':
      return compares(condition.comparator, read(condition.left, item), read(condition.right, item));
    case 'between': {
      const value = read(condition.operand, item);
      return compares('>=', value, read(condition.low, item)) && compares('<=', value, read(condition.high, item));
    }
    case 'in': {
      const value = read(condition.operand, item);
      return condition.options.some((option) => compares('=', value, read(option, item)));
    }
    case 'type': {
      const value = read(condition.left, item);
      const type = read(condition.right, item);
      return value !== undefined && type !== undefined && open(value)[0] === open(type)[1];
    }
    case 'beginsWith':
      return beginsWith(read(condition.left, item), read(condition.right, item));
    case 'contains':
      return contains(read(condition.left, item), read(condition.right, item));
  }
}

function read(operand: Operand, item: Item | null): AttributeValue | undefined {
  if ('value' in operand) {
    return operand.value;
  }
  if ('path' in operand) {
    return valueAt(item, operand.path);
  }
  const measured = read(operand.sizeOf, item);
  const size = measured === undefined ? undefined : sizeOf(measured);
  return size === undefined ? undefined : { N: String(size) };
}

function compares(
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (left === undefined || right === undefined) {
    return comparator === '<>';
  }
  if (comparator === '=') {
    return isEqual(left, right);
  }
  if (comparator === '<>') {
    return !isEqual(left, right);
  }
  const order = compareValues(left, right);
  if (order === undefined) {
    return false;
  }
  if (comparator === '<') {
    return order < 0;
  }
  if (comparator === '<=') {
    return order <= 0;
  }
  return comparator === '>' ? order > 0 : order >= 0;
}

/**
 * As the function `size` counts in DynamoDB Local: UTF-16 code units of text, bytes of binary, elements of sets, lists
 * and maps; nothing else has a size.
 */
function sizeOf(value: AttributeValue): number | undefined {
  const [type, content] = open(value);
  if (type === 'S') {
    return (content as string).length;
  }
  if (type === 'B') {
    return Buffer.byteLength(content as string, 'base64');
  }
  if (type === 'M') {
    return Object.keys(content as Item).length;
  }
  return Array.isArray(content) ? content.length : undefined;
}

function beginsWith(value: AttributeValue | undefined, prefix: AttributeValue | undefined): boolean {
  if (value === undefined || prefix === undefined) {
    return false;
  }
  if ('S' in value && 'S' in prefix) {
    return value.S.startsWith(prefix.S);
  }
  if (!('B' in value && 'B' in prefix)) {
    return false;
  }
  const start = Buffer.from(prefix.B, 'base64');
  return Buffer.from(value.B, 'base64').subarray(0, start.length).equals(start);
}

function contains(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (value === undefined || part === undefined) {
    return false;
  }
  if ('S' in value && 'S' in part) {
    return value.S.includes(part.S);
  }
  if ('B' in value && 'B' in part) {
    return Buffer.from(value.B, 'base64').includes(Buffer.from(part.B, 'base64'));
  }
  if ('SS' in value && 'S' in part) {
    return value.SS.includes(part.S);
  }
  if ('BS' in value && 'B' in part) {
    return value.BS.includes(part.B);
  }
  if ('NS' in value && 'N' in part) {
    return value.NS.some((element) => compareNumbers(element, part.N) === 0);
  }
  return 'L' in value && value.L.some((element) => isEqual(element, part));
}
