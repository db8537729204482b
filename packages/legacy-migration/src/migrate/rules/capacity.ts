import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { LIMITS } from '../../../../../domain/limits.ts';
import { isAbsent, type Findings } from './findings.ts';

const WHOLE_NUMBER = /^\+?\d+(\.0+)?$/;

/** The number of seats; null with a rejection if there is none to be read. */
export function capacityOf(value: AttributeValue | undefined, findings: Findings): number | null {
  if (value === undefined || isAbsent(value)) {
    findings.add('capacity.missing', 'capacity', value);
    return null;
  }
  const capacity = value.N === undefined ? numberIn(value.S) : Number(value.N);
  const isUsable = Number.isInteger(capacity) && capacity >= LIMITS.capacityMin && capacity <= LIMITS.capacityMax;
  if (!isUsable) {
    findings.add('capacity.unusable', 'capacity', value);
    return null;
  }
  if (value.S !== undefined) {
    findings.add('capacity.text', 'capacity', value, capacity);
  }
  return capacity;
}

/** Digits only: what else JavaScript takes for a number ("0x10", "1e3", "") is no capacity that anybody meant. */
function numberIn(text: string | undefined): number {
  return text !== undefined && WHOLE_NUMBER.test(text.trim()) ? Number(text) : NaN;
}
