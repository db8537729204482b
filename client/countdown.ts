/**
 * When registering opens and closes, by the server's clock: that of the device may be wrong by an hour. The server
 * decides by its own clock in any case; this is for what a page shows.
 */
import { isEventNotOpen, type ApiError } from './errors.generated.ts';

/** What a look at the server's clock has told. */
export interface ClockReading {
  /** The server's clock less the device's, in milliseconds. */
  aheadMs: number;
  /** How far off that may be: half the round trip. */
  withinMs: number;
}

/**
 * The difference of the clocks, by an answer's `serverTime`: it was read half-way, as far as one can tell. Only an
 * answer that came over the network tells it, none of a cache.
 * @param sentMs what the device's clock said as the request was sent, in epoch milliseconds
 * @param receivedMs the same as its answer came
 */
export function readClock(serverTime: string, sentMs: number, receivedMs: number): ClockReading {
  return { aheadMs: Date.parse(serverTime) - (sentMs + receivedMs) / 2, withinMs: (receivedMs - sentMs) / 2 };
}

/** AHEAD: registering has not opened yet. WITHIN: it is open, as far as the clock says. OVER: it has closed. */
export type WindowPhase = 'AHEAD' | 'WITHIN' | 'OVER';

/** When an event takes registrations, beside its status: every event that was fetched is one. */
export interface RegistrationWindow {
  registrationOpensAt: string | null;
  registrationClosesAt: string | null;
}

/** What a countdown shows. */
export interface Countdown {
  phase: WindowPhase;
  /** Until the next phase, in milliseconds; null if there is none. */
  leftMs: number | null;
}

/** Time and chance of the device. */
export interface DeviceClock {
  /** Epoch milliseconds. */
  nowMs(): number;
  /** Calls back once after so long, and answers what calls it off. */
  after(ms: number, act: () => void): () => void;
  /** Evenly in [0, 1). */
  random(): number;
}

export const DEVICE_CLOCK: DeviceClock = {
  nowMs: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** Not all devices that wait for one moment send at the same: each turns over so much earlier or later, at most. */
export const JITTER_MS = 300;

/** Whether registering is open by the clock at a moment of the server's, and how long that stays so. */
export function countdownAt(window: RegistrationWindow, serverMs: number): Countdown {
  const [opensMs, closesMs] = [window.registrationOpensAt, window.registrationClosesAt].map((at) =>
    at === null ? null : Date.parse(at),
  ) as [number | null, number | null];
  if (opensMs !== null && serverMs < opensMs) {
    return { phase: 'AHEAD', leftMs: opensMs - serverMs };
  }
  if (closesMs !== null && serverMs >= closesMs) {
    return { phase: 'OVER', leftMs: null };
  }
  return { phase: 'WITHIN', leftMs: closesMs === null ? null : closesMs - serverMs };
}

/**
 * Shows the countdown now, at each full second, and as it turns over, without asking the server. It ends by itself
 * where no phase is left. Start another when the event or the reading has changed: what turns over with it, a page
 * computes from what it is shown here.
 * @param reading of the server's clock; null: none yet, so the device's is taken
 * @returns what stops it
 */
export function countDown(
  window: RegistrationWindow,
  reading: ClockReading | null,
  show: (countdown: Countdown) => void,
  clock: DeviceClock = DEVICE_CLOCK,
): () => void {
  const jitterMs = (2 * clock.random() - 1) * JITTER_MS;
  const serverMs = () => clock.nowMs() + (reading?.aheadMs ?? 0) + jitterMs;
  let callOff = () => {};
  const tick = (): void => {
    const countdown = countdownAt(window, serverMs());
    if (countdown.leftMs !== null) {
      callOff = clock.after(countdown.leftMs % 1000 || 1000, tick);
    }
    show(countdown);
  };
  tick();
  return () => callOff();
}

/** How much too early a call was that was told `EventNotOpen`, in milliseconds; null after any other error. */
export function earlyByMs(error: ApiError | null): number | null {
  if (!isEventNotOpen(error) || error.errorInfo.status !== 'OPEN' || error.errorInfo.opensAt === null) {
    return null;
  }
  const earlyMs = Date.parse(error.errorInfo.opensAt) - Date.parse(error.errorInfo.serverTime);
  return earlyMs > 0 ? earlyMs : null;
}
