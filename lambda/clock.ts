import { setTimeout as sleep } from 'node:timers/promises';

/** Time and chance, of which tests have their own. */
export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  /** Evenly in [0, 1). */
  random(): number;
}

/** The machine's own. */
export const SYSTEM_CLOCK: Clock = {
  nowMs: () => Date.now(),
  sleep: async (ms) => {
    await sleep(ms);
  },
  random: () => Math.random(),
};
