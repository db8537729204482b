import type { ApiOptions } from '../api/apiOptions.ts';
import type { RunningApi } from '../api/runningApi.ts';
import { startApi } from '../api/startApi.ts';

/** An API that can be started again at the same port. */
export interface ServedApi {
  running(): RunningApi;
  /** Starts it again, on a database that has become empty: its tables and its places in their streams are made anew. */
  renew(): Promise<void>;
  /** Serves another assembly from now on. Throws as `RunningApi.replace`, and what was served goes on. */
  replace(assemblyDir: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts the API. Throws as `startApi`. */
export async function serveApi(options: ApiOptions): Promise<ServedApi> {
  let running = await startApi(options);
  const port = Number(new URL(running.url).port);
  let { assemblyDir } = options;
  let isClosed = false;
  let isRunning = true;
  let renewal = Promise.resolve();
  const startAgain = async (): Promise<void> => {
    isRunning = false;
    await running.close();
    if (!isClosed) {
      running = await startApi({ ...options, assemblyDir, port });
      isRunning = true;
    }
  };
  return {
    running: () => running,
    renew: () => {
      renewal = renewal.then(startAgain);
      return renewal;
    },
    replace: (next) => {
      const replacing = renewal.then(async () => {
        await running.replace(next);
        assemblyDir = next;
      });
      renewal = replacing.catch(() => undefined);
      return replacing;
    },
    async close() {
      isClosed = true;
      // What could not be started again has been told to whoever asked for it.
      await renewal.catch(() => undefined);
      if (isRunning) {
        await running.close();
      }
    },
  };
}
