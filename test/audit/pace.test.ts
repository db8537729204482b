import { describe, expect, it } from 'vitest';
import { GaveUp, Pace } from '../../lambda/audit/table/pace.ts';
import { virtualClock } from './support/virtualClock.ts';

const throttled = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
const failing = Object.assign(new Error('try again'), { name: 'InternalServerError' });
const broken = Object.assign(new Error('no'), { name: 'AccessDeniedException' });

function paceOf(unitsPerSecond: number) {
  const clock = virtualClock();
  const pace = new Pace({ unitsPerSecond, patienceMs: 60_000, clock });
  const read = (units: number, ...errors: Error[]) =>
    pace.send(
      async () => {
        const error = errors.shift();
        if (error !== undefined) throw error;
        return units;
      },
      (answer) => answer,
    );
  return { clock, pace, read };
}

describe('Pace', () => {
  it('takes as many units a second as it may, whatever single reads cost', async () => {
    const { clock, pace, read } = paceOf(100);
    for (const units of [10, 250, 1, 39, 200, 0.5]) await read(units);
    expect(clock.ms).toBe(5000);
    expect(pace.units).toBe(500.5);
  });

  it('halves the rate when it is throttled, and comes back to the full one', async () => {
    const { clock, read } = paceOf(100);
    await read(0, throttled);
    const pausedMs = clock.ms;
    expect(pausedMs).toBeGreaterThan(0);
    await read(50);
    await read(0);
    expect(clock.ms - pausedMs).toBeGreaterThan(900);
    for (let reads = 0; reads < 50; reads += 1) await read(0);
    const fromMs = clock.ms;
    await read(100);
    await read(0);
    expect(clock.ms - fromMs).toBeCloseTo(1000);
  });

  it('repeats what fails for a while with growing pauses, then throws GaveUp', async () => {
    const { clock, read } = paceOf(100);
    expect(await read(1, failing, throttled, failing)).toBe(1);
    await expect(read(1, ...Array.from({ length: 100 }, () => failing))).rejects.toThrow(GaveUp);
    expect(clock.ms).toBeGreaterThan(60_000);
  });

  it('throws at once what repeating cannot mend', async () => {
    const { clock, read } = paceOf(100);
    await expect(read(1, broken)).rejects.toThrow(broken);
    expect(clock.ms).toBe(0);
  });
});
