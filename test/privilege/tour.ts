import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { eventKey, registrationKey, userKey } from '../../domain/keys.ts';
import { askingToRegister, leaveTicket } from '../../domain/lane/ticket.ts';
import { LIMITS } from '../../domain/limits.ts';
import { admin } from '../support/api.ts';
import { freshId, must } from '../support/given.ts';
import type { Visitor } from './visit.ts';

/** Something that people do with the product; throws if it does not succeed. */
type Step = (visitor: Visitor) => Promise<unknown>;

const STEPS: Record<string, Step> = {
  'a user is made': ({ given }) => given.users(1),
  'a user is renamed': async ({ calls, given }) => {
    const [userId = ''] = await given.users(1);
    must(await calls.updateUser(admin, { input: { userId, name: 'Another' } }));
  },
  'a user is to be deleted': async ({ calls, given }) => {
    const organizer = freshId('organizer');
    await given.event({ organizer });
    const { errorType } = await calls.deleteUser(admin, { userId: organizer });
    if (errorType !== 'UserIsOrganizer') {
      throw new Error(`expected UserIsOrganizer, not ${errorType}`);
    }
    const [userId = ''] = await given.users(1);
    must(await calls.deleteUser(admin, { userId }));
  },
  'a user is read': async ({ calls, given }) => {
    const [userId = ''] = await given.users(1);
    must(await calls.getUser(admin, { userId }));
  },
  'an event is made, described, changed and read': async ({ calls, given }) => {
    const eventId = await given.event({ description: 'long' });
    must(await calls.updateEvent(admin, { input: { eventId, title: 'Other', description: 'longer' } }));
    must(await calls.updateEvent(admin, { input: { eventId, description: null } }));
    must(await calls.getEvent(admin, { eventId }));
  },
  'an event is deleted': async ({ calls, given }) =>
    must(await calls.deleteEvent(admin, { eventId: await given.event() })),
  'an event is cancelled, its people are told, and it is cleared': async (visitor) => {
    const { calls, given, running } = visitor;
    // The stream tells nobody of what was never public: it is begun here alone.
    const draft = await given.event({ status: 'DRAFT' });
    must(await calls.updateEvent(admin, { input: { eventId: draft, status: 'CANCELLED' } }));
    await invoke(visitor, 'CascadeFunction', { operation: 'tell', eventId: draft });
    const { eventId } = await given.eventWith(2);
    must(await calls.updateEvent(admin, { input: { eventId, status: 'CANCELLED' } }));
    await running.streamIdle();
    await invoke(visitor, 'CascadeFunction', { operation: 'tell', eventId });
    must(await calls.getEvent(admin, { eventId }));
    must(await calls.deleteEvent(admin, { eventId }));
    await running.streamIdle();
    await invoke(visitor, 'CascadeFunction', { operation: 'clear', eventId });
  },
  'events are listed': async ({ calls, given }) => {
    await given.event();
    must(await calls.listEvents(admin, {}));
  },
  'an organizer lists their drafts': async ({ calls, given }) => {
    await given.event({ status: 'DRAFT' });
    // A page counts what it filters out, and the steps before have left events that are no DRAFTs.
    const drafts = { filter: { status: 'DRAFT' as const }, limit: 100 };
    must(await calls.listEvents({ username: 'olga', groups: ['organizers'] }, drafts));
  },
  'a user has a seat, and looks at their events': async ({ calls, given }) => {
    const { people } = await given.eventWith(1);
    must(await calls.getUserEvents(admin, { userId: people[0] ?? '' }));
  },
  'a user waits, and looks at their position': async ({ calls, given }) => {
    const { eventId, people } = await given.eventWith(2);
    must(await calls.getRegistration(admin, { eventId, userId: people[1] ?? '' }));
  },
  'a user stops waiting': async ({ calls, given }) => {
    const { eventId, people } = await given.eventWith(2);
    must(await calls.unregisterFromEvent(admin, { eventId, userId: people[1] ?? '' }));
  },
  'an organizer looks at who has a seat and who waits': async ({ calls, given }) => {
    const { eventId } = await given.eventWith(2);
    must(await calls.listEventRegistrations(admin, { eventId }));
    must(await calls.listWaitlist(admin, { eventId }));
  },
  'a seat is handed over': async ({ calls, given }) => {
    const { eventId, people } = await given.eventWith(2);
    must(await calls.unregisterFromEvent(admin, { eventId, userId: people[0] ?? '' }));
  },
  'a contended registration is settled': async (visitor) => {
    const { given } = visitor;
    const [[userId = ''], eventId] = await Promise.all([given.users(1), given.event()]);
    const caller = { username: null, isOrganizer: false, isUnrestricted: true };
    const request = { userId, eventId, requestId: freshId('request'), caller };
    const answer = await invoke(visitor, 'PromoteFromWaitlist', {
      operation: 'registerForEvent',
      request,
      effect: 'NOT_MADE',
      ticket: null,
      deadlineMs: Date.now() + LIMITS.deadlineMs,
    });
    if (!('value' in answer)) {
      throw new Error(JSON.stringify(answer));
    }
  },
  'somebody comes in a crowd, and asks in the lane of the event': async (visitor) => {
    const { calls, given } = visitor;
    const [[userId = ''], eventId] = await Promise.all([given.users(1), given.event()]);
    await change(visitor, eventId, 'laneUntil', '9999-12-31T23:59:59.999Z');
    must(await calls.registerForEvent(admin, { userId, eventId }));
  },
  'a free seat beside a waiting person is healed': async (visitor) => {
    const { eventId } = await visitor.given.eventWith(2);
    await change(visitor, eventId, 'capacity', 2);
  },
  'a capacity is raised, and somebody moves up; the event is described anew': async ({ calls, given }) => {
    const { eventId } = await given.eventWith(2);
    must(await calls.updateEvent(admin, { input: { eventId, capacity: 2, description: 'larger' } }));
  },
  'somebody is deleted who has a seat that is waited for, another, one for an event that is gone, and an event': async (
    visitor,
  ) => {
    const { calls, given, documents, tableName } = visitor;
    const { eventId, people } = await given.eventWith(2);
    const [userId = ''] = people;
    const free = await given.event();
    must(await calls.registerForEvent(admin, { userId, eventId: free }));
    must(await calls.checkIn(admin, { userId, eventId }));
    await given.event({ organizer: userId });
    const gone = freshId('event');
    const times = { createdAt: '2020-01-01T00:00:00.000Z', updatedAt: '2020-01-01T00:00:00.000Z' };
    const orphan = {
      entityType: 'Registration',
      userId,
      eventId: gone,
      requestId: 'r',
      registrationStatus: 'REGISTERED',
    };
    const put = (Item: object) => documents.send(new PutCommand({ TableName: tableName, Item }));
    await put({ ...registrationKey(userId, gone), ...orphan, ...times });
    const profile = { entityType: 'User', userId, name: 'N', erasingAt: '2020-01-01T00:00:00.000Z', ...times };
    await put({ ...userKey(userId), ...profile });
    // Who gives a seat up in a lane serves the others there.
    const [asking = ''] = await given.users(1);
    await leave(visitor, 'EraseUsers', asking, free, new Date().toISOString(), Date.now() + LIMITS.deadlineMs);
    await invoke(visitor, 'EraseUsers', { operation: 'erase', userId });
    if ((await calls.deleteUser(admin, { userId })).errorType !== 'UserNotFound') {
      throw new Error('somebody is there still');
    }
  },
  'the lanes are swept, where a ticket has expired': async (visitor) => {
    await leave(visitor, 'SweepLanes', freshId('user'), freshId('event'), '2020-01-01T00:00:00.000Z', 0);
    const { swept } = (await invoke(visitor, 'SweepLanes', {})) as { swept: number };
    if (swept === 0) {
      throw new Error('nothing was swept');
    }
  },
  'the table is audited, where an event has lost count and a person is gone': async (visitor) => {
    const { documents, tableName, given } = visitor;
    const { eventId, people } = await given.eventWith(2);
    await documents.send(new DeleteCommand({ TableName: tableName, Key: userKey(people[0] ?? '') }));
    await change(visitor, eventId, 'currentRegistrations', 3);
    await invoke(visitor, 'Audit', {});
  },
};

