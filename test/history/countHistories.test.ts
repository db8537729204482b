import { describe, expect, test, vi } from 'vitest';
import type { Chaos } from './chaos/chaos.ts';
import { countHistories } from './chaos/countHistories.ts';
import { Play } from './play.ts';
import type { Stage } from './stage/startStage.ts';

const play = new Play({} as Stage, 'nowhere', []);

/** Histories that end so, one after another; then all is well. */
const ending = (...ends: string[][]) => {
  const history = vi.fn<Chaos['history']>(async () => ({ violations: ends.shift() ?? [], play }));
  return { history };
};

describe('countHistories', () => {
  test('says which history was the first that ended badly', async () => {
    expect(await countHistories(ending([], [], ['oversold'], ['oversold']), 7)).toEqual({ tried: 3, isCaught: true });
  });

  test('says how many were tried when none did', async () => {
    const chaos = ending();
    const { tried, isCaught } = await countHistories(chaos, 7);
    expect(isCaught).toBe(false);
    expect(tried).toBeGreaterThan(1);
    expect(chaos.history).toHaveBeenCalledTimes(tried);
  });

  test('rejects when a history cannot be judged', async () => {
    const history = () => Promise.reject(new Error('no judge'));
    await expect(countHistories({ history }, 7)).rejects.toThrow('no judge');
  });
});
