import { getNamedType, isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { beginTelling, peopleIn, tell } from '../../domain/event/cancellation.ts';
import type { EventItem } from '../../domain/item.ts';
import { eventKey, registrationKey } from '../../domain/keys.ts';
import { dynamoDbTable } from '../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import type { Calls } from '../support/calls.ts';
import { eventInput, freshId, must } from '../support/given.ts';
import { admin } from '../support/api.ts';
import type { World } from '../support/world.ts';
import type { CallerName } from './accessTable.ts';
import type { Cast } from './people.ts';

/** What a route is asked about. */
export interface Scene extends Cast {
  /** Where self was promoted to the one seat and somebody waits. */
  eventId: string;
  /** Where self waits, before somebody else. */
  queueId: string;
  /** Organized by owner, with a free seat, nobody registered. */
  emptyId: string;
  /** When `eventId` takes place, and no event of another scene. */
  date: string;
}

/** A way to a field of the API and to the objects that it answers. */
export interface Route {
  name: string;
  root: string;
  /** Arguments as GraphQL text. */
  args(scene: Scene, caller: CallerName): string;
  /** Fields that are null here whoever asks, because of the state that the scene is in. */
  absent?: string[];
  /** Fields that are null besides where a backend asks, which has no name. */
  nameless?: string[];
  /** Leaves nothing of its scene as it was: everyone who may gets a scene of their own. */
  changes?: boolean;
  /** Whether self is a user yet. */
  isNewcomer?: boolean;
  /** Whether `eventId` is cancelled, and its people are being told: self is already, somebody else is not. */
  isCancelled?: boolean;
}

const text = JSON.stringify;
const COME = 'Registration.checkedInAt';
const LET_IN = ['Registration.admittedBy', 'Registration.admissionReason'];
const WAITING = ['Registration.registeredAt', 'Registration.promotedAt', COME, ...LET_IN];
const CHECKED_IN = ['Registration.position', 'Registration.waitlistCount', 'Registration.waitlistVersion'];
const SEATED = [...CHECKED_IN, COME, ...LET_IN];
const NEVER_WAITED = [...SEATED, 'Registration.waitlistedAt', 'Registration.promotedAt', 'Registration.joinedPosition'];
/** Null of what is not cancelled, as every scene is but those of `isCancelled`. */
export const OF_CANCELLED = [
  'Event.cancelledAt',
  'Event.cancellation',
  'Event.deletionRequestedAt',
  'Registration.cancelledAt',
];
/** Null of what is cancelled, while not everybody is told. */
const BEING_TOLD = ['Cancellation.completedAt'];
const change = (fields: string) => `input: { ${fields} }`;
const AT = '"2030-01-01T00:00:00.000Z"';
const TIMES = `endsAt: ${AT}, timeZone: "Europe/Lisbon", registrationOpensAt: "2001-01-01T00:00:00Z", registrationClosesAt: "9999-12-31T00:00:00Z"`;
const CAPACITY = 'capacity: 1, waitlistCount: 1, waitlistVersion: 1';

/** All root fields but subscriptions, some of them in more than one state. */
export const ROUTES: Route[] = [
  { name: 'a user', root: 'Query.getUser', args: ({ self }) => `userId: ${text(self)}` },
  { name: 'an event', root: 'Query.getEvent', args: ({ eventId }) => `eventId: ${text(eventId)}`, absent: SEATED },
  {
    name: 'an event whose people are being told that it is cancelled',
    root: 'Query.getEvent',
    args: ({ eventId }) => `eventId: ${text(eventId)}`,
    absent: [...SEATED, ...BEING_TOLD, 'Event.deletionRequestedAt'],
    isCancelled: true,
  },
  {
    name: 'events by date',
    root: 'Query.listEvents',
    args: ({ date }) => `limit: 1, filter: { from: ${text(date)} }`,
    absent: SEATED,
  },
  {
    name: 'events of a user',
    root: 'Query.getUserEvents',
    args: ({ self }) => `limit: 1, userId: ${text(self)}`,
    absent: SEATED,
  },
  {
    name: 'a place',
    root: 'Query.getRegistration',
    args: ({ self, queueId }) => `userId: ${text(self)}, eventId: ${text(queueId)}`,
    absent: WAITING,
  },
  {
    name: 'a seat',
    root: 'Query.getRegistration',
    args: ({ self, eventId }) => `userId: ${text(self)}, eventId: ${text(eventId)}`,
    absent: SEATED,
  },
  {
    name: 'own registrations',
    root: 'Query.listUserRegistrations',
    args: ({ self }) => `limit: 1, userId: ${text(self)}`,
    absent: SEATED,
  },
  {
    name: 'own places',
    root: 'Query.listUserRegistrations',
    args: ({ self }) => `filter: { status: WAITLISTED }, userId: ${text(self)}`,
    absent: [...WAITING, 'RegistrationPage.nextToken'],
  },
  {
    name: 'registrations',
    root: 'Query.listEventRegistrations',
    args: ({ eventId }) => `limit: 1, eventId: ${text(eventId)}`,
    absent: SEATED,
  },
  { name: 'a queue', root: 'Query.listWaitlist', args: ({ queueId }) => `limit: 1, eventId: ${text(queueId)}` },

  {
    name: 'a new user',
    root: 'Mutation.createUser',
    args: ({ self }) => change(`userId: ${text(self)}, name: "New"`),
    changes: true,
    isNewcomer: true,
  },
  {
    name: 'another name',
    root: 'Mutation.updateUser',
    args: ({ self }) => change(`userId: ${text(self)}, name: "Other"`),
    changes: true,
  },
  {
    name: 'leaving for good',
    root: 'Mutation.deleteUser',
    args: ({ self }) => `userId: ${text(self)}`,
    changes: true,
  },
  {
    name: 'a new event',
    root: 'Mutation.createEvent',
    args: ({ owner, rival }, caller) =>
      change(
        `title: "T", description: "D", location: "L", date: ${AT}, ${TIMES}, capacity: 1, organizer: ${text(caller === 'rival' ? rival : owner)}`,
      ),
    changes: true,
  },
  {
    name: 'another title',
    root: 'Mutation.updateEvent',
    args: ({ eventId }) => change(`eventId: ${text(eventId)}, title: "Other"`),
    changes: true,
    absent: SEATED,
  },
  {
    name: 'another title of what is cancelled',
    root: 'Mutation.updateEvent',
    args: ({ eventId }) => change(`eventId: ${text(eventId)}, title: "Other"`),
    changes: true,
    absent: [...SEATED, ...BEING_TOLD, 'Event.deletionRequestedAt'],
    isCancelled: true,
  },
  {
    name: 'an end of what is cancelled, with people in it',
    root: 'Mutation.deleteEvent',
    args: ({ eventId }) => `eventId: ${text(eventId)}`,
    changes: true,
    absent: BEING_TOLD,
    isCancelled: true,
  },
  { name: 'an end', root: 'Mutation.deleteEvent', args: ({ emptyId }) => `eventId: ${text(emptyId)}`, changes: true },
  {
    name: 'taking a seat',
    root: 'Mutation.registerForEvent',
    args: ({ self, emptyId }) => `userId: ${text(self)}, eventId: ${text(emptyId)}`,
    changes: true,
    absent: NEVER_WAITED,
  },
  {
    name: 'handing a seat over',
    root: 'Mutation.unregisterFromEvent',
    args: ({ self, eventId }) => `userId: ${text(self)}, eventId: ${text(eventId)}, registrationId: ${text(self)}`,
    changes: true,
  },
  {
    name: 'letting in',
    root: 'Mutation.admitFromWaitlist',
    args: ({ self, queueId }) => `userId: ${text(self)}, eventId: ${text(queueId)}, reason: "Speaks"`,
    changes: true,
    absent: [...CHECKED_IN, COME],
    nameless: ['Registration.admittedBy'],
  },
  {
    name: 'coming',
    root: 'Mutation.checkIn',
    args: ({ self, eventId }) => `userId: ${text(self)}, eventId: ${text(eventId)}, at: "2001-01-01T00:00:00Z"`,
    changes: true,
    absent: [...CHECKED_IN, ...LET_IN],
  },
  {
    name: 'not having come',
    root: 'Mutation.undoCheckIn',
    args: ({ self, eventId }) => `userId: ${text(self)}, eventId: ${text(eventId)}`,
    changes: true,
    absent: SEATED,
  },
  {
    name: 'an event’s change',
    root: 'Mutation.publishEventChange',
    args: ({ eventId }) =>
      change(
        `eventId: ${text(eventId)}, title: "T", date: ${AT}, endsAt: ${AT}, timeZone: "Europe/Lisbon", location: "L", status: OPEN, isPublic: true, registrationOpensAt: ${AT}, registrationClosesAt: ${AT}, waitlistEnabled: true, currentRegistrations: 1, seatsLeft: 0, version: 2, detailsVersion: 1, createdAt: ${AT}, updatedAt: ${AT}, deleted: false, ${CAPACITY}`,
      ),
  },
  {
    name: 'a waitlist’s change',
    root: 'Mutation.publishWaitlistChange',
    args: ({ eventId }) =>
      change(
        `eventId: ${text(eventId)}, kind: JOINED, waitlistedAt: ${AT}, count: 1, waitlistCount: 1, waitlistVersion: 2`,
      ),
  },
  {
    name: 'a registration’s change',
    root: 'Mutation.publishRegistrationChange',
    args: ({ self, eventId }) =>
      change(
        `userId: ${text(self)}, eventId: ${text(eventId)}, registrationId: "r", registrationStatus: REGISTERED, waitlistedAt: ${AT}, joinedPosition: 1, promotedAt: ${AT}, cancelledAt: ${AT}`,
      ),
  },
];

/** Which subscription shows what a publish mutation says. */
export const SUBSCRIPTIONS: Record<string, { args(scene: Scene): string; publishedBy: string }> = {
  'Subscription.onEventChanged': {
    args: ({ eventId }) => `eventId: ${text(eventId)}`,
    publishedBy: 'Mutation.publishEventChange',
  },
  'Subscription.onWaitlistChanged': {
    args: ({ eventId }) => `eventId: ${text(eventId)}`,
    publishedBy: 'Mutation.publishWaitlistChange',
  },
  'Subscription.onRegistrationChanged': {
    args: ({ self }) => `userId: ${text(self)}`,
    publishedBy: 'Mutation.publishRegistrationChange',
  },
};

/** The operation that asks a root field for everything. */
export function operationOf(schema: GraphQLSchema, root: string, args: string): string {
  const [typeName = '', fieldName = ''] = root.split('.');
  return `${typeName.toLowerCase()} { ${fieldName}(${args}) ${selectionOf(typeOfField(schema, root), 2)} }`;
}

/** The object type that a field answers, undefined for a leaf. */
export function typeOfField(schema: GraphQLSchema, coordinate: string): GraphQLObjectType | undefined {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const owner = schema.getType(typeName);
  const type = isObjectType(owner) ? getNamedType(owner.getFields()[fieldName]?.type) : undefined;
  return isObjectType(type) ? type : undefined;
}

/** Every leaf, and objects down to some depth: through pages, whose items count as no level. */
function selectionOf(type: GraphQLObjectType | undefined, levels: number): string {
  if (type === undefined) {
    return '';
  }
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    if (!isObjectType(named)) {
      return [field.name];
    }
    const left = type.name.endsWith('Page') ? levels : levels - 1;
    return left === 0 ? [] : [`${field.name} ${selectionOf(named, left)}`];
  });
  return `{ ${fields.join(' ')} }`;
}

