import { setTimeout as sleep } from 'node:timers/promises';
import type { Play } from './play.ts';
import type { Program } from './program.ts';

/** Makes the calls of a program, all clients at once, and waits for the last answer. */
export async function runProgram(play: Play, { clients }: Program): Promise<void> {
  await Promise.all(
    clients.map(async (calls, client) => {
      for (const { waitMs, after, operation } of calls) {
        await after;
        if (waitMs > 0) {
          await sleep(waitMs);
        }
        await play.call(operation, client);
      }
    }),
  );
}
