import type { Clock } from '../../../lambda/promoteFromWaitlist/surroundings.ts';

/** Numbers evenly in [0, 1), the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const START_MS = Date.parse('2026-03-01T10:00:00.000Z');
let clocks = 0;

/** A host's clock, and how long was slept by it each time. */
export type TestClock = Clock & { slept: number[] };

/**
 * A host's clock that only sleeping moves; each has tokens of its own and may be set wrong. Sleeping lets others go on.
 */
export function testClock(seed: number, startMs = START_MS): TestClock {
  const random = seeded(seed);
  const slept: number[] = [];
  const name = `${process.pid}-${Date.now()}-${(clocks += 1)}`;
  let nowMs = startMs;
  let tokens = 0;
  return {
    slept,
    random,
    nowMs: () => Math.floor(nowMs),
    newToken: () => `${name}-${(tokens += 1)}`,
    sleep: async (ms) => {
      slept.push(ms);
      nowMs += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
