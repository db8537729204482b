import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { CIRCUMSTANCES } from './chaos/profiles.ts';
import { torment } from './chaos/torment.ts';

describe('torment', () => {
  test('rejects with the seed when a history cannot be judged', async () => {
    const history = () => Promise.reject(new Error('no judge'));
    await expect(torment({ history }, CIRCUMSTANCES, 7, Date.now() + 60_000)).rejects.toThrow('seed 7');
  });

  test('rejects also when that history outlasts the time', async () => {
    const until = Date.now() + 1000;
    const history = () => sleep(until + 200 - Date.now()).then(() => Promise.reject(new Error('no judge')));
    await expect(torment({ history }, CIRCUMSTANCES, 7, until)).rejects.toThrow('seed 7');
  });
});
