import { allOf, is, lacks, not, type Clause } from '../condition.ts';
import type { RegistrationItem, RegistrationStatus } from '../item.ts';
import type { Expression } from '../transaction.ts';

/** Which registrations a list shows; what is absent or null does not restrict. */
export interface RegistrationFilter {
  status?: RegistrationStatus | null;
  checkedIn?: boolean | null;
}

/** Whether a registration as stored is one of these. */
export function fits({ status, checkedIn }: RegistrationFilter, item: RegistrationItem): boolean {
  const isOfStatus = typeof status !== 'string' || item.registrationStatus === status;
  return isOfStatus && (typeof checkedIn !== 'boolean' || (item.checkedInAt !== undefined) === checkedIn);
}

/** The filter of a query of the registrations themselves; undefined if it shows all. */
export function filterOf({ status, checkedIn }: RegistrationFilter): Expression | undefined {
  return filterBy([
    ...(typeof status === 'string' ? [is<RegistrationItem, 'registrationStatus'>('registrationStatus', status)] : []),
    ...(checkedIn === true ? [not(lacks<RegistrationItem>('checkedInAt'))] : []),
    ...(checkedIn === false ? [lacks<RegistrationItem>('checkedInAt')] : []),
  ]);
}

/**
 * The filter of a query of the inverted index, which knows the status alone: so that no scan has to write it, too. Who
 * is checked in has a seat; who else fits is found in the registrations themselves.
 */
export function filterOfIndex({ status, checkedIn }: RegistrationFilter): Expression | undefined {
  const known = checkedIn === true ? (status ?? 'REGISTERED') : status;
  return filterOf({ status: known });
}

function filterBy(clauses: Clause<RegistrationItem>[]): Expression | undefined {
  return clauses.length === 0 ? undefined : allOf(clauses);
}
