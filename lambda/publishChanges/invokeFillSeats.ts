import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Answer, Filling, Payload } from '../promoteFromWaitlist/payload.ts';

/** A free connection is closed before the other side does so, maybe at the moment of the next request. */
const SOCKETS = { keepAlive: true, timeout: 20_000 };

/**
 * Time-outs, since the SDK has none: the function ends after 29 s at the latest. One try, for the stream
 * repeats.
 */
export const LAMBDA_CLIENT_SETTINGS = {
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: 500,
    requestTimeout: 30_000,
    throwOnRequestTimeout: true,
    httpAgent: SOCKETS,
    httpsAgent: SOCKETS,
  },
};

/** The function has not finished filling seats. */
export class HealingFailed extends Error {
  override readonly name = 'HealingFailed';
}

/**
 * Asks the function that settles to fill the free seats of an event.
 * @throws HealingFailed when the function fails or is busy; the SDK's error when it cannot be invoked
 */
export function invokeFillSeats(
  client: LambdaClient,
  functionName: string,
): (eventId: string, deadlineMs: number) => Promise<number> {
  return async (eventId, deadlineMs) => {
    const payload: Payload = { operation: 'fillSeats', eventId, deadlineMs };
    const command = new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(payload)) });
    const { FunctionError, Payload: answered } = await client.send(command);
    const text = answered?.transformToString() ?? '';
    if (FunctionError) {
      throw new HealingFailed(text);
    }
    const answer = JSON.parse(text) as Answer<Filling>;
    if ('failure' in answer) {
      throw new HealingFailed(answer.failure.message);
    }
    return answer.value.promoted;
  };
}
