import { migrate } from './migrate/migrate.ts';
import { readOptions } from './migrate/options.ts';
import { UsageError } from '../../../tools/frame/usageError.ts';

/**
 * `npm run migrate -- <plan|run|verify|cleanup> --source T --target T …`: see docs/migration.md. Exit codes: 0 all is
 * well, 1 finished with records that need a look, 2 wrongly called and nothing done, 3 stopped on the way.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const options = readOptions(process.argv);
// Nobody has to read to the end: `npm run migrate | head` finishes its work.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => code === 'EPIPE' || process.exit(3));
try {
  process.exitCode = await migrate(options);
} catch (error) {
  const isUsage = error instanceof UsageError;
  const advice = !isUsage && options.action === 'run' ? ` (the same command goes on from ${options.checkpoint})` : '';
  console.error(
    `error: ${error instanceof Error ? `${isUsage ? '' : `${error.name}: `}${error.message}` : String(error)}${advice}`,
  );
  process.exitCode = isUsage ? 2 : 3;
}
