import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { INDEXES, TABLE_KEYS } from '../../domain/keys.ts';

/**
 * The API's table as a CreateTable request, its stream left out: for whatever works on the table without the stack. A
 * test compares it with the stack's template.
 */
export function eventTable(name: string) {
  const { inverted, eventsByDate, eventsByOrganizer } = INDEXES;
  const keys = [TABLE_KEYS, inverted, eventsByDate, eventsByOrganizer];
  const attributes = new Set(keys.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]));
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: keySchema(TABLE_KEYS),
    GlobalSecondaryIndexes: [
      index(inverted, ['registrationStatus', 'registeredAt', 'waitlistedAt']),
      index(eventsByDate, ['status']),
      index(eventsByOrganizer, ['status']),
    ],
  } satisfies CreateTableCommandInput;
}

/** The table of the lanes, as above. */
export function laneTable(name: string) {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: Object.values(TABLE_KEYS).map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    })),
    KeySchema: keySchema(TABLE_KEYS),
  } satisfies CreateTableCommandInput;
}

function index(of: { name: string; partitionKey: string; sortKey: string }, NonKeyAttributes: string[]) {
  return {
    IndexName: of.name,
    KeySchema: keySchema(of),
    Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes },
  };
}

function keySchema({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
}
