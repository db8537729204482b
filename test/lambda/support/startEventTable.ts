import { startTables, type StartedTables } from 'appsync-local/testing';
import { inject } from 'vitest';
import { dynamoDbTable } from '../../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { eventTable } from '../../../tools/running/eventTable.ts';

export const TABLE_NAME = 'EventRegistration';

export interface EventTable extends StartedTables {
  table: Table;
}

/**
 * A real table of its own on the run's DynamoDB Local, without stream (which would slow it down:
 * docs/reference/dynamodb.md#dynamodb-local).
 */
export async function startEventTable(): Promise<EventTable> {
  const started = await startTables(inject('dynamoDbEndpoint'), eventTable(TABLE_NAME));
  return { ...started, table: dynamoDbTable(started.client, TABLE_NAME) };
}
