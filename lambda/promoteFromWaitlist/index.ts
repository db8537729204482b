import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { outlineOf } from './outlineOf.ts';
import type { Answer, Payload, Result } from './payload.ts';
import { settle } from './settle.ts';
import type { Surroundings } from './surroundings.ts';
import { CLIENT_SETTINGS } from './table/client.ts';
import { dynamoDbTable } from './table/dynamoDbTable.ts';
import { SYSTEM_CLOCK } from '../clock.ts';
import { observe } from '../telemetry.ts';

const surroundings: Omit<Surroundings, 'report'> = {
  table: dynamoDbTable(new DynamoDBClient(CLIENT_SETTINGS), {
    get events() {
      return variable('TABLE_NAME');
    },
    get lane() {
      return variable('LANE_TABLE_NAME');
    },
  }),
  clock: { ...SYSTEM_CLOCK, newToken: () => randomUUID() },
};

/**
 * A variable of the environment. Where it is missing, as it may be for seconds while a deployment has replaced the code
 * and not yet the configuration (docs/deploy.md#while-a-deployment-rolls-out), only what needs it fails, at once, with
 * nothing done.
 */
function variable(name: 'TABLE_NAME' | 'LANE_TABLE_NAME'): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new TypeError(`The environment has no ${name}`);
  }
  return value;
}

/**
 * Does what resolvers cannot: loop, wait, and repeat under one token. Invoked by AppSync with the payload alone as
 * event (docs/reference/appsync.md#lambda-data-source). Two functions run it, each asked for its own operations
 * (`WaitingOperation`, `SettlingOperation`); neither refuses those of the other, for while a deployment rolls out,
 * resolvers of the version before may ask for them. Needs the environment variables `TABLE_NAME` and, to wait in
 * lanes, `LANE_TABLE_NAME`.
 * @returns `{ value }` or `{ failure }`; throws for bugs only, which the resolver masks as InternalError
 */
export const handler = async (payload: Payload, context: Context): Promise<Answer<Result>> =>
  observe(payload.operation, context, payload.correlationId, async (report) => {
    const answer = await settle({ ...surroundings, report }, payload);
    report.info('Answered', outlineOf(payload, answer));
    return answer;
  });
