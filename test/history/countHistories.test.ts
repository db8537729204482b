import { describe, expect, test } from 'vitest';
import type { Chaos } from './chaos/chaos.ts';
import { countHistories } from './chaos/countHistories.ts';
import { Play } from './play.ts';
import type { Stage } from './stage/startStage.ts';

const play = new Play({} as Stage, 'nowhere', []);
/** Histories that end so, one after another; then all is well. */
const ending = (...ends: string[][]): Pick<Chaos, 'history'> => ({
  history: async () => ({ violations: ends.shift() ?? [], play }),
});

describe('countHistories', () => {
  test('says which history was the first that ended badly', async () => {
    expect(await countHistories(ending([], [], ['oversold'], ['oversold']), 7)).toBe(3);
  });

  test('is null when none did', async () => {
    expect(await countHistories(ending(), 7)).toBeNull();
  });

  test('rejects when a history cannot be judged', async () => {
    const history = () => Promise.reject(new Error('no judge'));
    await expect(countHistories({ history }, 7)).rejects.toThrow('no judge');
  });
});
