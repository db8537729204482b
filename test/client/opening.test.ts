import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { earlyByMs, JITTER_MS, readClock, type ClockReading } from '../../client/countdown.ts';
import type { ViewerStanding } from '../../client/operations.generated.ts';
import type { OwnPlace, StandingEvent } from '../../client/standing.ts';
import { standingOf } from '../../domain/registration/standing.ts';
import { FakeDevice } from './fakeDevice.ts';
import { watchStanding } from './snippets/standing.ts';

const HOUR_MS = 3_600_000;
const OPENS_MS = Date.parse('2031-03-01T18:00:00.000Z');
const CLOSES_MS = OPENS_MS + HOUR_MS;
const LOOKED_MS = OPENS_MS - 10_500;
const at = (ms: number): string => new Date(ms).toISOString();
const event = {
  status: 'OPEN' as const,
  registrationOpensAt: at(OPENS_MS),
  registrationClosesAt: at(CLOSES_MS),
  capacity: 5,
  currentRegistrations: 4,
  seatsLeft: 1,
  waitlistCount: 0,
  waitlistEnabled: true,
};
const windowAt = (opensMs: number) => ({ registrationOpensAt: at(opensMs), registrationClosesAt: null });

/** By how much a host's clock is ahead of the true time; those of one service differ by seconds. */
const hostMs = fc.integer({ min: -3000, max: 3000 });
/** By how much the true time is ahead of a device's clock. */
const deviceMs = fc.oneof(fc.constantFrom(-HOUR_MS, 0, HOUR_MS), fc.integer({ min: -HOUR_MS, max: HOUR_MS }));
const wayMs = fc.integer({ min: 0, max: 400 });
const chance = fc.double({ min: 0, max: 0.999, noNaN: true });

/** What a device fetches from a host: the event as that host sees it, and a look at its clock. */
function fetched(device: FakeDevice, hostAheadMs: number, thereMs: number, backMs: number) {
  const sentMs = device.nowMs();
  device.passTo(device.serverMs + thereMs);
  const serverTime = at(device.serverMs + hostAheadMs);
  const viewerStanding: ViewerStanding = standingOf(event, null, true, serverTime);
  device.passTo(device.serverMs + backMs);
  return { event: { ...event, viewerStanding }, reading: readClock(serverTime, sentMs, device.nowMs()) };
}

/** Shows the button until told to stop, and notes when it turned over. */
function watchButton(device: FakeDevice, of: StandingEvent, reading: ClockReading | null, place: OwnPlace = null) {
  const turns: { standing: ViewerStanding; atMs: number }[] = [];
  const show = (standing: ViewerStanding): void => {
    if (turns.at(-1)?.standing !== standing) {
      turns.push({ standing, atMs: device.serverMs });
    }
  };
  const stop = watchStanding({ event: of, place, clock: reading }, show, device);
  return { turns, stop };
}

