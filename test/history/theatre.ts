import { startFaultyDynamoDb, type FaultyDynamoDbOptions } from 'dynamodb-contention';
import { Director } from './scenarios/director.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { startStage } from './stage/startStage.ts';

/** A build on which scenarios are played. */
export interface Theatre {
  /**
   * @returns what was wrong; nothing, if all was well.
   * @throws Error if the scenario broke off: that shows nothing of a guard
   */
  play(scenario: Scenario): Promise<string[]>;
  close(): Promise<void>;
}

let opened = 0;

/**
 * Opens a build on a DynamoDB that can be interrupted, and whose reads are always behind unless they are marked
 * consistent.
 */
export async function openTheatre(
  dynamodb: { endpoint: string },
  assemblyDir: string,
  options: Pick<FaultyDynamoDbOptions, 'reasonSpelling'> = {},
): Promise<Theatre> {
  const faulty = await startFaultyDynamoDb({ ...options, target: dynamodb.endpoint, seed: 0, staleReads: 1 });
  const stage = await startStage({ assemblyDir, dynamodb, inFront: faulty });
  opened += 1;
  const name = `theatre-${opened}`;
  let played = 0;
  return {
    async play({ run }) {
      played += 1;
      const director = new Director(stage, faulty, assemblyDir, `${name}-${played}`);
      const complaints = await run(director);
      // Where a queue was mended, places are counted from then on.
      return complaints.filter((complaint) => !complaint.startsWith('queue.leaversUnknown'));
    },
    async close() {
      await stage.close();
      await faulty.close();
    },
  };
}
