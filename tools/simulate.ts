import { LocalError } from 'appsync-local';
import { NoLocalServer } from './frame/api/proveLocally.ts';
import { notDone, runTool } from './frame/tool.ts';
import { locateApi } from './running/locateApi.ts';
import { command } from './simulate/options.ts';
import { simulate } from './simulate/simulate.ts';

/** Ended by Ctrl-C, as a shell says it. */
const INTERRUPTED = 130;

/**
 * `npm run simulate`: sends a crowd to an event and shows what happens. Exit codes: 0 all promises are kept, 1 one is
 * broken, 2 wrongly called or the API cannot be reached, 130 stopped early (Ctrl-C) with all promises kept.
 */
await runTool(
  command,
  (options) => {
    const stopping = new AbortController();
    process.on('SIGINT', () => {
      if (stopping.signal.aborted) {
        process.exit(INTERRUPTED);
      }
      console.error('\nstopping: what is on its way is finished and checked; Ctrl-C again ends at once');
      stopping.abort();
    });
    return simulate(
      { ...options, url: locateApi(options) },
      { print: console.log, screen: process.stderr, stopping: stopping.signal },
    );
  },
  notDone(LocalError, NoLocalServer),
);