describe('the button of a page that counts down', () => {
  test.prop([deviceMs, hostMs, wayMs, wayMs, chance])(
    'opens and closes at the moment of the host that was asked, give or take the jitter and half the round trip',
    (aheadMs, hostAheadMs, thereMs, backMs, random) => {
      const device = new FakeDevice(LOOKED_MS, aheadMs, random);
      const page = fetched(device, hostAheadMs, thereMs, backMs);
      const { turns } = watchButton(device, page.event, page.reading);
      device.passTo(CLOSES_MS + 10_000);
      expect(turns.map(({ standing }) => standing)).toEqual(['NOT_YET_OPEN', 'CAN_REGISTER', 'CLOSED']);
      const [, opened, closed] = turns;
      const within = JITTER_MS + (thereMs + backMs) / 2;
      expect(Math.abs(opened!.atMs + hostAheadMs - OPENS_MS)).toBeLessThanOrEqual(within);
      expect(Math.abs(closed!.atMs + hostAheadMs - CLOSES_MS)).toBeLessThanOrEqual(within);
    },
  );

  it.each([-HOUR_MS, HOUR_MS])(
    'would open at another time by the clock of a device that is %i ms wrong, had no host been asked',
    (ms) => {
      const device = new FakeDevice(LOOKED_MS, ms);
      const { turns } = watchButton(device, { ...event, viewerStanding: 'NOT_YET_OPEN' }, null);
      device.passTo(CLOSES_MS + 2 * HOUR_MS);
      const wrongBy = turns.find(({ standing }) => standing === 'CAN_REGISTER')!.atMs - OPENS_MS;
      expect(Math.abs(wrongBy)).toBeGreaterThan(JITTER_MS + 5000);
    },
  );

  test.prop([deviceMs, fc.array(hostMs, { minLength: 2, maxLength: 4 }), wayMs, chance])(
    'leads in soon, whichever host takes the call: one that is behind says by how much',
    (aheadMs, hosts, eachWayMs, random) => {
      const device = new FakeDevice(LOOKED_MS, aheadMs, random);
      const page = fetched(device, hosts[0]!, eachWayMs, eachWayMs);
      const { turns, stop } = watchButton(device, page.event, page.reading);
      while (turns.at(-1)?.standing !== 'CAN_REGISTER') {
        device.passTo(device.serverMs + 1);
      }
      stop();
      const behindMs = Math.max(...hosts) - Math.min(...hosts);
      // Each call meets the host that makes it longest: the one after the last.
      const toldEarlyBy: number[] = [];
      for (const hostAheadMs of [...hosts, ...hosts]) {
        const error = pressed(device, hostAheadMs);
        if (error === null) {
          break;
        }
        const earlyMs = earlyByMs(error)!;
        toldEarlyBy.push(earlyMs);
        device.passTo(device.serverMs + earlyMs);
        // The same host takes it then.
        expect(pressed(device, hostAheadMs)).toBeNull();
      }
      expect(toldEarlyBy.length).toBeLessThanOrEqual(hosts.length);
      const waitedMs = toldEarlyBy.reduce((sum, ms) => sum + ms, 0);
      expect(waitedMs).toBeLessThanOrEqual(behindMs + JITTER_MS + eachWayMs);
    },
  );

  test.prop([deviceMs, hostMs, wayMs, chance, fc.integer({ min: -5000, max: 20_000 })])(
    'follows an opening that the organizer has moved, without another look at the clock',
    (aheadMs, hostAheadMs, eachWayMs, random, laterMs) => {
      const device = new FakeDevice(LOOKED_MS, aheadMs, random);
      const { event: before, reading } = fetched(device, hostAheadMs, eachWayMs, eachWayMs);
      const first = watchButton(device, before, reading);
      device.passTo(LOOKED_MS + 1500);
      first.stop();
      const opensMs = OPENS_MS + laterMs;
      const { turns } = watchButton(device, { ...before, ...windowAt(opensMs) }, reading);
      device.passTo(opensMs + 10_000);
      const opened = turns.find(({ standing }) => standing === 'CAN_REGISTER');
      const within = JITTER_MS + eachWayMs;
      const dueMs = Math.max(opensMs - hostAheadMs, LOOKED_MS + 1500);
      expect(Math.abs(opened!.atMs - dueMs)).toBeLessThanOrEqual(within);
    },
  );

  it.each(['REGISTERED', 'WAITLISTED'] as const)('stays %s for whoever has a registration, at any time', (status) => {
    const device = new FakeDevice(LOOKED_MS, HOUR_MS);
    const { event: of, reading } = fetched(device, 0, 0, 0);
    const { turns } = watchButton(device, of, reading, { registrationStatus: status });
    device.passTo(CLOSES_MS + 1000);
    expect(turns).toEqual([{ standing: status, atMs: LOOKED_MS }]);
  });
});

/** What a host answers whoever presses the button now: null if it lets them in. */
function pressed(device: FakeDevice, hostAheadMs: number) {
  const serverTime = at(device.serverMs + hostAheadMs);
  if (standingOf(event, null, true, serverTime) === 'CAN_REGISTER') {
    return null;
  }
  const { registrationOpensAt: opensAt, registrationClosesAt: closesAt, status } = event;
  const errorInfo = { retryable: false as const, eventId: 'gig', status, opensAt, closesAt, serverTime };
  return { errorType: 'EventNotOpen' as const, message: 'Not open.', path: [], errorInfo };
}
