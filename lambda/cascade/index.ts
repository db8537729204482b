import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Context } from 'aws-lambda';
import { SYSTEM_CLOCK } from '../clock.ts';
import { CLIENT_SETTINGS } from '../promoteFromWaitlist/table/client.ts';
import { dynamoDbTable } from '../promoteFromWaitlist/table/dynamoDbTable.ts';
import { observe } from '../telemetry.ts';
import { cascade } from './cascade.ts';
import { startTask } from './startTask.ts';
import { organizerIndex } from './table/organizerIndex.ts';
import { peopleIndex } from './table/peopleIndex.ts';
import type { Task } from './task.ts';

const client = new DynamoDBClient(CLIENT_SETTINGS);
const lambda = new LambdaClient({});
const tableName = () => process.env.TABLE_NAME ?? '';

const surroundings = {
  table: dynamoDbTable(client, {
    get events() {
      return tableName();
    },
    get lane() {
      return process.env.LANE_TABLE_NAME ?? '';
    },
  }),
  people: peopleIndex(client, tableName),
  organizers: organizerIndex(client, tableName),
  clock: { ...SYSTEM_CLOCK, newToken: () => randomUUID() },
};

/**
 * Does what goes through many items, in the background: begun by the table's stream, and before its time is over
 * invoked again by itself. Two functions run it: `cascade`, and for erasing `eraseUsers`. Needs the environment
 * variables `TABLE_NAME` and, to give up registrations in lanes when erasing, `LANE_TABLE_NAME`.
 * @throws Error for bugs, or the SDK's error; Lambda repeats the invocation twice, then the task is a dead letter
 */
export const handler = async (task: Task, context: Context): Promise<void> =>
  observe(task.operation, context, undefined, (report) =>
    cascade(
      {
        ...surroundings,
        report,
        remainingMs: () => context.getRemainingTimeInMillis(),
        goOn: startTask(lambda, context.functionName),
      },
      task,
    ),
  );
