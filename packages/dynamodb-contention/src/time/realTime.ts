import type { Scheduler } from './scheduler.ts';

const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** A scheduler on the machine's clock. Waiting does not keep the process alive; the server does. */
export interface RealTime extends Scheduler {
  /** Ends every wait, now and from now on. */
  hurry(): void;
}

/**
 * @param speed real milliseconds per millisecond of the model: 1 is real time, 0.1 ten times faster. 0 turns the
 * stages' time off; pauses (of faults) and limits per second then count real milliseconds.
 */
export function realTime(speed: number): RealTime {
  const scale = speed === 0 ? 1 : speed;
  const waiting = new Set<() => void>();
  let isHurried = false;
  const wait = (realMs: number): Promise<void> => {
    if (isHurried || realMs < 0.5) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(MAX_TIMEOUT_MS, Math.max(1, Math.round(realMs)))).unref();
      waiting.add(wake);
    });
  };
  const nowMs = (): number => performance.now() / scale;
  return {
    nowMs,
    sleepUntil: (atMs) => (speed === 0 ? Promise.resolve() : wait((atMs - nowMs()) * scale)),
    pause: (ms) => wait(ms * scale),
    hurry() {
      isHurried = true;
      waiting.forEach((wake) => wake());
    },
  };
}
