import type { RegistrationItem } from '../../domain/item.ts';
import type { StoredItem } from '../../tools/running/tableContent.ts';
import { describeCalls, toldId, type Call } from './history.ts';

/** Registrations that were made for a call that was told UNKNOWN, after the time by which that is decided. */
export function madeTooLate(calls: readonly Call[], items: readonly StoredItem[]): string[] {
  const registrations = items.filter(
    ({ entityType }) => entityType === 'Registration',
  ) as unknown as RegistrationItem[];
  return calls.flatMap((call) => {
    const { operation, outcome } = call;
    const id = operation.name === 'registerForEvent' ? (operation.clientRequestId ?? toldId(outcome)) : undefined;
    const own = registrations.find(({ requestId }) => requestId === id);
    const isLate = own !== undefined && outcome.kind === 'unknown' && own.createdAt > (outcome.decidedBy ?? '9999');
    return isLate ? [`made at ${own.createdAt}, after ${outcome.decidedBy}: ${describeCalls([call])}`] : [];
  });
}
