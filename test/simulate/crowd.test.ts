import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Ask, FieldReply } from '../../tools/simulate/connect.ts';
import { persist } from '../../tools/simulate/persist.ts';
import { planCrowd } from '../../tools/simulate/plan.ts';
import { Tally } from '../../tools/simulate/tally.ts';
import { lineOf } from '../../tools/simulate/view.ts';
import { visit } from '../../tools/simulate/visit.ts';

const crowd = fc.record({
  people: fc.integer({ min: 1, max: 50 }),
  seconds: fc.integer({ min: 0, max: 60 }),
  leave: fc.double({ min: 0, max: 1, noNaN: true }),
  seed: fc.nat(),
});

describe('planCrowd', () => {
  it('always brings everybody once, within the time, in order of arrival, and the same people for the same seed', () => {
    fc.assert(
      fc.property(crowd, (of) => {
        const people = planCrowd(of);
        expect(new Set(people.map(({ userId }) => userId)).size).toBe(of.people);
        expect(people.map(({ arrivesMs }) => arrivesMs)).toEqual(
          people.map(({ arrivesMs }) => arrivesMs).sort((one, other) => one - other),
        );
        expect(people.filter(({ arrivesMs }) => arrivesMs < 0 || arrivesMs > of.seconds * 1000)).toEqual([]);
        expect(planCrowd(of)).toEqual(people);
      }),
    );
  });

  it('lets nobody leave, everybody, or about the share that is asked for', () => {
    const leavers = (leave: number) =>
      planCrowd({ people: 1000, seconds: 1, leave, seed: 7 }).filter(({ staysMs }) => staysMs !== null).length;
    expect([leavers(0), leavers(1)]).toEqual([0, 1000]);
    expect(Math.abs(leavers(0.3) - 300)).toBeLessThan(60);
  });
});

const ok = (value: object): FieldReply => ({ value: value as FieldReply['value'], errorType: null, message: '' });
const failed = (errorType: string): FieldReply => ({ value: null, errorType, message: errorType });
const busy = (outcome: 'NONE' | 'UNKNOWN', retryAfterMs = 1): FieldReply => ({
  ...failed('Busy'),
  errorInfo: { retryable: true, outcome, retryAfterMs, decidedBy: null, clientRequestId: 'told' },
});

/** An API that answers these in order, and what it was asked. */
function scripted(...replies: FieldReply[]): { ask: Ask; asked: Record<string, unknown>[] } {
  const asked: Record<string, unknown>[] = [];
  return {
    asked,
    ask: async (_query, variables) => (
      asked.push(variables),
      replies[asked.length - 1] ?? failed('nothing left to answer')
    ),
  };
}

const never = new AbortController().signal;
const person = { userId: 'ada', arrivesMs: 0, staysMs: null };
const seat = ok({ registrationId: 'r', registrationStatus: 'REGISTERED' });
const left = ok({ registrationStatus: 'REGISTERED', promoted: true });

describe('persist', () => {
  it('comes again after the time that it was told, as the client package does', async () => {
    vi.useFakeTimers();
    try {
      const { ask, asked } = scripted(busy('UNKNOWN', 60_000), seat);
      const tally = new Tally(1);
      const reply = persist(ask, '', (clientRequestId, isRepeat) => ({ clientRequestId, isRepeat }), tally);
      await vi.advanceTimersByTimeAsync(29_000);
      expect([asked.length, tally.retries, tally.errorText()]).toEqual([1, 0, 'Busy 1']);
      await vi.advanceTimersByTimeAsync(62_000);
      expect(await reply).toBe(seat);
      expect([asked.length, tally.retries]).toEqual([2, 1]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('visit', () => {
  it('repeats a registration whose answer was lost under the same clientRequestId', async () => {
    const { ask, asked } = scripted(failed('no connection'), busy('NONE'), seat);
    const tally = new Tally(1);
    expect(await visit(ask, 'event', person, tally, never)).toEqual({
      userId: 'ada',
      kind: 'registered',
      registrationId: 'r',
    });
    expect(new Set(asked.map(({ clientRequestId }) => clientRequestId)).size).toBe(1);
    expect(asked.map(({ isRepeat }) => isRepeat)).toEqual([false, true, true]);
    expect([tally.retries, tally.errorText(), tally.seated]).toEqual([2, 'no connection 1, Busy 1', 1]);
  });

  it('leaves again and counts the promotion', async () => {
    const tally = new Tally(1);
    expect(await visit(scripted(seat, left).ask, 'event', { ...person, staysMs: 0 }, tally, never)).toEqual({
      userId: 'ada',
      kind: 'left',
    });
    expect([tally.left, tally.promoted]).toEqual([1, 1]);
  });

  it('takes NotRegistered after a lost answer for done, and for nothing certain without one', async () => {
    const leaver = { ...person, staysMs: 0 };
    expect(
      await visit(
        scripted(seat, failed('HTTP 503'), failed('NotRegistered')).ask,
        'event',
        leaver,
        new Tally(1),
        never,
      ),
    ).toMatchObject({ kind: 'left' });
    expect(
      await visit(scripted(seat, failed('NotRegistered')).ask, 'event', leaver, new Tally(1), never),
    ).toMatchObject({ kind: 'unknown' });
  });

  it('does not know how it has ended where an attempt may have succeeded, whatever the last one was told', async () => {
    const told = [busy('UNKNOWN'), ...Array<FieldReply>(7).fill(busy('NONE'))];
    const tally = new Tally(1);
    expect(await visit(scripted(...told).ask, 'event', person, tally, never)).toMatchObject({ kind: 'unknown' });
    expect([tally.retries, tally.errorText(), tally.refused]).toEqual([7, 'Busy 8', 1]);
  });

  it('is refused where the API says so', async () => {
    expect(await visit(scripted(failed('EventFull')).ask, 'event', person, new Tally(1), never)).toEqual({
      userId: 'ada',
      kind: 'refused',
    });
  });

  it('does not begin once everything stops, nor leave', async () => {
    const stopped = AbortSignal.abort();
    expect(
      await visit(scripted(seat).ask, 'event', { ...person, arrivesMs: 60_000 }, new Tally(1), stopped),
    ).toBeNull();
    const stopping = new AbortController();
    const tally = new Tally(1);
    const staying = visit(scripted(seat).ask, 'event', { ...person, staysMs: 600_000 }, tally, stopping.signal);
    await vi.waitUntil(() => tally.seated === 1, { interval: 1, timeout: 60_000 });
    stopping.abort();
    expect(await staying).toMatchObject({ kind: 'registered' });
  });
});

describe('lineOf', () => {
  it('says everything on one line', () => {
    const tally = Object.assign(new Tally(200), {
      arrived: 87,
      seated: 20,
      queued: 31,
      waitsMs: Array<number>(55).fill(100),
      seatsTaken: 20,
      capacity: 20,
      waiting: 31,
      promoted: 4,
      left: 9,
    });
    tally.countError('Busy');
    expect(lineOf(tally)).toMatch(
      /^ +\d+ s {2}87 of 200 came, 55 answered \(\d+\/s\), 32 pending, 4 refused, seats 20 of 20, 31 waiting, promoted 4, left 9, errors: Busy 1$/,
    );
  });
});
