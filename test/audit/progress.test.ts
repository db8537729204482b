import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startProgress } from '../../tools/frame/progress.ts';

const SECOND_MS = 1_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A stream of the given kind, and what was written to it since the last time one asked. */
function listen(terminal: { isTTY: boolean }): { stream: WriteStream; written: () => string } {
  const stream = Object.assign(new PassThrough(), { columns: 120, ...terminal });
  return {
    stream: stream as unknown as WriteStream,
    written: () => ((stream.read() as Buffer | null) ?? '').toString(),
  };
}

describe('startProgress', () => {
  it('writes a plain line with rate and remaining time every five seconds where there is no terminal, until it is stopped', () => {
    const { stream, written } = listen({ isTTY: false });
    const progress = startProgress('run', 10_000, 2_000, stream);
    progress.add(500);
    vi.advanceTimersByTime(4 * SECOND_MS);
    expect(written()).toBe('');
    vi.advanceTimersByTime(SECOND_MS);
    expect(written()).toBe('run: 2500 of about 10000 records, 100/s, 75 s left\n');
    progress.stop();
    vi.advanceTimersByTime(60 * SECOND_MS);
    expect(written()).toBe('');
  });

  it('says minutes of a long rest, and nothing of the rest of a table with more records than DynamoDB has counted', () => {
    const { stream, written } = listen({ isTTY: false });
    const progress = startProgress('plan', 7_000, 0, stream);
    vi.advanceTimersByTime(5 * SECOND_MS);
    expect(written()).toBe('plan: 0 of about 7000 records, 0/s, ? left\n');
    progress.add(100);
    vi.advanceTimersByTime(5 * SECOND_MS);
    expect(written()).toBe('plan: 100 of about 7000 records, 10/s, 12 min left\n');
    progress.add(8_000);
    vi.advanceTimersByTime(5 * SECOND_MS);
    expect(written()).toBe('plan: 8100 of about 8100 records, 540/s, ? left\n');
    progress.stop();
  });

  it('draws a bar with rate and remaining time on a terminal, which grows with an undercounted table', () => {
    const { stream, written } = listen({ isTTY: true });
    const progress = startProgress('verify', 1_000, 0, stream);
    vi.advanceTimersByTime(2 * SECOND_MS);
    progress.add(500);
    vi.advanceTimersByTime(SECOND_MS);
    expect(written()).toMatch(/verify █+·+ 50% \| 500 of about 1000 \| 250\/s \| 2 s left/);
    progress.add(700);
    progress.stop();
    expect(written()).toMatch(/100% \| 1200 of about 1200 \| 400\/s \| \? left/);
  });
});
