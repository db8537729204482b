import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { inject } from 'vitest';
import type { CallAs } from 'appsync-local';
import {
  startWorld as startWorldOf,
  type World as StartedWorld,
  type WorldOptions as StartOptions,
} from '../../tools/running/startWorld.ts';
import { scanTable, type StoredItem } from '../../tools/running/tableContent.ts';
import type { CallAnswer, GraphqlError } from './api.ts';

/** In milliseconds: as `streamPollMs`, what no stream's second poll comes before. */
export const NEVER_MS = 2 ** 31 - 1;

/** An API on a database, as tests look at it. */
export interface World extends StartedWorld {
  /** The table, past the API and whatever stands in front of the database. */
  documents: DynamoDBDocumentClient;
  /** One GraphQL request as somebody, along the whole path of an HTTP request. */
  graphql(as: CallAs, query: string, variables?: Record<string, unknown>): Promise<CallAnswer>;
  /**
   * Everything stored, but what may change in the background (profiles to be deleted, and who is told of a cancelling);
   * with an event's id only what belongs to that event, and all users.
   */
  scan(eventId?: string): Promise<StoredItem[]>;
}

/** What a test asks for; everything has a default. */
export type WorldOptions = Partial<StartOptions>;

/** Starts the API of the development stage with an empty table on the run's DynamoDB Local, if not told otherwise. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const world = await startWorldOf({
    ...options,
    assemblyDir: options.assemblyDir ?? inject('assemblyDir'),
    dynamodb: options.dynamodb ?? { endpoint: inject('dynamoDbEndpoint') },
  });
  return {
    ...world,
    documents: DynamoDBDocumentClient.from(world.client),
    async graphql(as, query, variables = {}) {
      const { status, body } = await world.running.execute({ as, query, variables });
      return { status, data: body.data, errors: (body.errors ?? []) as unknown as GraphqlError[] };
    },
    async scan(eventId) {
      const filter =
        eventId === undefined
          ? {}
          : {
              FilterExpression: 'attribute_not_exists(eventId) OR eventId = :eventId',
              ExpressionAttributeValues: { ':eventId': { S: eventId } },
            };
      const items = await scanTable<StoredItem>(world.client, world.tableName, filter);
      return withoutBackground(items);
    },
  };
}

function withoutBackground(items: StoredItem[]): StoredItem[] {
  const cancelled = new Set(items.flatMap(({ status, eventId }) => (status === 'CANCELLED' ? [eventId] : [])));
  return items
    .filter(({ entityType, erasingAt }) => entityType !== 'Cancellation' && erasingAt === undefined)
    .map(({ cancelledAt, ...item }) =>
      item.entityType === 'Registration' && cancelled.has(item.eventId)
        ? { ...item, updatedAt: item.createdAt }
        : { ...item, ...(cancelledAt === undefined ? {} : { cancelledAt }) },
    );
}
