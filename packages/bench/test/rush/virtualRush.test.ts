import { describe, expect, it } from 'vitest';
import { reportRush } from '../../src/rush/report.ts';
import { virtualRush, type Rush } from '../../src/rush/virtualRush.ts';

const CROWD: Rush = { people: 200, withinMs: 1000, seed: 1, seats: 100, lambdaConcurrency: 1000 };

describe('a rush', () => {
  it('ends exactly, with a seat or a place for everybody', async () => {
    const { row, failures, wrong } = reportRush('virtual', CROWD, await virtualRush(CROWD));
    expect(wrong).toEqual([]);
    expect(failures).toEqual({});
    expect(row).toMatchObject({ seats: 100, waiting: 100 });
    // As long as the model's stages say (docs/reference/dynamodb.md#times-of-the-model): 10.2 ms.
    expect(row['held ms']).toBeGreaterThan(9);
    expect(row['held ms']).toBeLessThan(12);
  });

  it('takes far fewer tries in turns than by jitter alone', async () => {
    const tries = async (rush: Rush) => Number(reportRush('virtual', rush, await virtualRush(rush)).row['tries each']);
    const byJitter = await tries({ ...CROWD, withTable: (table) => ({ ...table, update: async () => null }) });
    expect(await tries(CROWD)).toBeLessThan(byJitter / 1.5);
  });

  it('refuses whom no Lambda has room for as Busy, with outcome NONE, and does nothing for them', async () => {
    const rush = { ...CROWD, lambdaConcurrency: 20 };
    const { failures, wrong } = reportRush('virtual', rush, await virtualRush(rush));
    expect(wrong).toEqual([]);
    expect(Object.keys(failures)).toEqual(['Busy/NONE']);
  });
});
