import { setTimeout as sleep } from 'node:timers/promises';
import type { Play } from './play.ts';
import type { Program } from './program.ts';
import type { CallOutcome } from './stage/outcome.ts';
import type { ApiOperation } from './stage/perform.ts';

/**
 * Makes the calls of a program, all clients at once, and waits for the last answer.
 * @param onEnd told of each call that has ended
 */
export async function runProgram(
  play: Play,
  { clients }: Program,
  onEnd: (operation: ApiOperation, outcome: CallOutcome) => void = () => undefined,
): Promise<void> {
  await Promise.all(
    clients.map(async (calls, client) => {
      for (const { waitMs, after, operation } of calls) {
        await after;
        if (waitMs > 0) {
          await sleep(waitMs);
        }
        onEnd(operation, await play.call(operation, client));
      }
    }),
  );
}
