import { crowd, type Load } from './crowd.ts';
import { describe, expect, inject, it } from 'vitest';
import { seededRandom } from '../src/random.ts';
import { PROFILES, stages } from '../src/time/profile.ts';

/**
 * ok/s, attempts per ok, p50, p99 in ms, share that gave up: the figures of docs/reference/dynamodb.md#calibration, the
 * middle of ranges.
 */
type Expected = [okPerSecond: number, attemptsPerOk: number, p50: number, p99: number, gaveUp: number];

const ROWS: [string, Load, Expected][] = [
  ['1 client', { clients: 1 }, [52, 1, 19, 35, 0]],
  ['4 clients', { clients: 4 }, [57.5, 1.7, 22, 900, 0.001]],
  ['16 clients', { clients: 16 }, [69.5, 2.9, 55, 2200, 0.018]],
  ['64 clients', { clients: 64 }, [83, 5.4, 110, 2850, 0.125]],
  ['10/s', { perSecond: 10 }, [10, 1.12, 20, 100, 0]],
  ['20/s', { perSecond: 20 }, [20, 1.26, 21, 140, 0]],
  ['30/s', { perSecond: 30 }, [30, 1.45, 22, 245, 0]],
  ['50/s', { perSecond: 50 }, [50, 2.05, 33, 1150, 0.002]],
  ['80/s', { perSecond: 80 }, [76, 4.1, 85, 2700, 0.06]],
  ['200/s', { perSecond: 200 }, [99, 15, 220, 3150, 0.51]],
];

/** Of virtual time; more where few requests make a figure. */
const secondsFor = (load: Load): number => ('perSecond' in load && load.perSecond < 100 ? 120 : 40);

/**
 * Within a tenth for rates, a fifth for the median, three tenths for the 99th percentile, three points for those who
 * gave up.
 */
const TOLERANCE = { rate: 0.1, p50: 0.2, p99: 0.3, gaveUp: 0.03 };

/** `npm test` looks at every third, the deep tier at the others; the heavier a load, the longer it takes. */
const IS_FAST = inject('tier') === 'fast';
const TRIED = ROWS.filter((_, index) => (index % 3 === 1) === IS_FAST);

describe('the conflict model', () => {
  it.each(TRIED)(
    'reproduces the calibration for %s on one hot item',
    async (_, load, [okPerSecond, attemptsPerOk, p50, p99, gaveUp]) => {
      const figures = await crowd(load, secondsFor(load), { seed: 7, profile: 'calibration' });
      const within = (share: number, expected: number) => [expected * (1 - share), expected * (1 + share)] as const;
      const bounds = {
        okPerSecond: within(TOLERANCE.rate, okPerSecond),
        attemptsPerOk: within(TOLERANCE.rate, attemptsPerOk),
        p50: within(TOLERANCE.p50, p50),
        p99: within(TOLERANCE.p99, p99),
        gaveUp: [gaveUp - TOLERANCE.gaveUp, gaveUp + TOLERANCE.gaveUp] as const,
      };
      const astray = Object.entries(bounds).filter(
        ([name, [low, high]]) =>
          figures[name as keyof typeof bounds] < low || figures[name as keyof typeof bounds] > high,
      );
      expect(astray, JSON.stringify(figures)).toEqual([]);
      expect(figures.counted).toBe(figures.acknowledged);
    },
  );

  it.runIf(IS_FAST)('takes about 100 transactions a second on one item with its default times', async () => {
    const { okPerSecond } = await crowd({ perSecond: 200 }, 20, { seed: 7 });
    expect(okPerSecond).toBeGreaterThan(85);
    expect(okPerSecond).toBeLessThan(105);
  });

  it.runIf(IS_FAST)('is the same every time for the same seed, and another for another', async () => {
    const run = (seed: number) => crowd({ clients: 8 }, 5, { seed });
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });
});

describe.runIf(IS_FAST)('a stage', () => {
  const sampled = (sample: () => number): { p50: number; p99: number } => {
    const sorted = Array.from({ length: 20_000 }, sample).sort((one, other) => one - other);
    return { p50: sorted[10_000]!, p99: sorted[19_800]! };
  };
  const { writeMs, readMs, prepareMs, commitMs } = stages(PROFILES.default, seededRandom(3, 'stages'));
  const wholeMs = (items: number, from = { writeMs, prepareMs, commitMs }): number =>
    from.writeMs() + Math.max(...from.prepareMs(items)) + from.writeMs() + from.commitMs(items);

  it.each([
    ['a read', readMs, 2.5, 9],
    ['a transaction', () => wholeMs(1), 19, 71],
    ['a hold', () => prepareMs(1)[0]! / 2 + writeMs() + commitMs(1) / 2, 9.2, 36],
    ['two reads of a transaction', () => readMs() + readMs(), 5.5, 15],
  ])('lasts as the reference says: %s', (_, sample, p50, p99) => {
    const measured = sampled(sample);
    expect(Math.abs(measured.p50 / p50 - 1), `p50 ${measured.p50}`).toBeLessThan(0.1);
    expect(Math.abs(measured.p99 / p99 - 1), `p99 ${measured.p99}`).toBeLessThan(0.2);
  });

  it('lasts as measured from Lambda in 2020 for five items', () => {
    const measured = sampled(() => wholeMs(5, stages(PROFILES['lambda-2020'], lambda)));
    expect(measured.p50).toBeGreaterThan(25);
    expect(measured.p99).toBeGreaterThan(80);
    expect(measured.p99).toBeLessThan(125);
  });
  const lambda = seededRandom(4, 'stages');
});
