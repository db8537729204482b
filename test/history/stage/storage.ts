import { BatchGetCommand, DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { toEvent } from '../../../domain/event/event.ts';
import type {
  EventItem,
  LeaseItem,
  RegistrationItem,
  TicketItem,
  UserItem,
  WaitlistEntryItem,
} from '../../../domain/item.ts';
import {
  eventKey,
  keyOf,
  LANE_SHARDS,
  leaseKey,
  registrationKey,
  tableOf,
  ticketKey,
  userKey,
  type Key,
} from '../../../domain/keys.ts';
import type { StoredItem } from '../../../tools/running/tableContent.ts';
import type { World } from '../../support/world.ts';
import type { ModelAnswer } from '../model/answer.ts';
import { plainValue } from './outcome.ts';
import type { Ids } from './perform.ts';

/** The tables, read and written past the API and whatever stands in front of them. */
export interface Storage {
  /** All items of one history: its users', its event's, its registrations and waitlist entries. */
  itemsOf(ids: Ids, users: readonly string[]): Promise<StoredItem[]>;
  /** All that is in the lane of a history's event. */
  laneOf(ids: Ids): Promise<{ tickets: TicketItem[]; lease: LeaseItem | null }>;
  put(item: Key & Record<string, unknown>): Promise<void>;
  remove(key: Key): Promise<void>;
}

/** The tables of a world. */
export function storageOf({ documents, tableName, laneTableName }: World): Storage {
  const nameFor = (key: Key) => ({ events: tableName, lane: laneTableName })[tableOf(key)];
  const queryPartition = async (key: Key): Promise<StoredItem[]> => {
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: nameFor(key),
        KeyConditionExpression: '#partition = :partition',
        ExpressionAttributeNames: { '#partition': 'PK' },
        ExpressionAttributeValues: { ':partition': key.PK },
        ConsistentRead: true,
      }),
    );
    return Items as StoredItem[];
  };
  const getAll = async (keys: Key[]): Promise<StoredItem[]> => {
    const found: StoredItem[] = [];
    for (let start = 0; start < keys.length; start += 100) {
      const Keys = keys.slice(start, start + 100).map(keyOf);
      const { Responses = {} } = await documents.send(
        new BatchGetCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }),
      );
      found.push(...((Responses[tableName] ?? []) as StoredItem[]));
    }
    return found;
  };
  return {
    async itemsOf({ eventId, userId }, users) {
      const keys = users.map(userId).flatMap((id) => [userKey(id), registrationKey(id, eventId)]);
      return [...(await getAll(keys)), ...(await queryPartition(eventKey(eventId)))];
    },
    async laneOf({ eventId }) {
      const shards = Array.from({ length: LANE_SHARDS }, (_, shard) => ticketKey(eventId, shard, '', '', ''));
      const [leases = [], ...tickets] = await Promise.all([leaseKey(eventId), ...shards].map(queryPartition));
      const [lease = null] = leases as unknown as LeaseItem[];
      return { tickets: tickets.flat() as unknown as TicketItem[], lease };
    },
    async put(item) {
      await documents.send(new PutCommand({ TableName: nameFor(item), Item: item }));
    },
    async remove(key) {
      await documents.send(new DeleteCommand({ TableName: nameFor(key), Key: keyOf(key) }));
    },
  };
}

/** What is stored, as the model's `observe` answers it. */
export function observed(items: readonly StoredItem[], ids: Ids): ModelAnswer {
  const ofType = <T>(entityType: string) => items.filter((item) => item.entityType === entityType) as unknown as T[];
  const [event] = ofType<EventItem>('Event');
  const registrations = ofType<RegistrationItem>('Registration');
  const entries = ofType<WaitlistEntryItem>('WaitlistEntry');
  const view = (one: RegistrationItem) =>
    plainValue({ ...EMPTY, ...one, registrationId: one.requestId, promotedAt: one.promotedAt ?? null }, ids.shortName);
  const bySeat = (a: { userId: string }, b: { userId: string }) => (a.userId < b.userId ? -1 : 1);
  const users = ofType<UserItem>('User');
  const namesOf = (some: UserItem[]) => some.map(({ userId }) => ids.shortName(userId)).sort();
  return {
    value: {
      users: namesOf(users),
      erasing: namesOf(users.filter(({ erasingAt }) => erasingAt !== undefined)),
      event: event === undefined ? null : plainValue({ ...toEvent(event) }, ids.shortName),
      seats: registrations
        .filter(({ registrationStatus }) => registrationStatus === 'REGISTERED')
        .sort(bySeat)
        .map(view),
      queue: entries.map(({ userId, waitlistedAt }) => {
        const own = registrations.find((one) => one.userId === userId && one.waitlistedAt === waitlistedAt);
        return own === undefined ? null : view(own);
      }),
    },
  };
}

const EMPTY = { joinedPosition: null, position: null, waitlistCount: null, waitlistVersion: null };
