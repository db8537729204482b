import { startTables, startTablesAs, type StartedTables } from 'appsync-local/testing';
import { inject } from 'vitest';
import { dynamoDbTable } from '../../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { eventTable, laneTable } from '../../../tools/running/eventTable.ts';

export const TABLE_NAME = 'EventRegistration';
export const TABLE_NAMES = { events: TABLE_NAME, lane: 'Lane' };

export interface EventTable extends StartedTables {
  table: Table;
}

/**
 * Real tables of its own, of events and of lanes, on the run's DynamoDB Local, without stream (which would slow it
 * down: docs/reference/dynamodb.md#dynamodb-local). They are under an access key of their own if none is given.
 */
export async function startEventTable(credentials?: StartedTables['credentials']): Promise<EventTable> {
  const endpoint = inject('dynamoDbEndpoint');
  const tables = [eventTable(TABLE_NAMES.events), laneTable(TABLE_NAMES.lane)];
  const started = await (credentials === undefined
    ? startTables(endpoint, ...tables)
    : startTablesAs(credentials, endpoint, tables));
  return { ...started, table: dynamoDbTable(started.client, TABLE_NAMES) };
}
