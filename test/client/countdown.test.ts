import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { countDown, countdownAt, earlyByMs, JITTER_MS, readClock, type Countdown } from '../../client/countdown.ts';
import { FakeDevice } from './fakeDevice.ts';

const OPENS_MS = Date.parse('2031-03-01T18:00:00.000Z');
const CLOSES_MS = OPENS_MS + 3_600_000;
const HOUR_MS = 3_600_000;
const at = (ms: number): string => new Date(ms).toISOString();
const window = { registrationOpensAt: at(OPENS_MS), registrationClosesAt: at(CLOSES_MS) };
const NONE = { registrationOpensAt: null, registrationClosesAt: null };

describe('readClock', () => {
  const ms = fc.integer({ min: 0, max: 20_000 });
  const skew = fc.integer({ min: -2 * HOUR_MS, max: 2 * HOUR_MS });

  test.prop([skew, ms, ms])('is never further off than it says, whichever way takes longer', (aheadMs, there, back) => {
    const sentMs = OPENS_MS;
    const reading = readClock(at(sentMs + there + aheadMs), sentMs, sentMs + there + back);
    expect(reading.withinMs).toBe((there + back) / 2);
    expect(Math.abs(reading.aheadMs - aheadMs)).toBeLessThanOrEqual(reading.withinMs);
  });
});

describe('countdownAt', () => {
  it.each([
    [-1, { phase: 'AHEAD', leftMs: 1 }],
    [0, { phase: 'WITHIN', leftMs: HOUR_MS }],
    [HOUR_MS - 1, { phase: 'WITHIN', leftMs: 1 }],
    [HOUR_MS, { phase: 'OVER', leftMs: null }],
  ])('%i ms after the opening is %j, as the server decides', (afterMs, expected) => {
    expect(countdownAt(window, OPENS_MS + afterMs)).toEqual(expected);
  });

  it('is always within where nothing limits', () => {
    expect(countdownAt(NONE, 0)).toEqual({ phase: 'WITHIN', leftMs: null });
    expect(countdownAt({ ...window, registrationOpensAt: null }, 0)).toMatchObject({ phase: 'WITHIN' });
    expect(countdownAt({ ...window, registrationClosesAt: null }, CLOSES_MS)).toEqual({
      phase: 'WITHIN',
      leftMs: null,
    });
  });
});

describe('earlyByMs', () => {
  const told = (more: object) =>
    earlyByMs({
      errorType: 'EventNotOpen',
      message: 'Not open.',
      path: [],
      errorInfo: {
        retryable: false,
        eventId: 'gig',
        status: 'OPEN',
        opensAt: at(OPENS_MS),
        closesAt: at(CLOSES_MS),
        serverTime: at(OPENS_MS - 250),
        ...more,
      },
    });

  it('says how long it was until the opening, by the server’s clock', () => {
    expect(told({})).toBe(250);
  });

  it.each([
    ['it was too late', { serverTime: at(CLOSES_MS) }],
    ['the status is the reason', { status: 'CLOSED' }],
    ['nothing is said of an opening', { opensAt: null }],
  ])('is null where %s', (_what, more) => {
    expect(told(more)).toBeNull();
    expect(earlyByMs(null)).toBeNull();
  });
});

describe('countDown', () => {
  test.prop([
    fc.constantFrom(-HOUR_MS, 0, HOUR_MS),
    fc.double({ min: 0, max: 0.999, noNaN: true }),
    fc.integer({ min: 0, max: 400 }),
  ])(
    'turns over at the server’s moment, give or take the jitter and what the reading is off, on a device an hour wrong',
    (aheadMs, chance, offMs) => {
      const device = new FakeDevice(OPENS_MS - 10_500, aheadMs, chance);
      const reading = { aheadMs: aheadMs + offMs - 200, withinMs: 200 };
      const turned: Record<string, number> = {};
      countDown(window, reading, ({ phase }) => (turned[phase] ??= device.serverMs), device);
      expect(turned).toEqual({ AHEAD: OPENS_MS - 10_500 });
      device.passTo(CLOSES_MS + 1000);
      expect(Math.abs(turned.WITHIN! - OPENS_MS)).toBeLessThanOrEqual(JITTER_MS + 200);
      expect(Math.abs(turned.OVER! - CLOSES_MS)).toBeLessThanOrEqual(JITTER_MS + 200);
      expect(device.waiting).toBe(0);
    },
  );

  it('spreads devices evenly over the jitter', () => {
    const turns = Array.from({ length: 101 }, (_, n) => {
      const device = new FakeDevice(OPENS_MS - 5000, 0, n / 100);
      let turnedMs = 0;
      countDown(window, null, ({ phase }) => (turnedMs ||= phase === 'WITHIN' ? device.serverMs : 0), device);
      device.passTo(OPENS_MS + 1000);
      return turnedMs - OPENS_MS;
    });
    expect(Math.max(...turns)).toBe(JITTER_MS);
    expect(Math.min(...turns)).toBe(-JITTER_MS);
    expect(new Set(turns.map(Math.round)).size).toBe(101);
  });

  it('counts full seconds, shows them once each, and stops when it is told', () => {
    const device = new FakeDevice(OPENS_MS - 3500, 0);
    const shown: Countdown[] = [];
    const stop = countDown(window, { aheadMs: 0, withinMs: 0 }, (one) => shown.push(one), device);
    device.passTo(OPENS_MS - 900);
    expect(shown.map(({ leftMs }) => leftMs)).toEqual([3500, 3000, 2000, 1000]);
    stop();
    device.passTo(CLOSES_MS);
    expect(shown).toHaveLength(4);
    expect(device.waiting).toBe(0);
  });

  it('is stopped also by what it shows', () => {
    const device = new FakeDevice(OPENS_MS - 1500, 0);
    const shown: string[] = [];
    const stop = countDown(
      window,
      null,
      ({ phase }) => {
        shown.push(phase);
        if (shown.length === 2) {
          stop();
        }
      },
      device,
    );
    device.passTo(CLOSES_MS);
    expect(shown).toHaveLength(2);
  });

  it('ends by itself where nothing is left to wait for', () => {
    const device = new FakeDevice(OPENS_MS, 0);
    const shown: Countdown[] = [];
    countDown(NONE, null, (one) => shown.push(one), device);
    expect([shown, device.waiting]).toEqual([[{ phase: 'WITHIN', leftMs: null }], 0]);
  });
});