/** Makes a scene that no other case has, through the API as an admin. */
export async function makeScene(calls: Calls, { isNewcomer = false }: Pick<Route, 'isNewcomer'> = {}): Promise<Scene> {
  const cast = { self: freshId('self'), other: freshId('other'), owner: freshId('owner'), rival: freshId('rival') };
  const [first, last] = [freshId('first'), freshId('z-last')];
  const users = [...Object.values(cast).filter((userId) => !isNewcomer || userId !== cast.self), first, last];
  await Promise.all(
    users.map(async (userId) => must(await calls.createUser(admin, { input: { userId, name: `Name of ${userId}` } }))),
  );
  const scene = {
    ...cast,
    eventId: freshId('a-event'),
    queueId: freshId('b-queue'),
    emptyId: freshId('c-empty'),
    date: dateOf(freshId('')),
  };
  const make = async (eventId: string, organizer: string, date = scene.date) =>
    must(
      await calls.createEvent(admin, {
        input: eventInput({
          eventId,
          organizer,
          date,
          endsAt: '9999-12-31T00:00:00.000Z',
          timeZone: 'Europe/Lisbon',
          registrationOpensAt: '2001-01-01T00:00:00.000Z',
          registrationClosesAt: '9999-12-31T00:00:00.000Z',
          description: 'D',
          location: 'L',
        }),
      }),
    );
  const later = '2039-01-01T00:00:00.000Z';
  await Promise.all([
    make(scene.eventId, cast.owner),
    make(scene.queueId, cast.owner, later),
    make(scene.emptyId, cast.owner, later),
  ]);
  await make(freshId('d-rivals'), cast.rival, later);
  if (isNewcomer) {
    return scene;
  }
  const register = async (userId: string, eventId: string) =>
    must(await calls.registerForEvent(admin, { userId, eventId, clientRequestId: userId }));
  for (const userId of [first, cast.self, last]) {
    await register(userId, scene.eventId);
    await register(userId, scene.queueId);
  }
  must(await calls.unregisterFromEvent(admin, { userId: first, eventId: scene.eventId }));
  return scene;
}

/** Cancels the scene's event, and tells self of it, and nobody else yet. Nothing may go on by itself in that world. */
export async function beginTellingIn(world: World, calls: Calls, { eventId, self }: Scene): Promise<void> {
  must(await calls.updateEvent(admin, { input: { eventId, status: 'CANCELLED' } }));
  const table = dynamoDbTable(world.client, { events: world.tableName, lane: world.laneTableName });
  const event = await table.get<EventItem>(eventKey(eventId));
  const { createdAt, cancelledAt = '' } = event!;
  const cancelled = { eventId, createdAt, cancelledAt };
  for (const actions of [
    beginTelling(cancelled, peopleIn(event!), cancelledAt),
    tell(cancelled, [registrationKey(self, eventId)], cancelledAt),
  ]) {
    if ((await table.transact(actions, freshId('telling'))).kind !== 'MADE') {
      throw new Error('the telling is not begun');
    }
  }
}

/** A moment of its own for each, so that a list of events begins with the one that is meant. */
function dateOf(id: string): string {
  return new Date(Date.UTC(2031, 0, 1) + Number(id.replace(/\D/g, '')) * 60_000).toISOString();
}
