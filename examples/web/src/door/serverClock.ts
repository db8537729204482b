import type { ClockReading } from 'event-registration-client';

const KEY = 'take-a-seat:clock-ahead-ms';

/**
 * Remembers how far the server's clock is ahead of this device's, for scans without connection: as little as it may
 * be, so that no scan is ahead of the server, which would count it as of another moment.
 */
export function rememberClock({ aheadMs, withinMs }: ClockReading): void {
  localStorage.setItem(KEY, String(Math.floor(aheadMs - withinMs)));
}

/** Now, by the server's clock, or a little before; by the device's where the server's is not known. */
export function serverNow(): Date {
  return new Date(Date.now() + Number(localStorage.getItem(KEY) ?? 0));
}
