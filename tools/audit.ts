import { audit } from './audit/audit.ts';
import { readOptions } from './audit/options.ts';
import { UsageError } from '../packages/legacy-migration/src/migrate/usageError.ts';

/**
 * `npm run audit [-- --table T --repair …]`: see docs/audit.md.
 * Exit codes: 0 nothing is wrong, 1 something is, 2 wrongly called or not to be reached, 3 not finished.
 */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
const options = readOptions(process.argv);
// Nobody has to read to the end: `npm run audit | head` finishes its work.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => code === 'EPIPE' || process.exit(3));
try {
  process.exitCode = await audit(options);
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof UsageError ? 2 : 3;
}
