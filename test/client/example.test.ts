import type { Place } from '../../client/position.ts';
import { describe, expect, it } from 'vitest';
import type { Transport } from '../../client/followEvent.ts';
import { leave } from '../../examples/web/src/event/leave.ts';

const busy = {
  errors: [
    {
      errorType: 'Busy',
      message: 'Busy.',
      errorInfo: { retryable: true, outcome: 'UNKNOWN', retryAfterMs: 1, decidedBy: null, clientRequestId: null },
    },
  ],
};
const gone = { errors: [{ errorType: 'NotRegistered', message: 'Gone.', errorInfo: { retryable: false } }] };
const left = { registrationStatus: 'REGISTERED', promoted: true };

/** A transport that ends like this, call after call: with what is thrown, or with the last. */
function ending(...ends: object[]): Pick<Transport, 'request'> {
  const request = async () => {
    const end = ends.shift();
    if (end !== left) {
      throw end;
    }
    return { unregisterFromEvent: left } as never;
  };
  return { request };
}

const PLACE: Place = {
  eventId: 'gig',
  registrationId: 'r1',
  registrationStatus: 'REGISTERED',
  waitlistedAt: null,
  position: null,
  waitlistCount: null,
  waitlistVersion: null,
};

describe('leaving in the example app', () => {
  it('is repeated after Busy', async () => {
    expect(await leave(ending(busy, left) as Transport, 'ada', PLACE)).toBe(left);
  });

  it('is done where nothing is left to give up after an attempt that may have succeeded', async () => {
    expect(await leave(ending(busy, gone) as Transport, 'ada', PLACE)).toBeNull();
  });

  it('is refused where there was nothing to give up', async () => {
    await expect(leave(ending(gone) as Transport, 'ada', PLACE)).rejects.toBe(gone);
  });
});
