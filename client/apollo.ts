/**
 * The cache of Apollo Client, so that it stays true: what things are known by, pages that grow, and what mutations and
 * subscriptions change. Nothing of Apollo is imported but types.
 */
import type {
  FieldFunctionOptions,
  FieldMergeFunction,
  FieldPolicy,
  Reference,
  StoreObject,
  TypePolicies,
} from '@apollo/client';
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
  PAGED_FIELDS,
  PLACE_FIELDS,
  REGISTRATION_LISTS,
} from './cacheKeys.ts';
import { Heard, isAbout, isOfAnother, type AnsweredEvent, type CachedPlace, type EventMoment } from './heard.ts';
import type { ViewerStanding } from './operations.generated.ts';
import type { EventChange, Place, RegistrationChange, WaitlistChange } from './position.ts';
import { STANDING_FIELDS, standingInCache } from './standing.ts';

type Options = FieldFunctionOptions;
type ModifierDetails = { storeFieldName: string; DELETE: unknown };
type Cached = Reference | StoreObject;
type RegistrationArgs = { userId?: string; filter?: { status?: Place['registrationStatus'] } | null };
type PageOf = { items: readonly Cached[]; nextToken: string | null };

/** Asks a field for what is stored, before messages are taken into account; the fields that look at them know it. */
const AS_STORED = {};
const FIELDS_WITH_MESSAGES: readonly string[] = [...MESSAGE_FIELDS, ...PLACE_FIELDS, 'registrationStatus'];

/**
 * What `InMemoryCache` takes as `typePolicies`.
 * @param viewer the `userId` of whoever is signed in, undefined for nobody; asked whenever it is needed
 */
