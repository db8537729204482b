import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BEGINNINGS } from './beginnings.ts';
import { commandsOf, type Model, type Real } from './command.ts';
import { listsAtRest } from './listsAtRest.ts';
import {
  admitFromWaitlist,
  checkIn,
  createEvent,
  createUser,
  deleteEvent,
  deleteUser,
  getEvent,
  getPublicEvent,
  getRegistration,
  PEOPLE,
  registerForEvent,
  undoCheckIn,
  unregisterFromEvent,
  updateEvent,
} from './operations.ts';
import { matches } from './model/answer.ts';
import { alone } from './model/steps.ts';
import { Play } from './play.ts';
import { perform } from './stage/perform.ts';
import { observed } from './stage/storage.ts';
import { startStage, type Stage } from './stage/startStage.ts';
import { sweep } from '../../tools/audit/sweep.ts';
import { byTier } from '../support/tier.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const commands = [
  createUser,
  createEvent,
  registerForEvent,
  registerForEvent,
  registerForEvent,
  unregisterFromEvent,
  unregisterFromEvent,
  admitFromWaitlist,
  checkIn,
  undoCheckIn,
  updateEvent,
  updateEvent,
  deleteUser,
  deleteEvent,
  getEvent,
  getPublicEvent,
  getRegistration,
].map((operations) => commandsOf(operations));

let runs = 0;

describe('calls one after another', () => {
  test('always answer, and leave behind, exactly what the model says', async () => {
    await fc.assert(
      fc.asyncProperty(BEGINNINGS, fc.commands(commands, { maxCommands: 16 }), async (beginning, sequence) => {
        runs += 1;
        const play = new Play(stage, `sequential-${runs}`, PEOPLE);
        await play.given(...beginning);
        const model: Model = { state: play.initial };
        const real: Real = { perform: (operation) => perform(stage.running, play.ids, operation) };
        await fc.asyncModelRun(() => ({ model, real }), sequence);
        const items = await play.items();
        const expected = alone(model.state, { name: 'observe' }, '*').answer;
        const actual = observed(items, play.ids);
        if (!matches(expected, actual)) {
          expect(actual).toEqual(expected);
        }
        expect(sweep(items)).toEqual([]);
        expect(await listsAtRest(stage, play.ids, items)).toEqual([]);
      }),
      { numRuns: byTier(10, 50) },
    );
  });
});
