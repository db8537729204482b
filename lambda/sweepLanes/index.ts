import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { observe } from '../telemetry.ts';
import { sweepLanes } from './sweepLanes.ts';

/** A page begun with less time left than this might not be finished; most take a second. */
const RESERVE_MS = 60_000;

/** Nobody waits for it: it takes its time where the table is busy, and gives way to those who wait in the lanes. */
const client = new DynamoDBClient({
  maxAttempts: 10,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
});

/**
 * Sweeps the lanes, whatever it is invoked with. Needs the environment variable `LANE_TABLE_NAME`.
 * @returns how many items it has deleted
 * @throws SweepUnfinished, or the SDK's error; Lambda repeats it twice
 */
export const handler = async (_event: unknown, context: Context): Promise<{ swept: number }> =>
  observe('sweepLanes', context, undefined, async (report) => {
    const swept = await sweepLanes({
      client,
      laneTableName: process.env.LANE_TABLE_NAME ?? '',
      nowMs: () => Date.now(),
      hasTime: () => context.getRemainingTimeInMillis() > RESERVE_MS,
      swept: (count) => report.count('Swept', count),
    });
    report.info('The lanes are swept', { swept });
    return { swept };
  });
