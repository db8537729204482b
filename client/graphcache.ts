/**
 * urql's Graphcache, so that it stays true: keys, what mutations and subscriptions change, and what is shown of it.
 * Nothing of urql is imported but types.
 */
import type { Cache, KeyingConfig, ResolveInfo, ResolverConfig, UpdatesConfig } from '@urql/exchange-graphcache';
import {
  asksWhoHasCome,
  DETAIL_FIELDS,
  EVENT_LISTS,
  indexInPage,
  isListedBy,
  KEY_FIELDS,
  KEYLESS,
  mayMoveLists,
  MESSAGE_FIELDS,
  PLACE_FIELDS,
  REGISTRATION_LISTS,
} from './cacheKeys.ts';
import { Heard, isAbout, isOfAnother, type AnsweredEvent, type CachedPlace, type EventMoment } from './heard.ts';
import type { ViewerStanding } from './operations.generated.ts';
import type { EventChange, Place, RegistrationChange, WaitlistChange } from './position.ts';
import { STANDING_FIELDS, standingInCache, type OwnPlace } from './standing.ts';

type Ids = { userId: string; eventId: string };

/** How Graphcache knows the API's things again. */
export const keys: KeyingConfig = {
  ...Object.fromEntries(KEYLESS.map((typename) => [typename, () => null])),
  ...Object.fromEntries(Object.entries(KEY_FIELDS).map(([typename, fields]) => [typename, keyBy(fields)])),
};

/**
 * What `cacheExchange` takes: `keys`, `updates` and `resolvers`.
 * @param viewer the `userId` of whoever is signed in, undefined for nobody; asked whenever it is needed
 */
