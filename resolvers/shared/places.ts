import type { Context } from '@aws-appsync/utils';
import { sees } from '../../domain/caller.ts';
import type { EventItem, RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import { waitlistEntryKey, type Key } from '../../domain/keys.ts';
import { toEvent } from '../../domain/event/event.ts';
import { toRegistration, type Registration } from '../../domain/registration/registration.ts';
import {
  searchPlace,
  seeEvent,
  seeEventAndEntry,
  seeRegistration,
  type PlaceSearch,
} from '../../domain/waitlist/placeSearch.ts';
import type { User } from '../../domain/user/shownUser.ts';
import { callerOf } from './caller.ts';
import { isCounting } from './position/count.ts';
import type { PagedStash } from './readEvents.ts';
import type { Registration as Shown } from './schema.generated.ts';
import type { Page } from './table.ts';
import type { Viewer } from './viewer.ts';

/** What the steps keep that read a person's registrations, the places among them with their positions. */
export interface PlacesStash extends PagedStash {
  userId: string;
  /** Whether positions are selected. */
  withPositions: boolean;
  /** Whether the registrations and the profile of a caller are read who is not the person. */
  withViewer: boolean;
  /** The page's registrations, and how far the search for the place of each has come. */
  items: RegistrationItem[];
  searches: PlaceSearch[];
  /** The events that have been read, as they were read first. */
  events: EventItem[];
}

/**
 * So many registrations are looked at for one page with positions: AppSync allows ten steps a request, six of which
 * count in a queue.
 */
export const PLACES_PER_PAGE = 6;

/**
 * The fields of a registration that are no position and need no reading beside it: a type, so that a new field of the
 * schema has to be told.
 */
const WITHOUT_POSITION: Record<
  Exclude<keyof Shown, 'position' | 'waitlistCount' | 'waitlistVersion'> | '__typename',
  true
> = {
  __typename: true,
  userId: true,
  eventId: true,
  registrationId: true,
  registrationStatus: true,
  registeredAt: true,
  waitlistedAt: true,
  promotedAt: true,
  admittedBy: true,
  admissionReason: true,
  checkedInAt: true,
  cancelledAt: true,
  joinedPosition: true,
  event: true,
  user: true,
};

/** Whether the page's caller has selected positions, or anything under a name that does not say what it is. */
export function selectsPositions(ctx: Context): boolean {
  const withoutPosition = Object.keys(WITHOUT_POSITION);
  return ctx.info.selectionSetList.some((path) => {
    const [, field, ...rest] = path.split('/');
    return field !== undefined && rest.length === 0 && withoutPosition.indexOf(field) < 0;
  });
}

/** Keeps the page's registrations, whose places are to be found. */
export function beginPlaces(ctx: Context<unknown, PlacesStash>, { items, nextToken }: Page<RegistrationItem>): void {
  ctx.stash.items = items;
  ctx.stash.nextToken = nextToken;
  ctx.stash.searches = items.map((item) => seeRegistration(searchPlace(ctx.stash.withPositions), item));
  ctx.stash.events = [];
}

/** The events that the searches have to know next, by id. */
export function eventsSearched({ items, searches }: PlacesStash): string[] {
  return items
    .map(({ eventId }) => eventId)
    .filter((_eventId, at) => searches[at]?.next === 'EVENT' || searches[at]?.next === 'EVENT_AND_ENTRY');
}

/** The own entries that they have to know with these events, by their keys. */
export function entriesSearched({ items, searches, userId }: PlacesStash): Key[] {
  return items
    .filter((_item, at) => searches[at]?.next === 'EVENT_AND_ENTRY')
    .map(({ eventId, waitlistedAt }) => waitlistEntryKey(eventId, waitlistedAt ?? '', userId));
}

/**
 * After a reading of events, and of own entries: the searches that had to know one go on.
 * @param entries those of `entriesSearched`, in its order
 */
export function seeEvents(
  { items, searches }: PlacesStash,
  events: (EventItem | null)[],
  entries: (WaitlistEntryItem | null)[] = [],
): PlaceSearch[] {
  const withEntry = searches.map((_search, at) => at).filter((at) => searches[at]?.next === 'EVENT_AND_ENTRY');
  return searches.map((search, at) => {
    const event = eventOf(events, items[at]?.eventId);
    if (search.next === 'EVENT_AND_ENTRY') {
      return seeEventAndEntry(search, event, !!entries[withEntry.indexOf(at)]);
    }
    return search.next === 'EVENT' ? seeEvent(search, event) : search;
  });
}

/** The first search that has to count next, -1 if there is none. */
export function nextToCount({ searches }: PlacesStash): number {
  return searches.map(isCounting).indexOf(true);
}

/**
 * The page. A place is shown with its position, both of one instant; where the steps did not suffice, because the queue
 * has moved while it was counted or too many are ahead, without.
 * @param person whose registrations these are, null if they are gone; undefined if they were not read
 * @param viewers what was read of a caller who is somebody else, beside each registration
 */
export function pageOfPlaces(
  ctx: Context<unknown, PlacesStash>,
  person: User | null | undefined,
  viewers: Viewer[],
): Page<Registration> {
  const { items, searches, events, nextToken } = ctx.stash;
  const caller = callerOf(ctx);
  const user = person === undefined ? {} : { user: person };
  return {
    items: items.map((item, at) => {
      const { event: placed, ...found } = searches[at]?.registration ?? toRegistration(item);
      const read = eventOf(events, item.eventId);
      const shown = placed ?? (read && sees(caller, read) ? toEvent(read) : null);
      const viewer = caller.username === item.userId ? { registration: item, ...user } : viewers[at];
      const event = shown && { ...shown, isListed: true, ...(viewer ? { viewer } : {}) };
      return event ? { ...found, ...user, event } : { ...found, ...user };
    }),
    nextToken,
  };
}

function eventOf(events: (EventItem | null)[], eventId: string | undefined): EventItem | null {
  return events.find((event) => event !== null && event.eventId === eventId) ?? null;
}
