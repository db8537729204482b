import { type RunningApi } from 'appsync-local';
import { NEVER_MS, startWorld, type WorldOptions } from '../../support/world.ts';
import { committedChanges, type CommittedChanges } from './committedChanges.ts';
import { storageOf, type Storage } from './storage.ts';

/** An API on a DynamoDB, where histories take place. */
export interface Stage {
  running: RunningApi;
  storage: Storage;
  committed: CommittedChanges;
  close(): Promise<void>;
}

/** Starts a world whose stream is not read. */
export async function startStage(options: WorldOptions = {}): Promise<Stage> {
  // Without the stream: its healing would hide damage, and move events that nobody has called about.
  const world = await startWorld({ streamPollMs: NEVER_MS, ...options });
  const committed = committedChanges(world);
  const close = async (): Promise<void> => {
    committed.close();
    await world.close();
  };
  return { running: world.running, storage: storageOf(world), committed, close };
}
