import { runTool, type Exit } from '../../../tools/frame/tool.ts';
import { UsageError } from '../../../tools/frame/usageError.ts';
import { migrate } from './migrate/migrate.ts';
import { createCommand, type ActionName } from './migrate/options.ts';

const STOPPED = 3;

/**
 * `npm run migrate -- <plan|run|verify|cleanup> --source T --target T …`: see docs/migration.md. Exit codes: 0 all is
 * well, 1 finished with records that need a look, 2 wrongly called and nothing done, 3 stopped on the way.
 */
const command = createCommand();

await runTool(command, (options, action) => migrate({ action, ...options }), stoppedOnTheWay);

function stoppedOnTheWay(error: Error): Exit | null {
  if (error instanceof UsageError) {
    return null;
  }
  const [action] = command.processedArgs as [ActionName];
  const advice = action === 'run' ? ` (the same command goes on from ${command.opts().checkpoint})` : '';
  return { sentence: `${error.message}${advice}`, exitCode: STOPPED };
}
