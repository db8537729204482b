import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { EventStatus } from '../../../../../domain/item.ts';
import type { Findings } from './findings.ts';

/** What the old statuses mean; case and surrounding blanks do not matter. */
export const STATUSES: Readonly<Record<string, EventStatus>> = {
  active: 'OPEN',
  open: 'OPEN',
  published: 'OPEN',
  cancelled: 'CANCELLED',
  canceled: 'CANCELLED',
  completed: 'CLOSED',
  closed: 'CLOSED',
  draft: 'DRAFT',
};

/** The event's status. What is not known may have been private, so it does not become public. */
export function statusOf(value: AttributeValue | undefined, findings: Findings): EventStatus {
  const text = value?.S?.trim().toLowerCase() ?? '';
  if (Object.hasOwn(STATUSES, text)) {
    return STATUSES[text] ?? 'DRAFT';
  }
  findings.add('status.unknown', 'status', value, 'DRAFT');
  return 'DRAFT';
}
