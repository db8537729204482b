import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { organizerIndex } from '../../../../lambda/cascade/table/organizerIndex.ts';
import { peopleIndex } from '../../../../lambda/cascade/table/peopleIndex.ts';
import type { Work } from '../../../../lambda/cascade/work.ts';
import { Effort } from '../../../../lambda/promoteFromWaitlist/effort/effort.ts';
import { dynamoDbTable } from '../../../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import type { TableNames } from '../../../../lambda/promoteFromWaitlist/table/transactItem.ts';

/** So long steps may go on, by their own clock. */
const TIME_MS = 300_000;

/** What steps in the background work with, on these tables, in this process. Their time goes by only as they sleep. */
export function backgroundWork(client: DynamoDBClient, tables: TableNames): Work {
  let nowMs = Date.now();
  const clock = {
    nowMs: () => nowMs,
    sleep: async (ms: number) => void (nowMs += ms),
    random: () => 0.5,
    newToken: () => randomUUID(),
  };
  const report = { count: () => undefined, info: () => undefined, warn: () => undefined };
  const surroundings = { table: dynamoDbTable(client, tables), clock, report };
  const effortFor = (ms: number) => new Effort(surroundings, nowMs + ms, 'NOT_MADE');
  return {
    effort: effortFor(TIME_MS),
    effortFor,
    people: peopleIndex(client, () => tables.events),
    organizers: organizerIndex(client, () => tables.events),
    report,
  };
}
