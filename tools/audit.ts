import { audit } from './audit/audit.ts';
import { command } from './audit/options.ts';
import { runTool } from './frame/tool.ts';
import { UsageError } from './frame/usageError.ts';

/**
 * `npm run audit [-- --table T --repair …]`: see docs/audit.md. Exit codes: 0 nothing is wrong, 1 something is, 2
 * wrongly called or not to be reached, 3 not finished.
 */
await runTool(
  command,
  (options) => audit(options),
  (error) => (error instanceof UsageError ? null : { sentence: error.message, exitCode: 3 }),
);
