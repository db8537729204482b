import type { DomainEvent } from '../../domain/change/domainEvent.ts';
import { isPublic } from '../../domain/event/status.ts';
import type { EventItem, RegistrationItem } from '../../domain/item.ts';
import { planBatch } from '../../lambda/publishChanges/planBatch.ts';
import type { Change } from '../../lambda/publishChanges/readChange.ts';
import type { StoredItem } from '../../tools/running/tableContent.ts';

type OfRegistration = Extract<DomainEvent, { detail: { registrationId: string } }>;

/**
 * Where the domain events of an event's changes do not lead from nothing to what is stored, one step after the other:
 * whoever follows them would have another picture. And who was told twice, by record, of one cancelling.
 * @param changes all of the event and its registrations, in the order of the stream
 * @param items what is stored in the end
 */
export function eventsAtRest(changes: readonly Change[], items: readonly StoredItem[]): string[] {
  const events = changes.flatMap((change) =>
    planBatch([change])
      .flat()
      .flatMap((step) => (step.kind === 'emit' ? [step.event] : [])),
  );
  return [
    ...registrationsTold(events.filter(isOfRegistration), items),
    ...cancellingsTold(events, items),
    ...toldTwice(changes),
  ];
}

function registrationsTold(events: readonly OfRegistration[], items: readonly StoredItem[]): string[] {
  const complaints: string[] = [];
  const pictured = new Map<string, { status: string; id: string }>();
  for (const { type, detail } of events) {
    const { userId, registrationId: id } = detail;
    const before = pictured.get(userId);
    const isNext =
      type === 'RegistrationRemoved'
        ? before?.id === id && before.status === detail.registrationStatus
        : type === 'RegistrationPromoted'
          ? before?.id === id && before.status === 'WAITLISTED'
          : before === undefined;
    if (!isNext) {
      complaints.push(`${type} of ${id} for ${userId} follows ${JSON.stringify(before ?? null)}`);
    }
    if (type === 'RegistrationRemoved') {
      pictured.delete(userId);
    } else {
      pictured.set(userId, { status: type === 'RegistrationWaitlisted' ? 'WAITLISTED' : 'REGISTERED', id });
    }
  }
  const stored = ofType<RegistrationItem>(items, 'Registration');
  const show = (all: Iterable<[string, { status: string; id: string }]>) =>
    [...all].map(([userId, { status, id }]) => `${userId} ${status} ${id}`).sort();
  const [told, kept] = [
    show(pictured),
    show(stored.map((one) => [one.userId, { status: one.registrationStatus, id: one.requestId }])),
  ];
  return JSON.stringify(told) === JSON.stringify(kept)
    ? complaints
    : [...complaints, `domain events tell ${JSON.stringify(told)} in the end, stored is ${JSON.stringify(kept)}`];
}

/** An event is cancelled once, and that is told once, if it was ever public. */
function cancellingsTold(events: readonly DomainEvent[], items: readonly StoredItem[]): string[] {
  const told = events.flatMap((event) => (event.type === 'EventCancelled' ? [event.detail.createdAt] : []));
  const twice = told.filter((createdAt, index) => told.indexOf(createdAt) !== index);
  const untold = ofType<EventItem>(items, 'Event').filter(
    (event) => event.status === 'CANCELLED' && isPublic(event) && !told.includes(event.createdAt),
  );
  return [
    ...twice.map((createdAt) => `the event of ${createdAt} is told to be cancelled once more`),
    ...untold.map(({ createdAt }) => `nobody is told that the event of ${createdAt} is cancelled`),
  ];
}

function toldTwice(changes: readonly Change[]): string[] {
  return changes.flatMap((change) => {
    if (change.kind !== 'registration' || change.before === null || change.after === null) {
      return [];
    }
    const { before, after } = change;
    return before.cancelledAt !== undefined && before.cancelledAt !== after.cancelledAt
      ? [`${after.userId} is told once more that the event is cancelled`]
      : [];
  });
}

const isOfRegistration = (event: DomainEvent): event is OfRegistration => 'registrationId' in event.detail;

function ofType<T>(items: readonly StoredItem[], entityType: string): T[] {
  return items.filter((item) => item.entityType === entityType) as unknown as T[];
}
