import { startFaultyDynamoDb } from '../faults/startFaultyDynamoDb.ts';
import { Director } from './scenarios/director.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { startInterposer } from './stage/interposer.ts';
import { startStage } from './stage/startStage.ts';
import { buildVariant, type Edit } from './variant.ts';

/** A build on which scenarios are played. */
export interface Theatre {
  /** @returns what was wrong; nothing, if all was well */
  play(scenario: Scenario): Promise<string[]>;
  close(): Promise<void>;
}

/** Nobody waits 25 s for what cannot succeed. */
const SHORT_DEADLINE: Edit = { file: 'domain/limits.ts', find: 'deadlineMs: 25000', replace: 'deadlineMs: 4000' };

let opened = 0;

/**
 * Opens a build of the sources with these changes (and short deadlines) on a DynamoDB that can be interrupted, and whose reads
 * are always behind unless they are marked consistent.
 */
export async function openTheatre(dynamodb: { endpoint: string }, edits: readonly Edit[]): Promise<Theatre> {
  const { assemblyDir, remove } = await buildVariant([SHORT_DEADLINE, ...edits]);
  const stale = await startFaultyDynamoDb({ target: dynamodb.endpoint, seed: 0, staleReads: 1 });
  const interposer = await startInterposer(stale.endpoint);
  const stage = await startStage(assemblyDir, dynamodb, interposer);
  opened += 1;
  const name = `theatre-${opened}`;
  let played = 0;
  return {
    async play({ run }) {
      played += 1;
      const director = new Director(stage, interposer, assemblyDir, `${name}-${played}`, stale);
      return run(director).catch((error: unknown) => [`broke off: ${error instanceof Error ? error.message : String(error)}`]);
    },
    async close() {
      await stage.close();
      await interposer.close();
      await stale.close();
      await remove();
    },
  };
}