/** Leaves a ticket to register in the lanes that the function of this name knows. */
async function leave(
  { documents, functions }: Visitor,
  name: string,
  userId: string,
  eventId: string,
  askedAt: string,
  deadlineMs: number,
): Promise<void> {
  const TableName = functions.find(({ logicalId }) => logicalId.includes(name))?.environment.LANE_TABLE_NAME;
  const request = { userId, eventId, requestId: freshId('request'), begunAt: askedAt };
  const { key, attributes } = leaveTicket(askingToRegister(request, askedAt, deadlineMs, null));
  await documents.send(new PutCommand({ TableName, Item: { ...key, ...attributes } }));
}

/** Changes an attribute of an event, past every rule. */
async function change(
  { documents, tableName }: Visitor,
  eventId: string,
  name: string,
  value: number | string,
): Promise<void> {
  await documents.send(
    new UpdateCommand({
      TableName: tableName,
      Key: eventKey(eventId),
      UpdateExpression: 'SET #name = :value, version = version + :one',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':value': value, ':one': 1 },
    }),
  );
}

/** Invokes the function whose logical id has this in it, as AWS does. Throws if it fails. */
async function invoke({ running, functions }: Visitor, name: string, event: object): Promise<object> {
  const client = new LambdaClient({
    endpoint: new URL(running.url).origin,
    region: running.region,
    credentials: running.credentials,
  });
  const FunctionName = functions.find(({ logicalId }) => logicalId.includes(name))?.name;
  const { FunctionError: failed, Payload: payload } = await client.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
  );
  client.destroy();
  const answer = JSON.parse(new TextDecoder().decode(payload)) as object;
  if (failed !== undefined) {
    throw new Error(JSON.stringify(answer));
  }
  return answer;
}

/** What the tour consists of, in order. Every step makes what it needs, so each can be taken alone. */
export const TOUR = Object.keys(STEPS);

/**
 * Takes one step, and waits until all changes that it made are announced. Throws if anything of that does not succeed.
 */
export async function take(name: string, visitor: Visitor): Promise<void> {
  await STEPS[name]?.(visitor);
  await visitor.running.streamIdle();
  const { deadLetters, sentMessages } = visitor.running;
  const [letter] = [...deadLetters.map(({ body }) => JSON.stringify(body)), ...sentMessages.map(({ body }) => body)];
  if (letter !== undefined) {
    throw new Error(`a change was not announced: ${letter}`);
  }
}
