import { NoLocalServer } from './frame/api/proveLocally.ts';
import { Unreachable, WrongUrl } from './frame/api/sendTo.ts';
import { runTool, type Exit } from './frame/tool.ts';
import { UsageError } from './frame/usageError.ts';
import { castOf, command } from './smoke/options.ts';
import { AuthRefused, runSmoke } from './smoke/runSmoke.ts';

/**
 * `npm run smoke -- --url … (--token … | --iam | --local) [--key …]`: see docs/deploy.md. Exit codes: 0 all is well, 1
 * the API does not do as it should, 2 wrongly called, 3 not reached, 4 no API of ours there, 5 credentials refused.
 */
await runTool(
  command,
  async (options) => {
    const problems = await runSmoke(castOf(options), console.log);
    problems.forEach((problem) => console.error(`\n${problem}`));
    return problems.length === 0 ? 0 : 1;
  },
  exitOf,
);

function exitOf(error: Error): Exit | null {
  const exitCode = exitCodeOf(error);
  return exitCode === null ? null : { sentence: error.message, exitCode };
}

function exitCodeOf(error: Error): number | null {
  if (error instanceof UsageError) {
    return 2;
  }
  if (error instanceof Unreachable || error instanceof NoLocalServer) {
    return 3;
  }
  if (error instanceof WrongUrl) {
    return 4;
  }
  // Missing credentials count as refused ones: the mistake is to be found in the same place.
  return error instanceof AuthRefused || error.name === 'CredentialsProviderError' ? 5 : null;
}
