/** How a cache knows the API's things again; shared by what this package has for Apollo Client and for Graphcache. */
import { OnEventChangedDocument } from './operations.generated.ts';

/**
 * By which fields. A `registrationId` is not enough for a registration: clients choose it, for one person and one
 * event.
 */
export const KEY_FIELDS = {
  User: ['userId'],
  Event: ['eventId'],
  Registration: ['userId', 'eventId'],
} as const;

/** Types that are no things of their own: messages, answers, pages and what only a page holds. */
export const KEYLESS = [
  'EventChange',
  'WaitlistChange',
  'RegistrationChange',
  'Cancellation',
  'Unregistration',
  'UserDeletion',
  'WaitlistEntry',
  'EventPage',
  'RegistrationPage',
  'WaitlistPage',
] as const;

/** The fields of `Query` that answer pages. */
export const PAGED_FIELDS = [
  'listEvents',
  'listUserRegistrations',
  'getUserEvents',
  'listEventRegistrations',
  'listWaitlist',
] as const;

/** Lists of a person's own, which a registration or its end changes. */
export const OWN_LISTS = ['listUserRegistrations', 'getUserEvents'] as const;

/** Lists of an event's people, which a registration or its end changes. */
export const EVENT_LISTS = ['listEventRegistrations', 'listWaitlist'] as const;

/** Lists of registrations, which a check-in changes where they are of those who have come, or have not. */
export const REGISTRATION_LISTS = ['listUserRegistrations', 'listEventRegistrations'] as const;

/** Whether a list is one of those, by its arguments as JSON. */
export function asksWhoHasCome(args: string): boolean {
  return args.includes('"checkedIn":');
}

/** What of a place is known at one instant, and so comes from the messages. */
export const PLACE_FIELDS = ['position', 'waitlistCount', 'waitlistVersion'] as const;

/** Of an event: what no message carries. `detailsVersion` grows when one of them changes. */
export const DETAIL_FIELDS = ['description', 'organizer'] as const;

/** The fields of an event that `EventChange` carries: what `OnEventChanged` selects. */
export const MESSAGE_FIELDS: readonly string[] = fieldsOfChange();

function fieldsOfChange(): string[] {
  type Selections = { selectionSet?: { selections: readonly unknown[] } };
  const [operation] = OnEventChangedDocument.definitions as readonly Selections[];
  const [field] = (operation?.selectionSet?.selections ?? []) as readonly Selections[];
  const names = (field?.selectionSet?.selections ?? []) as readonly { name: { value: string } }[];
  return names.map(({ name }) => name.value).filter((name) => name !== 'eventId' && name !== 'deleted');
}

/** Whether an event is in a list by its status; a list of DRAFTs holds what never was public, also once cancelled. */
export function isListedBy(status: unknown, wanted: unknown): boolean {
  return (
    wanted === undefined ||
    wanted === null ||
    status === undefined ||
    status === wanted ||
    (wanted === 'DRAFT' && status === 'CANCELLED')
  );
}

/**
 * Where one more registration belongs in a page of a person's own, which are in order of `eventId`; null where that is
 * not certain to be in this page, or it is there already.
 */
export function indexInPage(
  eventIds: readonly string[],
  eventId: string,
  { isFirst, isLast }: { isFirst: boolean; isLast: boolean },
): number | null {
  if (eventIds.includes(eventId)) {
    return null;
  }
  const index = eventIds.findIndex((other) => other > eventId);
  if (index < 0) {
    return isLast && (isFirst || eventIds.length > 0) ? eventIds.length : null;
  }
  return index > 0 || isFirst ? index : null;
}

/** Whether a change of an event may move it between lists, by the input of `updateEvent`. */
export function mayMoveLists(input: unknown): boolean {
  return ['status', 'date', 'organizer'].some((name) => name in Object(input));
}
