import type { EventItem, EventStatus, RegistrationItem, RegistrationStatus, UserItem } from '../item.ts';
import { isPublic } from '../event/status.ts';
import { statusOf } from '../registration/status.ts';
import { versionAfter } from './eventChange.ts';

/** What a domain event about a registration says; ids are no names, and who acted for the person is not said. */
interface OfRegistration {
  userId: string;
  eventId: string;
  registrationId: string;
}

/** What a domain event about an event says. `people`: how many are registered or waiting. */
interface OfEvent {
  eventId: string;
  status: EventStatus;
  version: number;
  createdAt: string;
}

/**
 * Something that has happened, for the world outside (docs/events/README.md), beside its id and its moment. A field that
 * is added is no new version; one that goes or means something else is.
 */
export type DomainEvent =
  | { type: 'RegistrationRegistered'; detail: OfRegistration & { registeredAt: string } }
  | { type: 'RegistrationWaitlisted'; detail: OfRegistration & { waitlistedAt: string } }
  | { type: 'RegistrationPromoted'; detail: OfRegistration & { promotedAt: string; isAdmitted: boolean } }
  | { type: 'RegistrationRemoved'; detail: OfRegistration & { registrationStatus: RegistrationStatus } }
  | { type: 'EventChanged'; detail: OfEvent & { isDeleted: boolean } }
  | { type: 'EventCancelled'; detail: OfEvent & { people: number } }
  | { type: 'UserDeleted'; detail: { userId: string } };

/** What the change of a registration from one stored state to the next (null: not there) was; null if it was none. */
export function registrationEventOf(
  before: RegistrationItem | null,
  after: RegistrationItem | null,
): DomainEvent | null {
  const shown = after ?? before;
  if (shown === null || before?.registrationStatus === after?.registrationStatus) {
    return null;
  }
  const detail = { userId: shown.userId, eventId: shown.eventId, registrationId: shown.requestId };
  if (after === null) {
    return { type: 'RegistrationRemoved', detail: { ...detail, registrationStatus: statusOf(shown) } };
  }
  if (statusOf(after) === 'WAITLISTED') {
    return {
      type: 'RegistrationWaitlisted',
      detail: { ...detail, waitlistedAt: after.waitlistedAt ?? after.updatedAt },
    };
  }
  if (before === null) {
    return {
      type: 'RegistrationRegistered',
      detail: { ...detail, registeredAt: after.registeredAt ?? after.createdAt },
    };
  }
  const isAdmitted = after.admissionReason !== undefined;
  return {
    type: 'RegistrationPromoted',
    detail: { ...detail, promotedAt: after.promotedAt ?? after.updatedAt, isAdmitted },
  };
}

/**
 * What the change of an event was; null if only its counters moved, which registrations tell of, or if it was never
 * public.
 */
export function eventEventOf(before: EventItem | null, after: EventItem | null): DomainEvent | null {
  const shown = after ?? before;
  if (shown === null || !isPublic(shown)) {
    return null;
  }
  const { eventId, status, createdAt } = shown;
  const detail = { eventId, status, version: versionAfter(before, after), createdAt };
  if (after !== null && before !== null && status === 'CANCELLED' && before.status !== 'CANCELLED') {
    return { type: 'EventCancelled', detail: { ...detail, people: after.currentRegistrations + after.waitlistCount } };
  }
  const isEdited = before?.editedVersion !== after?.editedVersion;
  return before === null || after === null || isEdited
    ? { type: 'EventChanged', detail: { ...detail, isDeleted: after === null } }
    : null;
}

/** That somebody is deleted for good; null for any other change of a profile. */
export function userEventOf(before: UserItem | null, after: UserItem | null): DomainEvent | null {
  return before !== null && after === null ? { type: 'UserDeleted', detail: { userId: before.userId } } : null;
}
