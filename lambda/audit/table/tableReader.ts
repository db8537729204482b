import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  type QueryCommandOutput,
  type ScanCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import {
  ENTITY_TYPES,
  INDEXES,
  keyOf,
  leaverPagesOfEvent,
  registrationsOfEvent,
  waitlistOfEvent,
  type Key,
  type KeyCondition,
} from '../../../domain/keys.ts';
import type { LeaverPageItem, RegistrationItem, WaitlistEntryItem } from '../../../domain/item.ts';
import { statusOf } from '../../../domain/registration/status.ts';
import type { RegistrationRow } from '../rule/eventTally.ts';
import { keyText } from '../rule/keyText.ts';
import type { AnyItem } from '../rule/finding.ts';
import type { Pace } from './pace.ts';

/** Items of one page of the scan at most: what is done between two looks at the time, and held in memory. */
const SCAN_PAGE = 500;
const KEYS_PER_BATCH = 100;
const UNITS = { ReturnConsumedCapacity: 'TOTAL' } as const;

/** Where a scan goes on; null at the beginning, and after the end. */
export type Cursor = Record<string, unknown> | null;

/** A table, that of the events or of the lanes, read at a pace; every read throws as `Pace.send`. */
export class TableReader {
  readonly #documents: DynamoDBDocumentClient;
  readonly #tableName: string;
  readonly pace: Pace;

  /** @param client with one attempt per call: the pace, which must see every refusal, makes the others */
  constructor(client: DynamoDBClient, tableName: string, pace: Pace) {
    this.#documents = DynamoDBDocumentClient.from(client);
    this.#tableName = tableName;
    this.pace = pace;
  }

  /** A page of all items, perhaps a moment old; items of one partition come one after the other. */
  async scanPage(cursor: Cursor): Promise<{ items: AnyItem[]; next: Cursor }> {
    const where = {
      TableName: this.#tableName,
      Limit: SCAN_PAGE,
      ...(cursor === null ? {} : { ExclusiveStartKey: cursor }),
      ...UNITS,
    };
    const { Items = [], LastEvaluatedKey = null } = await this.#send(() =>
      this.#documents.send(new ScanCommand(where)),
    );
    return { items: Items as AnyItem[], next: LastEvaluatedKey };
  }

  /** The event of each registration that has a seat, read consistently from the table as a whole, page by page. */
  async *registeredEverywhere(): AsyncGenerator<string[]> {
    let from: Cursor = null;
    do {
      const command: ScanCommand = new ScanCommand({
        TableName: this.#tableName,
        ConsistentRead: true,
        FilterExpression: 'entityType = :registration AND NOT registrationStatus = :waitlisted',
        ExpressionAttributeValues: { ':registration': ENTITY_TYPES.registration, ':waitlisted': 'WAITLISTED' },
        ProjectionExpression: 'eventId, registrationStatus, registeredAt, waitlistedAt',
        ...(from === null ? {} : { ExclusiveStartKey: from }),
        ...UNITS,
      });
      const page: ScanCommandOutput = await this.#send(() => this.#documents.send(command));
      const rows = (page.Items ?? []) as RegistrationItem[];
      yield rows.filter((row) => statusOf(row) === 'REGISTERED').map(({ eventId }) => eventId);
      from = page.LastEvaluatedKey ?? null;
    } while (from !== null);
  }

  /** The event's queue in order, read consistently, page by page. */
  entries(eventId: string): AsyncGenerator<WaitlistEntryItem[]> {
    return this.#query<WaitlistEntryItem>(waitlistOfEvent(eventId), { ConsistentRead: true });
  }

  /** All pages of those who have left the event's queue out of turn, of earlier events of the id as well. */
  async leaverPages(eventId: string): Promise<LeaverPageItem[]> {
    const pages: LeaverPageItem[] = [];
    for await (const some of this.#query<LeaverPageItem>(leaverPagesOfEvent(eventId), { ConsistentRead: true })) {
      pages.push(...some);
    }
    return pages;
  }

  /** The event's registrations as the inverted index has them, in order of people, page by page. */
  registrations(eventId: string): AsyncGenerator<(Key & RegistrationRow)[]> {
    return this.#query<Key & RegistrationRow>(registrationsOfEvent(eventId), { IndexName: INDEXES.inverted.name });
  }

  /** One item, read consistently. */
  async get<Item>(key: Key): Promise<Item | null> {
    const command = () =>
      new GetCommand({ TableName: this.#tableName, Key: keyOf(key), ConsistentRead: true, ...UNITS });
    return ((await this.#send(() => this.#documents.send(command()))).Item ?? null) as Item | null;
  }

  /** Items of one instant, in the order of the keys, at most 100. */
  async getTogether(keys: Key[]): Promise<(AnyItem | null)[]> {
    const TransactItems = keys.map((key) => ({ Get: { TableName: this.#tableName, Key: keyOf(key) } }));
    const { Responses = [] } = await this.#send(() =>
      this.#documents.send(new TransactGetCommand({ TransactItems, ...UNITS })),
    );
    return keys.map((_, position) => (Responses[position]?.Item ?? null) as AnyItem | null);
  }

  /** Why people were let in out of turn who were, by the text of their registration's key; perhaps a moment ago. */
  async admissionReasons(registrations: Key[]): Promise<Map<string, string>> {
    const items = (await this.#getAll(registrations)) as (Key & Pick<RegistrationItem, 'admissionReason'>)[];
    return new Map(
      items.flatMap((item) => (item.admissionReason === undefined ? [] : [[keyText(item), item.admissionReason]])),
    );
  }

  /** Which of these different keys are not there, perhaps a moment ago. */
  async missing(keys: Key[]): Promise<Key[]> {
    const found = new Set((await this.#getAll(keys)).map(keyText));
    return keys.filter((key) => !found.has(keyText(key)));
  }

  /** The items of these different keys, without order. */
  async #getAll(keys: Key[]): Promise<Key[]> {
    const found: Key[] = [];
    for (let start = 0; start < keys.length; start += KEYS_PER_BATCH) {
      found.push(...(await this.#getBatch(keys.slice(start, start + KEYS_PER_BATCH))));
    }
    return found;
  }

  async #getBatch(keys: Key[]): Promise<Key[]> {
    const found: Key[] = [];
    let left: Key[] = keys.map(keyOf);
    while (left.length > 0) {
      const request = { [this.#tableName]: { Keys: left } };
      const { Responses = {}, UnprocessedKeys = {} } = await this.#send(() =>
        this.#documents.send(new BatchGetCommand({ RequestItems: request, ...UNITS })),
      );
      found.push(...((Responses[this.#tableName] ?? []) as Key[]));
      left = (UnprocessedKeys[this.#tableName]?.Keys ?? []) as Key[];
    }
    return found;
  }

  async *#query<Item>(
    { expression, names, values }: KeyCondition,
    how: { ConsistentRead?: boolean; IndexName?: string },
  ): AsyncGenerator<Item[]> {
    let from: Cursor = null;
    do {
      const command: QueryCommand = new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: expression,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
        ...how,
        ...(from === null ? {} : { ExclusiveStartKey: from }),
        ...UNITS,
      });
      const page: QueryCommandOutput = await this.#send(() => this.#documents.send(command));
      yield (page.Items ?? []) as Item[];
      from = page.LastEvaluatedKey ?? null;
    } while (from !== null);
  }

  #send<T extends { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] }>(request: () => Promise<T>): Promise<T> {
    return this.pace.send(request, ({ ConsumedCapacity }) =>
      [ConsumedCapacity ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0),
    );
  }
}
