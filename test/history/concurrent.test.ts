import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsAtRest } from './eventsAtRest.ts';
import { listsAtRest } from './listsAtRest.ts';
import { PEOPLE } from './operations.ts';
import { Play } from './play.ts';
import { PROGRAMS } from './program.ts';
import { runProgram } from './runProgram.ts';
import { startStage, type Stage } from './stage/startStage.ts';
import { byTier } from '../support/tier.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

let runs = 0;

describe('calls at once', () => {
  test('are always linearizable, and never Busy while nothing fails', async () => {
    await fc.assert(
      fc.asyncProperty(PROGRAMS, async (program) => {
        runs += 1;
        const play = new Play(stage, `concurrent-${runs}`, PEOPLE);
        await play.given(...program.beginning);
        await runProgram(play, program);
        expect(await play.violations({ mayRepeat: false })).toEqual([]);
        expect(await listsAtRest(stage, play.ids, await play.items())).toEqual([]);
        expect(eventsAtRest(await stage.committed.of(play.ids.eventId), await play.items())).toEqual([]);
        expect(play.history.calls.filter(({ outcome }) => outcome.kind !== 'answered')).toEqual([]);
      }),
      { numRuns: byTier(8, 50), endOnFailure: true },
    );
  });
});