export function typePolicies(viewer: () => string | undefined = () => undefined): TypePolicies {
  const heard = new Heard();

  /** Of an event or a registration: a field as it was fetched. */
  const stored = <Value>({ readField }: Options, fieldName: string, from?: Cached): Value | undefined =>
    readField<Value>({
      fieldName,
      ...(FIELDS_WITH_MESSAGES.includes(fieldName) ? { args: AS_STORED } : {}),
      ...(from === undefined ? {} : { from }),
    }) as Value | undefined;

  /** Has what is being read be read again when a subscription says something. */
  const listenTo = ({ readField }: Options, fieldName: string, args: object): void =>
    void readField({ fieldName, args: args as Record<string, unknown>, from: { __ref: 'ROOT_SUBSCRIPTION' } });

  const changeOf = (options: Options, from?: Cached): EventChange | null => {
    const moment = Object.fromEntries(
      ['eventId', 'createdAt', 'version'].map((name) => [name, stored(options, name, from)]),
    ) as unknown as EventMoment;
    listenTo(options, 'onEventChanged', { eventId: moment.eventId });
    return moment.version === undefined || moment.createdAt === undefined ? null : heard.eventSince(moment);
  };

  const placeOf = (options: Options, from?: Cached): { fetched: CachedPlace; now: Place | 'refetch' } => {
    const names = ['userId', 'eventId', 'registrationId', 'registrationStatus', 'waitlistedAt', ...PLACE_FIELDS];
    const fetched = Object.fromEntries(
      names.map((name) => [name, stored(options, name, from) ?? null]),
    ) as unknown as CachedPlace;
    listenTo(options, 'onRegistrationChanged', { userId: fetched.userId });
    listenTo(options, 'onWaitlistChanged', { eventId: fetched.eventId });
    return { fetched, now: heard.placeNow(fetched) };
  };

  const isGone = (options: Options, item: Cached): boolean => {
    const typename = options.readField('__typename', item);
    if (typename === 'Event') {
      return changeOf(options, item)?.deleted === true;
    }
    return typename === 'Registration' && isEnded(placeOf(options, item).now);
  };

  /** What a link leads to: null where that has ended, or has been left or deleted. */
  const linked = (existing: Cached | null | undefined, options: Options): Cached | null | undefined => {
    if (existing === null || existing === undefined) {
      return existing;
    }
    return options.canRead(existing as Reference) && !isGone(options, existing) ? existing : null;
  };

  /** The same of the viewer's registration; undefined where an answer was older than what was heard: to be fetched. */
  const ownLinked = (existing: Cached | null | undefined, options: Options): Cached | null | undefined => {
    const link = linked(existing, options);
    const userId = viewer();
    if (link !== null || userId === undefined) {
      return link;
    }
    listenTo(options, 'onRegistrationChanged', { userId });
    const names = ['eventId', 'createdAt', 'version'];
    const event = Object.fromEntries(names.map((name) => [name, stored(options, name)]));
    const ended = existing ? (stored<string>(options, 'registrationId', existing) ?? null) : null;
    return heard.isBeforeMade(userId, event, ended) ? undefined : null;
  };

  const registrationRef = ({ toReference }: Options, userId: unknown, eventId: unknown): Reference =>
    toReference({ __typename: 'Registration', userId, eventId } as StoreObject) as Reference;

  /** Links an event with the registration of the viewer, as `viewerRegistration` would have answered. */
  const link = (options: Options, registration: Reference): void => {
    const userId = options.readField('userId', registration);
    const eventId = options.readField('eventId', registration);
    if (userId !== undefined && userId === viewer()) {
      const event = options.toReference({ __typename: 'Event', eventId } as StoreObject) as Reference;
      options.cache.modify({ id: event.__ref, fields: { viewerRegistration: () => registration } });
    }
  };

  /** Puts a registration into the lists of its person. */
  const listOwn = (options: Options, registration: Reference, status: Place['registrationStatus']): void => {
    const { cache, canRead, readField } = options;
    const userId = readField('userId', registration);
    const insert = (list: PageOf | null, { storeFieldName }: ModifierDetails): PageOf | null => {
      const args = JSON.parse(storeFieldName.slice('listUserRegistrations:'.length) || '{}') as RegistrationArgs;
      const isMeant = (args.userId ?? viewer()) === userId && [undefined, null, status].includes(args.filter?.status);
      if (list === null || !isMeant) {
        return list;
      }
      const items = list.items.filter((item) => canRead(item as Reference));
      const eventIds = items.map((item) => readField<string>('eventId', item) as string);
      const eventId = readField<string>('eventId', registration) as string;
      const index = indexInPage(eventIds, eventId, { isFirst: true, isLast: list.nextToken === null });
      return index === null
        ? list
        : { ...list, items: [...items.slice(0, index), registration, ...items.slice(index)] };
    };
    cache.modify({ id: 'ROOT_QUERY', fields: { listUserRegistrations: insert as never } });
  };

  /** Drops lists, and a standing that follows from nothing known, which are then fetched again where they are shown. */
  const dropLists = (options: Options, eventId: unknown): void => {
    const { cache } = options;
    const event = options.toReference({ __typename: 'Event', eventId } as StoreObject) as Reference;
    if (options.readField('viewerRegistration', event) === undefined) {
      cache.evict({ id: event.__ref, fieldName: 'viewerStanding' });
    }
    cache.evict({ id: 'ROOT_QUERY', fieldName: 'getUserEvents' });
    // By whatever filter.
    dropNamed(options, EVENT_LISTS, (name) => name.includes(`"eventId":${JSON.stringify(eventId)}`));
  };

  /** Drops those of these lists whose arguments are meant. */
  const dropNamed = ({ cache }: Options, lists: readonly string[], isMeant: (name: string) => boolean): void => {
    const drop = (list: unknown, { storeFieldName, DELETE }: ModifierDetails) =>
      isMeant(storeFieldName) ? DELETE : list;
    cache.modify({ id: 'ROOT_QUERY', fields: Object.fromEntries(lists.map((name) => [name, drop as never])) });
  };

  const messageField = (name: string): FieldPolicy => ({
    keyArgs: false,
    read(existing: unknown, options) {
      const change = options.args === AS_STORED ? null : changeOf(options);
      return change === null ? existing : change[name as keyof EventChange];
    },
  });

  const detailField = (name: (typeof DETAIL_FIELDS)[number]): FieldPolicy => ({
    read(existing: unknown, options) {
      const names = ['eventId', 'createdAt', 'detailsVersion'];
      const event = Object.fromEntries(names.map((each) => [each, stored(options, each)])) as { eventId: string };
      listenTo(options, 'onEventChanged', { eventId: event.eventId });
      return heard.isOutdated(event, name) ? undefined : existing;
    },
  });

  /** Lists may not have it, and do not take it away: `heard` knows it still. */
  const placeField = (name: (typeof PLACE_FIELDS)[number]): FieldPolicy => ({
    keyArgs: false,
    read(existing: unknown, options) {
      if (options.args === AS_STORED) {
        return existing;
      }
      const { fetched, now } = placeOf(options);
      if (now === 'refetch') {
        return undefined;
      }
      return now.registrationStatus !== 'WAITLISTED' ? null : now === fetched ? existing : now[name];
    },
  });

  const standing: FieldPolicy = {
    read(fetched: ViewerStanding | undefined, options) {
      const own = options.readField<Reference | null>('viewerRegistration');
      const status = own ? options.readField<Place['registrationStatus']>('registrationStatus', own) : null;
      const userId = viewer();
      const user = options.toReference({ __typename: 'User', userId: userId ?? '' });
      return standingInCache({
        fetched,
        event: Object.fromEntries(STANDING_FIELDS.map((name) => [name, options.readField(name)])),
        place: own === undefined || status === undefined ? undefined : own && { registrationStatus: status },
        hasProfile: userId !== undefined && options.readField('userId', user) !== undefined,
      });
    },
  };

  const momentOfSeat: FieldPolicy = {
    read(existing: unknown, options) {
      const { fetched } = placeOf(options);
      return existing ?? heard.registration(fetched)?.promotedAt ?? existing;
    },
  };

  const momentOfCancelling: FieldPolicy = {
    read(existing: unknown, options) {
      const { fetched } = placeOf(options);
      return existing ?? heard.registration(fetched)?.cancelledAt ?? existing;
    },
  };

  const page = (fieldName: string): FieldPolicy => ({
    keyArgs: (args) => Object.keys(args ?? {}).filter((name) => name !== 'limit' && name !== 'nextToken'),
    read(existing: PageOf | undefined, options) {
      if (existing === undefined || existing === null) {
        return existing;
      }
      const wanted: unknown = Object(Object(options.args).filter).status;
      const statusField = fieldName === 'listEvents' ? 'status' : 'registrationStatus';
      const items = existing.items.filter(
        (item) => !isGone(options, item) && isListedBy(options.readField(statusField, item), wanted),
      );
      return items.length === existing.items.length ? existing : { ...existing, items };
    },
    merge(existing: PageOf | undefined, incoming: PageOf | null, { args, readField, isReference }) {
      const token: unknown = args?.nextToken ?? null;
      if (token === null || !existing || incoming === null) {
        return incoming;
      }
      // Only what follows is a next page; the same page once more brings nothing.
      if (token !== existing.nextToken) {
        return existing;
      }
      const nameOf = (item: Cached): unknown => (isReference(item) ? item.__ref : readField('userId', item));
      const known = new Set(existing.items.map(nameOf));
      return { ...incoming, items: [...existing.items, ...incoming.items.filter((item) => !known.has(nameOf(item)))] };
    },
  });

  const registered: FieldMergeFunction = (_, incoming: Reference | null, options) => {
    if (incoming !== null) {
      const names = ['userId', 'eventId', 'registrationId'];
      const made = Object.fromEntries(names.map((name) => [name, options.readField(name, incoming)]));
      heard.hearMade(made as unknown as CachedPlace);
      link(options, incoming);
      listOwn(
        options,
        incoming,
        options.readField<Place['registrationStatus']>('registrationStatus', incoming) ?? null,
      );
      dropLists(options, options.readField('eventId', incoming));
    }
    return incoming;
  };

  const checkedIn: FieldMergeFunction = (_, incoming: Reference | null, options) => {
    dropNamed(options, REGISTRATION_LISTS, asksWhoHasCome);
    return incoming;
  };

  return {
    ...Object.fromEntries(KEYLESS.map((typename) => [typename, { keyFields: false as const }])),
    User: { keyFields: [...KEY_FIELDS.User] },
    Event: {
      // Asked with every event that is written: what was selected together is seen nowhere else.
      keyFields(event, { selectionSet }) {
        if (selectionSet !== undefined) {
          heard.hearAnswer(event as AnsweredEvent);
          const userId = viewer();
          if (event.viewerRegistration === null && userId !== undefined) {
            heard.hearNone(userId, event as AnsweredEvent);
          }
        }
        return [...KEY_FIELDS.Event];
      },
      fields: {
        ...Object.fromEntries(DETAIL_FIELDS.map((name) => [name, detailField(name)])),
        ...Object.fromEntries(MESSAGE_FIELDS.map((name) => [name, messageField(name)])),
        viewerStanding: standing,
        viewerRegistration: {
          read: ownLinked,
          merge(existing: Cached | null | undefined, incoming: Cached | null, { cache, isReference }) {
            if (incoming === null && existing && isReference(existing)) {
              cache.evict({ id: existing.__ref });
            }
            return incoming;
          },
        },
      },
    },
    Registration: {
      keyFields: [...KEY_FIELDS.Registration],
      fields: {
        ...Object.fromEntries(PLACE_FIELDS.map((name) => [name, placeField(name)])),
        registeredAt: momentOfSeat,
        promotedAt: momentOfSeat,
        cancelledAt: momentOfCancelling,
        registrationStatus: {
          keyArgs: false,
          read(existing: unknown, options) {
            const { now } = options.args === AS_STORED ? { now: null } : placeOf(options);
            return now === null || now === 'refetch' ? existing : (now.registrationStatus ?? existing);
          },
        },
        event: {
          read(existing: Cached | null | undefined, options) {
            const eventId = options.readField('eventId');
            const event = options.toReference({ __typename: 'Event', eventId } as StoreObject);
            return linked(existing === undefined && options.canRead(event) ? event : existing, options);
          },
        },
      },
    },
    Query: {
      fields: {
        ...Object.fromEntries(PAGED_FIELDS.map((name) => [name, page(name)])),
        getEvent: { keyArgs: ['eventId'], read: linked },
        getRegistration: {
          read(existing: Cached | null | undefined, options) {
            const ref = registrationRef(options, options.args?.userId ?? viewer(), options.args?.eventId);
            return linked(options.canRead(ref) ? ref : existing, options);
          },
          merge(_, incoming: Reference | null, options) {
            const { args, cache } = options;
            if (incoming === null) {
              cache.evict({ id: registrationRef(options, args?.userId ?? viewer(), args?.eventId).__ref });
            } else {
              link(options, incoming);
            }
            return incoming;
          },
        },
      },
    },
    Mutation: {
      fields: {
        registerForEvent: { merge: registered },
        unregisterFromEvent: {
          merge(_, incoming: StoreObject | null, options) {
            if (incoming !== null) {
              const userId = options.readField<string>('userId', incoming) as string;
              const eventId = options.readField<string>('eventId', incoming) as string;
              const ref = registrationRef(options, userId, eventId);
              const registrationId = options.readField<string>('registrationId', ref);
              if (isOfAnother(options.readField<string | null>('registrationId', incoming), registrationId)) {
                return incoming;
              }
              if (registrationId !== undefined) {
                const waitlistedAt = options.readField<string | null>('waitlistedAt', ref) ?? null;
                heard.hearRemoval({ userId, eventId, registrationId, waitlistedAt });
              }
              options.cache.evict({ id: ref.__ref });
              dropLists(options, eventId);
            }
            return incoming;
          },
        },
        admitFromWaitlist: {
          merge(_, incoming: Reference | null, options) {
            if (incoming !== null) {
              dropLists(options, options.args?.eventId as string);
            }
            return incoming;
          },
        },
        checkIn: { merge: checkedIn },
        undoCheckIn: { merge: checkedIn },
        createEvent: {
          merge(_, incoming: unknown, { cache }) {
            cache.evict({ id: 'ROOT_QUERY', fieldName: 'listEvents' });
            return incoming;
          },
        },
        updateEvent: {
          merge(_, incoming: unknown, { args, cache }) {
            if (mayMoveLists(args?.input)) {
              cache.evict({ id: 'ROOT_QUERY', fieldName: 'listEvents' });
            }
            return incoming;
          },
        },
        deleteEvent: {
          merge(_, incoming: Reference | null, options) {
            // One with people in it is only marked: it goes later, as a message says.
            if (incoming !== null && !stored(options, 'deletionRequestedAt', incoming)) {
              const names = ['eventId', 'version', 'createdAt'];
              const was = Object.fromEntries(names.map((name) => [name, stored(options, name, incoming)]));
              heard.hearDeletion(was as unknown as EventChange);
              options.cache.evict({ id: incoming.__ref });
            }
            return incoming;
          },
        },
      },
    },
    Subscription: {
      fields: {
        onEventChanged: {
          merge: (_, change: EventChange | null) => (change !== null && heard.hearEvent(change), change),
        },
        onWaitlistChanged: {
          merge: (_, change: WaitlistChange | null) => (change !== null && heard.hearWaitlist(change), change),
        },
        onRegistrationChanged: {
          merge(_, change: RegistrationChange | null, options) {
            if (change !== null && heard.hearRegistration(change)) {
              const { userId, eventId, registrationStatus } = change;
              const ref = registrationRef(options, userId, eventId);
              const known = {
                registrationId: options.readField<string>('registrationId', ref),
                waitlistedAt: options.readField<string | null>('waitlistedAt', ref),
              };
              // One that is not known has to be fetched; the end of one that is not known changes nothing.
              if (registrationStatus !== null && !isAbout(change, known)) {
                const event = options.toReference({ __typename: 'Event', eventId }) as Reference;
                options.cache.evict({ id: ref.__ref });
                options.cache.evict({ id: 'ROOT_QUERY', fieldName: 'getRegistration' });
                options.cache.evict({ id: event.__ref, fieldName: 'viewerRegistration' });
                options.cache.evict({ id: 'ROOT_QUERY', fieldName: 'listUserRegistrations' });
              } else if (registrationStatus !== null) {
                listOwn(options, ref, registrationStatus);
              }
              dropLists(options, eventId);
            }
            return change;
          },
        },
      },
    },
  };
}

function isEnded(place: Place | 'refetch'): boolean {
  return place !== 'refetch' && place.registrationStatus === null;
}
