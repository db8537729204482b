import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { readBlueprint, type RunningApi } from 'appsync-local';
import type { Payload } from '../../../lambda/promoteFromWaitlist/payload.ts';

/**
 * Calls the function that a payload is for, past AppSync, as the stream's function does.
 * @returns what it answers
 */
export function invokeOperation(running: RunningApi, assemblyDir: string, payload: Payload): Promise<unknown> {
  return invokeFunction(running, assemblyDir, 'request' in payload ? 'PromoteFromWaitlist' : 'Settle', payload);
}

/**
 * Calls a function by its construct.
 * @returns what it answers
 * @throws TooManyRequestsException
 */
export async function invokeFunction(
  running: RunningApi,
  assemblyDir: string,
  construct: string,
  payload: object,
): Promise<unknown> {
  const { lambdas } = readBlueprint(assemblyDir);
  const FunctionName = lambdas.find(({ logicalId }) => logicalId.startsWith(construct))?.name;
  const client = new LambdaClient({
    endpoint: new URL(running.url).origin,
    region: running.region,
    credentials: running.credentials,
    maxAttempts: 1,
  });
  const answer = await client
    .send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }))
    .finally(() => client.destroy());
  return JSON.parse(new TextDecoder().decode(answer.Payload)) as unknown;
}
