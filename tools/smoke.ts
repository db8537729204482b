import { NoLocalServer } from './running/proveLocally.ts';
import { Unreachable, WrongUrl } from './smoke/call.ts';
import { castOf, readOptions, UsageError } from './smoke/options.ts';
import { AuthRefused, runSmoke } from './smoke/runSmoke.ts';

/**
 * `npm run smoke -- --url … (--token … | --iam | --local) [--key …]`: see docs/deploy.md. Exit codes: 0 all is well, 1
 * the API does not do as it should, 2 wrongly called, 3 not reached, 4 no API of ours there, 5 credentials refused.
 */
const EXIT_CODES: [kind: abstract new (...args: never[]) => Error, exitCode: number][] = [
  [UsageError, 2],
  [Unreachable, 3],
  [NoLocalServer, 3],
  [WrongUrl, 4],
  [AuthRefused, 5],
];

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
const options = readOptions(process.argv);
try {
  const problems = await runSmoke(castOf(options), console.log);
  problems.forEach((problem) => console.error(`\n${problem}`));
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  const [, exitCode] = EXIT_CODES.find(([kind]) => error instanceof kind) ?? [];
  // Without credentials there is nothing to be refused, but it is the same to whoever looks for the mistake.
  const isWithoutCredentials = error instanceof Error && error.name === 'CredentialsProviderError';
  console.error(
    exitCode === undefined && !isWithoutCredentials
      ? error
      : `error: ${(error as Error).name}: ${(error as Error).message}`,
  );
  process.exitCode = exitCode ?? (isWithoutCredentials ? 5 : 1);
}