export function graphcache(viewer: () => string | undefined = () => undefined): {
  keys: KeyingConfig;
  updates: UpdatesConfig;
  resolvers: ResolverConfig;
} {
  const heard = new Heard();

  const changeOf = (cache: Cache, event: string): EventChange | null => {
    const { eventId, createdAt, version } = stored<Partial<EventMoment>>(cache, event, [
      'eventId',
      'createdAt',
      'version',
    ]);
    return eventId === undefined || createdAt === undefined || version === undefined
      ? null
      : heard.eventSince({ eventId, createdAt, version });
  };

  const placeOf = (cache: Cache, registration: string): { fetched: CachedPlace; now: Place | 'refetch' } => {
    const names = ['userId', 'eventId', 'registrationId', 'registrationStatus', 'waitlistedAt', ...PLACE_FIELDS];
    const values = stored<CachedPlace>(cache, registration, names);
    const fetched = Object.fromEntries(
      names.map((name) => [name, values[name as keyof CachedPlace] ?? null]),
    ) as unknown as CachedPlace;
    return { fetched, now: heard.placeNow(fetched) };
  };

  const isGone = (cache: Cache, key: string): boolean => {
    if (key.startsWith('Event:')) {
      return changeOf(cache, key)?.deleted === true;
    }
    const { now } = key.startsWith('Registration:') ? placeOf(cache, key) : { now: 'refetch' as const };
    return now !== 'refetch' && now.registrationStatus === null;
  };

  /** What a link leads to: null where that has ended or is deleted. */
  const linked = (_: unknown, args: object, cache: Cache, { parentKey, fieldName }: ResolveInfo) => {
    const key = cache.resolve(parentKey, fieldName, Object.keys(args).length > 0 ? (args as never) : undefined);
    return typeof key === 'string' && isGone(cache, key) ? null : key;
  };

  /** The same of the viewer's registration; to be fetched where an answer was older than what was heard. */
  const ownLinked = (parent: unknown, args: object, cache: Cache, info: ResolveInfo) => {
    const link = linked(parent, args, cache, info);
    const userId = viewer();
    if (link === null && userId !== undefined) {
      const event = stored<AnsweredEvent>(cache, info.parentKey, ['eventId', 'createdAt', 'version']);
      const key = cache.resolve(info.parentKey, info.fieldName);
      const ended = typeof key === 'string' ? (cache.resolve(key, 'registrationId') as string) : null;
      // Were it undefined, the late answer that has brought it would be null.
      info.partial ||= heard.isBeforeMade(userId, event, ended);
    }
    return link;
  };

  /** Sets what `viewerRegistration` of an event and `getRegistration` answer; undefined: to be fetched again. */
  const setOwn = (cache: Cache, { userId, eventId }: Ids, registration: string | null | undefined): void => {
    const event = { __typename: 'Event', eventId };
    const isKnown = cache.resolve(event, 'viewerRegistration') !== undefined;
    if (userId === viewer() && isKnown) {
      if (registration === undefined) {
        cache.invalidate(event, 'viewerRegistration');
      } else {
        cache.link(event, 'viewerRegistration', registration);
      }
    } else if (userId === viewer()) {
      cache.invalidate(event, 'viewerStanding');
    }
    for (const { fieldName, arguments: args } of cache.inspectFields('Query')) {
      const isThis = args?.eventId === eventId && (args?.userId ?? viewer()) === userId;
      if (fieldName === 'getRegistration' && isThis) {
        if (registration === undefined) {
          cache.invalidate('Query', fieldName, args);
        } else {
          cache.link('Query', fieldName, args as never, registration);
        }
      }
    }
  };

  /** Has what shows a thing look at it again: something about it changes, and back. */
  const touch = (cache: Cache, thing: { __typename: string; eventId: string; userId?: string }): void => {
    cache.link(thing, 'heard', null);
    cache.invalidate(thing, 'heard');
  };

  const messageField = (_: unknown, __: object, cache: Cache, { parentKey, fieldName }: ResolveInfo) => {
    const change = changeOf(cache, parentKey);
    return (change === null ? cache.resolve(parentKey, fieldName) : change[fieldName as keyof EventChange]) as never;
  };

  /** Undefined where it is no longer true, so that it is fetched; where its answer came late, nothing else is there. */
  const detailField =
    (name: (typeof DETAIL_FIELDS)[number]) => (_: unknown, __: object, cache: Cache, info: ResolveInfo) => {
      const names = ['eventId', 'createdAt', 'detailsVersion'];
      const event = stored<AnsweredEvent & { eventId: string }>(cache, info.parentKey, names);
      const isOutdated = heard.isOutdated(event, name);
      const isLate = isOutdated && heard.wasLate(event.eventId, name);
      if (isLate) {
        info.partial = true;
      }
      return (isOutdated && !isLate ? undefined : cache.resolve(info.parentKey, name)) as never;
    };

  const hearAnswer = (event: object): void => heard.hearAnswer(event as AnsweredEvent);

  const placeField = (_: unknown, __: object, cache: Cache, { parentKey, fieldName }: ResolveInfo) => {
    const { fetched, now } = placeOf(cache, parentKey);
    if (now === 'refetch') {
      return undefined;
    }
    const isWaiting = now.registrationStatus === 'WAITLISTED';
    return (
      !isWaiting ? null : now === fetched ? cache.resolve(parentKey, fieldName) : now[fieldName as keyof Place]
    ) as never;
  };

  const standing = (_: unknown, __: object, cache: Cache, { parentKey, fieldName }: ResolveInfo) => {
    const own = cache.resolve(parentKey, 'viewerRegistration') as string | null | undefined;
    const userId = viewer();
    return standingInCache({
      fetched: cache.resolve(parentKey, fieldName) as ViewerStanding | undefined,
      event: { ...stored<object>(cache, parentKey, STANDING_FIELDS), ...changeOf(cache, parentKey) },
      place: typeof own === 'string' ? ownPlace(cache, own) : own,
      hasProfile: userId !== undefined && Boolean(cache.resolve({ __typename: 'User', userId }, 'userId')),
    }) as never;
  };

  const ownPlace = (cache: Cache, registration: string): OwnPlace => {
    const { fetched, now } = placeOf(cache, registration);
    return now === 'refetch' ? fetched : now;
  };

  const momentOfSeat = (_: unknown, __: object, cache: Cache, { parentKey, fieldName }: ResolveInfo) =>
    (cache.resolve(parentKey, fieldName) ??
      heard.registration(placeOf(cache, parentKey).fetched)?.promotedAt ??
      cache.resolve(parentKey, fieldName)) as never;

  const momentOfCancelling = (_: unknown, __: object, cache: Cache, { parentKey, fieldName }: ResolveInfo) =>
    (cache.resolve(parentKey, fieldName) ??
      heard.registration(placeOf(cache, parentKey).fetched)?.cancelledAt ??
      cache.resolve(parentKey, fieldName)) as never;

  const items = (_: unknown, __: object, cache: Cache, { parentKey }: ResolveInfo) => {
    const all = cache.resolve(parentKey, 'items') as string[] | undefined;
    return all?.filter((key) => !isGone(cache, key)) as never;
  };

  const registrations = (_: unknown, __: object, cache: Cache, { parentKey }: ResolveInfo) => {
    const all = cache.resolve(parentKey, 'items') as string[] | undefined;
    const [, wanted] = /"filter":\{"status":"(\w+)"/.exec(parentKey) ?? [];
    return all?.filter((key) => {
      const { now } = placeOf(cache, key);
      const status = now === 'refetch' ? cache.resolve(key, 'registrationStatus') : now.registrationStatus;
      return status !== null && isListedBy(status, wanted);
    }) as never;
  };

  const eventOf = (parent: unknown, args: object, cache: Cache, info: ResolveInfo) => {
    if (cache.resolve(info.parentKey, 'event') !== undefined) {
      return linked(parent, args, cache, info);
    }
    const event = cache.keyOfEntity({
      __typename: 'Event',
      eventId: cache.resolve(info.parentKey, 'eventId'),
    } as never);
    return event !== null && cache.resolve(event, 'eventId') !== undefined && !isGone(cache, event) ? event : undefined;
  };

  /** Puts a registration into the lists of its person; one is fetched again where the page it belongs to is unknown. */
  const listOwn = (cache: Cache, ids: Ids, status: unknown): void => {
    const registration = registrationKey(cache, ids);
    for (const wanted of [undefined, status]) {
      const isMeant = (args: Record<string, unknown>) =>
        (args.userId ?? viewer()) === ids.userId && (Object(args.filter).status ?? undefined) === wanted;
      const pages = cache
        .inspectFields('Query')
        .filter(({ fieldName, arguments: args }) => fieldName === 'listUserRegistrations' && isMeant(args ?? {}));
      const hasTakenIt = pages.map(({ fieldName, arguments: args }) => {
        const page = cache.resolve('Query', fieldName, args) as string | null | undefined;
        const items = (page ? cache.resolve(page, 'items') : null) as string[] | null | undefined;
        if (!page || !items || items.includes(registration)) {
          return Boolean(items);
        }
        const keys = items.filter((key) => cache.resolve(key, 'eventId') !== undefined);
        const eventIds = keys.map((key) => cache.resolve(key, 'eventId') as string);
        const isLast = cache.resolve(page, 'nextToken') === null;
        const index = indexInPage(eventIds, ids.eventId, { isFirst: !args?.nextToken, isLast });
        if (index !== null) {
          cache.link(page, 'items', [...keys.slice(0, index), registration, ...keys.slice(index)]);
        }
        return index !== null;
      });
      if (!hasTakenIt.includes(true)) {
        drop(cache, ['listUserRegistrations'], isMeant);
      }
    }
  };

  const dropPeople = (cache: Cache, eventId: string): void => {
    drop(cache, ['getUserEvents'], () => true);
    drop(cache, EVENT_LISTS, (args) => args.eventId === eventId);
  };

  const dropWhoHasCome = (_: unknown, __: unknown, cache: Cache): void =>
    drop(cache, REGISTRATION_LISTS, (args) => asksWhoHasCome(JSON.stringify(args)));

  return {
    keys,
    resolvers: {
      Query: { getEvent: linked, getRegistration: linked },
      EventPage: { items },
      RegistrationPage: { items: registrations },
      Event: {
        ...Object.fromEntries(DETAIL_FIELDS.map((name) => [name, detailField(name)])),
        ...Object.fromEntries(MESSAGE_FIELDS.map((name) => [name, messageField])),
        viewerStanding: standing,
        viewerRegistration: ownLinked,
      },
      Registration: {
        ...Object.fromEntries(PLACE_FIELDS.map((name) => [name, placeField])),
        registeredAt: momentOfSeat,
        promotedAt: momentOfSeat,
        cancelledAt: momentOfCancelling,
        registrationStatus(_, __, cache, { parentKey, fieldName }) {
          const { now } = placeOf(cache, parentKey);
          const known = now === 'refetch' ? null : now.registrationStatus;
          return (known ?? cache.resolve(parentKey, fieldName)) as never;
        },
        event: eventOf,
      },
    },
    updates: {
      // Called with every event that is written, and what was selected together.
      Event: {
        ...Object.fromEntries(['detailsVersion', ...DETAIL_FIELDS].map((name) => [name, hearAnswer])),
        viewerRegistration(event) {
          const userId = viewer();
          if (event.viewerRegistration === null && userId !== undefined) {
            heard.hearNone(userId, event as AnsweredEvent);
          }
        },
      },
      Mutation: {
        registerForEvent({ registerForEvent: place }, _, cache) {
          if (place !== null) {
            const ids = place as unknown as Ids;
            const registration = registrationKey(cache, ids);
            heard.hearMade(place as unknown as CachedPlace);
            setOwn(cache, ids, registration);
            listOwn(cache, ids, cache.resolve(registration, 'registrationStatus'));
            dropPeople(cache, ids.eventId);
          }
        },
        unregisterFromEvent({ unregisterFromEvent: left }, _, cache) {
          if (left !== null) {
            const { userId, eventId } = left as unknown as Ids;
            const registration = { __typename: 'Registration', userId, eventId };
            const registrationId = cache.resolve(registration, 'registrationId') as string | undefined;
            if (isOfAnother((left as { registrationId?: string | null }).registrationId, registrationId)) {
              return;
            }
            if (registrationId !== undefined) {
              const waitlistedAt = (cache.resolve(registration, 'waitlistedAt') as string | undefined) ?? null;
              heard.hearRemoval({ userId, eventId, registrationId, waitlistedAt });
            }
            setOwn(cache, { userId, eventId }, null);
            cache.invalidate(registration);
            dropPeople(cache, eventId);
          }
        },
        admitFromWaitlist({ admitFromWaitlist: admitted }, { eventId }, cache) {
          if (admitted !== null) {
            dropPeople(cache, eventId as string);
          }
        },
        checkIn: dropWhoHasCome,
        undoCheckIn: dropWhoHasCome,
        createEvent: (_, __, cache) => drop(cache, ['listEvents'], () => true),
        updateEvent(_, { input }, cache) {
          if (mayMoveLists(input)) {
            drop(cache, ['listEvents'], () => true);
          }
        },
        deleteEvent({ deleteEvent: deleted }, _, cache) {
          // One with people in it is only marked: it goes later, as a message says.
          if (deleted !== null && !Object(deleted).deletionRequestedAt) {
            const event = deleted as unknown as EventChange;
            heard.hearDeletion(event);
            touch(cache, { __typename: 'Event', eventId: event.eventId });
          }
        },
      },
      Subscription: {
        onEventChanged({ onEventChanged: change }, _, cache) {
          if (change !== null) {
            heard.hearEvent(change as unknown as EventChange);
            touch(cache, { __typename: 'Event', eventId: (change as unknown as EventChange).eventId });
          }
        },
        onWaitlistChanged({ onWaitlistChanged: change }, _, cache) {
          const userId = viewer();
          if (change !== null) {
            const { eventId } = change as unknown as WaitlistChange;
            heard.hearWaitlist(change as unknown as WaitlistChange);
            touch(cache, { __typename: 'Event', eventId });
            if (userId !== undefined) {
              touch(cache, { __typename: 'Registration', userId, eventId });
            }
          }
        },
        onRegistrationChanged({ onRegistrationChanged: heardChange }, _, cache) {
          const change = heardChange as unknown as RegistrationChange | null;
          if (change !== null && heard.hearRegistration(change)) {
            const { userId, eventId, registrationStatus } = change;
            const registration = { __typename: 'Registration', userId, eventId };
            touch(cache, registration);
            touch(cache, { __typename: 'Event', eventId });
            const known = {
              registrationId: cache.resolve(registration, 'registrationId') as string | undefined,
              waitlistedAt: cache.resolve(registration, 'waitlistedAt') as string | null | undefined,
            };
            // One that is not known has to be fetched; the end of one that is not known changes nothing.
            if (registrationStatus !== null && !isAbout(change, known)) {
              setOwn(cache, { userId, eventId }, undefined);
              drop(cache, ['listUserRegistrations'], () => true);
            } else if (registrationStatus !== null) {
              listOwn(cache, { userId, eventId }, registrationStatus);
            }
            dropPeople(cache, eventId);
          }
        },
      },
    },
  };
}

function stored<Fields>(cache: Cache, key: string, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, cache.resolve(key, name)])) as Fields;
}

/** Ids have no blanks, so that these stay apart; null where a document has not selected them. */
function keyBy(fields: readonly string[]): KeyingConfig[string] {
  return (data) => (fields.every((field) => data[field]) ? fields.map((field) => String(data[field])).join(' ') : null);
}

function registrationKey(cache: Cache, { userId, eventId }: Ids): string {
  return cache.keyOfEntity({ __typename: 'Registration', userId, eventId }) as string;
}

/** Drops lists, which are then fetched again where they are shown. */
function drop(cache: Cache, names: readonly string[], isMeant: (args: Record<string, unknown>) => boolean): void {
  for (const { fieldName, arguments: args } of cache.inspectFields('Query')) {
    if (names.includes(fieldName) && isMeant(args ?? {})) {
      cache.invalidate('Query', fieldName, args);
    }
  }
}
