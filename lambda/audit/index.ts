import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Context } from 'aws-lambda';
import { SYSTEM_CLOCK as clock } from '../clock.ts';
import { observe } from '../telemetry.ts';
import { auditPart, BEGINNING, type Progress } from './auditPart.ts';
import { CLIENT_SETTINGS } from './table/client.ts';
import { Pace } from './table/pace.ts';
import { TableReader } from './table/tableReader.ts';

const SETTLE_MS = 5_000;
const PATIENCE_MS = 120_000;

const dynamoDb = new DynamoDBClient(CLIENT_SETTINGS);
const lambda = new LambdaClient({});

/**
 * Audits the tables, which may take longer than a function may run: before its time is over it has itself invoked
 * again, with how far it has come as payload. The schedule's event has no `progress` and begins an audit.
 * Needs the environment variables `TABLE_NAME`, `LANE_TABLE_NAME` and `READ_UNITS_PER_SECOND`.
 * @throws GaveUp, or the SDK's error; Lambda repeats the part twice
 */
export const handler = async (event: { progress?: Progress }, context: Context): Promise<Progress> =>
  observe('audit', context, undefined, (report) => {
    const pace = new Pace({
      unitsPerSecond: Number(process.env.READ_UNITS_PER_SECOND),
      patienceMs: PATIENCE_MS,
      clock,
    });
    const reader = new TableReader(dynamoDb, process.env.TABLE_NAME ?? '', pace);
    const laneReader = new TableReader(dynamoDb, process.env.LANE_TABLE_NAME ?? '', pace);
    const goOn = async (progress: Progress) => {
      const again = {
        FunctionName: context.functionName,
        InvocationType: 'Event' as const,
        Payload: Buffer.from(JSON.stringify({ progress })),
      };
      await lambda.send(new InvokeCommand(again));
    };
    const surroundings = {
      audit: { reader, clock, settleMs: SETTLE_MS },
      lanes: { reader: laneReader, clock },
      report,
      remainingMs: () => context.getRemainingTimeInMillis(),
      goOn,
    };
    return auditPart(surroundings, event.progress ?? BEGINNING);
  });
