import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { SYSTEM_CLOCK } from '../clock.ts';
import { observe } from '../telemetry.ts';
import { answerBatch } from './answerBatch.ts';
import { invokeFillSeats, LAMBDA_CLIENT_SETTINGS } from './invokeFillSeats.ts';
import { isPublishing, postMutation } from './postMutation.ts';
import { publishBatch } from './publishBatch.ts';
import { putEvents } from './putEvent.ts';
import { sendLetter } from './sendLetter.ts';
import { startCascade } from './startCascade.ts';
import { Suspects } from './suspects.ts';
import type { Surroundings } from './surroundings.ts';

/** Kept for the answer, and for a healing that overruns its deadline. */
const RESERVE_MS = 5000;

const lambda = new LambdaClient(LAMBDA_CLIENT_SETTINGS);

const publish = postMutation(process.env.GRAPHQL_URL ?? '', lambda.config);

const surroundings: Omit<Surroundings, 'report'> = {
  publish,
  putEvent: putEvents(
    process.env.EVENT_BUS_NAME ?? '',
    process.env.AWS_REGION ?? '',
    lambda.config,
    process.env.AWS_ENDPOINT_URL_EVENTBRIDGE,
  ),
  isReachable: (field) => isPublishing(publish, field),
  setAside: sendLetter(process.env.DEAD_LETTERS_URL ?? '', lambda.config, process.env.AWS_ENDPOINT_URL_SQS),
  suspects: new Suspects(),
  failures: new Suspects(),
  heal: invokeFillSeats(lambda, process.env.SETTLE_FUNCTION_NAME ?? ''),
  startCascade: startCascade(lambda, {
    cascade: process.env.CASCADE_FUNCTION_NAME ?? '',
    eraseUsers: process.env.ERASE_USERS_FUNCTION_NAME ?? '',
  }),
  clock: SYSTEM_CLOCK,
};

/**
 * Turns committed changes, as the table's stream tells them (new and old images), into messages to subscribers.
 * Needs the environment variables `GRAPHQL_URL`, `SETTLE_FUNCTION_NAME`, `CASCADE_FUNCTION_NAME`,
 * `ERASE_USERS_FUNCTION_NAME`, `EVENT_BUS_NAME` and `DEAD_LETTERS_URL`.
 * @returns the first record that failed, if any: it and all after it come again
 * @throws NoProgress if not even the first record of several is done, so that the batch is split
 */
export const handler = async (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> => {
  const deadlineMs = Date.now() + context.getRemainingTimeInMillis() - RESERVE_MS;
  const failedAt = await observe('publishChanges', context, undefined, (report) =>
    publishBatch({ ...surroundings, report }, event.Records, deadlineMs),
  );
  return answerBatch(event.Records, failedAt);
};
