import { spawnSync } from 'node:child_process';
import { AppSyncClient } from '@aws-sdk/client-appsync';

/**
 * `npm run record:aws`: runs the resolver tests against the real AppSync, whose answers are kept in
 * test/local/resolver/recordings/aws/ and compared by `npm test` from then on. Needs credentials that may call
 * appsync:EvaluateCode, and a region.
 */
const FILES = [
  'packages/appsync-local/test/resolver/recordings.test.ts',
  'packages/appsync-local/test/resolver/projectCode.test.ts',
];

async function reasonAgainst(): Promise<string | null> {
  const { config } = new AppSyncClient();
  try {
    await config.region();
    await config.credentials();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
const reason = await reasonAgainst();
if (reason !== null) {
  console.error(
    `Recording needs an AWS account: ${reason}\nSet AWS_REGION and AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
  );
  process.exit(2);
}
const env = { ...process.env, EVALUATE: 'aws' };
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...FILES], {
  stdio: 'inherit',
  env,
});
process.exit(status ?? 1);
