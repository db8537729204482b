import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { readBlueprint } from '../../../packages/appsync-local/src/assembly/readBlueprint.ts';
import type { RunningApi } from '../../../packages/appsync-local/src/api.ts';
import type { Payload } from '../../../lambda/promoteFromWaitlist/payload.ts';

/** Calls promoteFromWaitlist as its other callers do (the stream's function), past AppSync. @returns what it answers */
export async function invokePromoteFromWaitlist(
  running: RunningApi,
  assemblyDir: string,
  payload: Payload,
): Promise<unknown> {
  const nowhere = { graphqlUrl: running.url, userPoolId: '', clientId: '', apiKeyOf: () => '' };
  const { lambdas } = readBlueprint(assemblyDir, nowhere);
  const FunctionName = lambdas.find(({ logicalId }) => logicalId.includes('PromoteFromWaitlist'))?.name;
  const client = new LambdaClient({
    endpoint: new URL(running.url).origin,
    region: running.region,
    credentials: running.credentials,
  });
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }));
  client.destroy();
  return JSON.parse(new TextDecoder().decode(answer.Payload)) as unknown;
}
