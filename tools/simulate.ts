import { CannotSimulate, readOptions } from './simulate/options.ts';
import { simulate } from './simulate/simulate.ts';

/**
 * `npm run simulate`: sends a crowd to an event and shows what happens. Exit codes: 0 all promises are kept, 1 one is
 * broken, 2 wrongly called or the API cannot be reached, 130 stopped early (Ctrl-C) with all promises kept.
 */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
const options = readOptions(process.argv);
const stopping = new AbortController();
process.on('SIGINT', () => {
  if (stopping.signal.aborted) process.exit(130);
  console.error('\nstopping: what is on its way is finished and checked; Ctrl-C again ends at once');
  stopping.abort();
});
try {
  process.exitCode = await simulate(options, { print: console.log, screen: process.stderr, stopping: stopping.signal });
} catch (error) {
  console.error(`error: ${error instanceof CannotSimulate ? error.message : (error as Error).stack}`);
  process.exitCode = 2;
}
