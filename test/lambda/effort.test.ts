import { describe, expect, test } from 'vitest';
import { Effort } from '../../lambda/promoteFromWaitlist/effort/effort.ts';
import { OutOfTime } from '../../lambda/promoteFromWaitlist/effort/outOfTime.ts';
import { backoffMs } from '../../lambda/promoteFromWaitlist/effort/backoff.ts';
import type { Attempt, Table } from '../../lambda/promoteFromWaitlist/table/table.ts';
import { START_MS, testClock } from './support/clock.ts';

const FAILED = { kind: 'NOT_MADE' as const, reasons: [{ type: 'ConditionalCheckFailed', item: null }] };
const CONFLICT = { kind: 'NOT_MADE' as const, reasons: [{ type: 'TransactionConflict', item: null }] };

/** An effort of 25 s against a table where attempts end like this in turn, then as MADE. */
function effortWith(attempts: Attempt[]) {
  const tokens: string[] = [];
  const transact = async (_: unknown, token: string) => {
    tokens.push(token);
    return attempts[tokens.length - 1] ?? { kind: 'MADE' as const };
  };
  const clock = testClock(7);
  const surroundings = {
    table: { transact } as unknown as Table,
    clock,
    report: { count: () => undefined, warn: () => undefined },
  };
  return { effort: new Effort(surroundings, START_MS + 25_000, 'NOT_MADE'), tokens, clock };
}

describe('Effort.transact', () => {
  test('gives a transaction back at once that was certainly not made, and the next transaction gets a fresh token', async () => {
    const { effort, tokens } = effortWith([CONFLICT, FAILED]);
    expect(await effort.transact([])).toEqual({ isDone: false, reasons: CONFLICT.reasons });
    expect(await effort.transact([])).toEqual({ isDone: false, reasons: FAILED.reasons });
    expect(new Set(tokens).size).toBe(2);
    expect(effort.effect).toBe('NOT_MADE');
  });

  test('keeps to a transaction whose answer was lost until it succeeds or a condition fails', async () => {
    const { effort, tokens } = effortWith([
      { kind: 'MAYBE_MADE' },
      CONFLICT,
      { kind: 'NOT_MADE', reasons: [] },
      FAILED,
    ]);
    expect(await effort.transact([])).toEqual({ isDone: false, reasons: FAILED.reasons });
    expect(tokens).toHaveLength(4);
    expect(new Set(tokens).size).toBe(1);
    expect(effort.effect).toBe('MAYBE_MADE');
  });
});

describe('Effort.goAgain', () => {
  test('goes again at once after the first lost race, and waits after every other one and every conflict', async () => {
    const { effort, clock } = effortWith([]);
    for (let turn = 0; turn < 8; turn += 1) {
      await effort.goAgain(FAILED.reasons);
    }
    expect(clock.slept).toHaveLength(7);
    await effort.goAgain(CONFLICT.reasons);
    expect(clock.slept).toHaveLength(8);
  });

  test('never sleeps past the deadline and never spins before it', async () => {
    const { effort, clock } = effortWith([]);
    const waiting = async () => {
      for (;;) {
        await effort.goAgain(CONFLICT.reasons);
      }
    };
    await expect(waiting()).rejects.toBeInstanceOf(OutOfTime);
    expect(clock.nowMs()).toBeLessThanOrEqual(START_MS + 25_000);
    expect(clock.slept.length).toBeLessThan(150);
  });
});

describe('backoffMs', () => {
  test('doubles from 25 ms to half a second, by full jitter, within the time there is', () => {
    expect([0, 1, 2, 4, 5, 30].map((pauses) => backoffMs(pauses, 25_000, 1))).toEqual([25, 50, 100, 400, 500, 500]);
    expect(backoffMs(3, 25_000, 0.5)).toBe(100);
    expect(backoffMs(8, 300, 1)).toBe(300);
  });
});
