import { spawnSync } from 'node:child_process';
import { AppSyncClient } from '@aws-sdk/client-appsync';
import { environmentWith } from './frame/environment.ts';
import { defineTool, runTool } from './frame/tool.ts';
import { RECORDED_TESTS } from './recordAws/recordedTests.ts';

/**
 * `npm run record:aws`: runs the resolver tests against the real AppSync, whose answers are kept in
 * packages/appsync-local/test/resolver/recordings/aws/ and compared by `npm test` from then on. Needs credentials that
 * may call appsync:EvaluateCode, and a region. Exit codes: 0 recorded, 1 a test fails, 2 no credentials or region.
 */
const command = defineTool('record:aws', 'record what the real AppSync answers to the resolver tests');

await runTool(command, async () => {
  const obstacle = await findObstacle();
  if (obstacle !== null) {
    console.error(`Recording needs an AWS account: ${obstacle}`);
    console.error('Set AWS_REGION and AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
    return 2;
  }
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...RECORDED_TESTS], {
    stdio: 'inherit',
    env: environmentWith({ EVALUATE: 'aws' }),
  });
  return status ?? 1;
});

/** Why AppSync cannot be called from here; null if there are a region and credentials. */
async function findObstacle(): Promise<string | null> {
  const { config } = new AppSyncClient();
  try {
    await config.region();
    await config.credentials();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
