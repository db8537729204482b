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
    events: process.env.TABLE_NAME ?? '',
    lane: process.env.LANE_TABLE_NAME ?? '',
  }),
  clock: { ...SYSTEM_CLOCK, newToken: () => randomUUID() },
};

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
