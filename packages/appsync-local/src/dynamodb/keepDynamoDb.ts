import { startDynamoDb, type DynamoDbOptions } from './startDynamoDb.ts';

/** What whoever keeps a DynamoDB Local going is told. */
export interface KeeperEvents {
  /** It has ended, though nobody closed it. */
  onEnded(): void;
  /** It answers again, at the same endpoint. */
  onStartedAgain(): void;
  /** It could not be started again this time; the next time is a moment later. */
  onFailed(error: unknown): void;
}

/** A DynamoDB Local that is started again whenever it ends. */
export interface KeptDynamoDb {
  endpoint: string;
  /** Stops it for good and returns once it is gone. */
  close(): Promise<void>;
}

const PAUSE_MS = 1000;

/**
 * Starts DynamoDB Local, and again at the same port whenever its process ends by itself or is killed. In memory it
 * comes back empty. Throws and rejects at the first start as `startDynamoDb` does.
 * @param stopping from when on it may end, for good: a Ctrl-C ends every process of the terminal at once
 */
export function keepDynamoDb(
  options: DynamoDbOptions,
  events: KeeperEvents,
  stopping: AbortSignal,
): Promise<KeptDynamoDb> {
  return startDynamoDb(options).then((first) => {
    const { endpoint } = first;
    const closing = new AbortController();
    const unwanted = AbortSignal.any([closing.signal, stopping]);
    let current = first;
    const keepGoing = async (): Promise<void> => {
      for (;;) {
        await current.ended;
        if (unwanted.aborted) {
          return;
        }
        events.onEnded();
        await current.close();
        const next = await startAgain({ ...options, port: Number(new URL(endpoint).port) }, events, unwanted);
        if (next === undefined) {
          return;
        }
        current = next;
        events.onStartedAgain();
      }
    };
    const kept = keepGoing();
    const close = async (): Promise<void> => {
      closing.abort();
      await current.close();
      await kept;
    };
    return { endpoint, close };
  });
}

/** Tries until it succeeds; undefined once it is not wanted any more. */
async function startAgain(options: DynamoDbOptions, { onFailed }: KeeperEvents, closing: AbortSignal) {
  while (!closing.aborted) {
    try {
      const started = await startDynamoDb(options);
      if (!closing.aborted) {
        return started;
      }
      await started.close();
    } catch (error) {
      onFailed(error);
      await pause(closing);
    }
  }
  return undefined;
}

async function pause(closing: AbortSignal): Promise<void> {
  if (closing.aborted) {
    return;
  }
  await new Promise<void>((done) => {
    const timer = setTimeout(done, PAUSE_MS);
    closing.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
