import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Place } from '../../client/position.ts';
import type { Transport } from '../../client/followEvent.ts';
import { GetEventAsViewerDocument } from '../../client/operations.generated.ts';
import { leave } from '../../examples/web/src/event/leave.ts';
import { followEventPeople } from '../../examples/web/src/organizer/followEventPeople.ts';

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

/** An event with one person who has a seat and one who waits. */
const EVENT = {
  eventId: 'gig',
  createdAt: '2030-01-01T00:00:00.000Z',
  version: 1,
  currentRegistrations: 1,
  waitlistCount: 1,
};

describe('the page of an organizer in the example app', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows who is seated, though a page before has only people who wait, and reads no page after the last of them', async () => {
    const asked: unknown[] = [];
    const views: unknown[] = [];
    const people = [{ userId: 'ada', user: { name: 'Ada' }, registeredAt: 'then', waitlistedAt: 'then' }];
    const transport = {
      request: async (document: unknown, variables: { filter?: object; nextToken?: string | null }) => {
        if (document === GetEventAsViewerDocument) {
          return { getEvent: EVENT };
        }
        asked.push([variables.filter === undefined ? 'waiting' : 'seated', variables.nextToken]);
        const isFirst = variables.nextToken === null && variables.filter !== undefined;
        return { list: { items: isFirst ? [] : people, nextToken: 'more' } };
      },
      listen: (_document, _variables, { listening }) => {
        listening();
        return () => undefined;
      },
    } as Transport;
    const following = followEventPeople(transport, 'gig', ({ state }) => views.push(state));
    await vi.advanceTimersByTimeAsync(0);
    const ada = { userId: 'ada', name: 'Ada', since: 'then' };
    expect(views.at(-1)).toEqual({ event: EVENT, seated: [ada], waiting: [ada] });
    expect(asked.sort()).toEqual([
      ['seated', null],
      ['seated', 'more'],
      ['waiting', null],
    ]);
    following.stop();
  });

  it.each([
    ['is not live while the event is one that was cancelled as a DRAFT', { status: 'CANCELLED', isPublic: false }],
    ['is live while the event is public', { status: 'CANCELLED', isPublic: true }],
  ])('%s', async (_, more) => {
    const views: boolean[] = [];
    const transport = {
      request: async (document: unknown) =>
        document === GetEventAsViewerDocument
          ? { getEvent: { ...EVENT, ...more } }
          : { list: { items: [], nextToken: null } },
      listen: (_document, _variables, { listening }) => {
        listening();
        return () => undefined;
      },
    } as Transport;
    const following = followEventPeople(transport, 'gig', ({ isLive }) => views.push(isLive));
    await vi.advanceTimersByTimeAsync(0);
    expect(views.at(-1)).toBe(more.isPublic);
    following.stop();
  });

  it('reads its lists every two seconds at most, however often the event changes, and ends with the last change', async () => {
    const stored = { ...EVENT, version: 0 };
    const page = { items: [{ userId: 'ada', user: null }], nextToken: null };
    const shown: unknown[] = [];
    let requests = 0;
    let tell: (version: number) => void = () => undefined;
    const transport = {
      request: async () => {
        requests += 1;
        return requests % 3 === 1 ? { getEvent: { ...stored } } : { list: page };
      },
      listen: (_document, _variables, { listening, next }) => {
        tell = (version) => next({ onEventChanged: { ...stored, version } } as never);
        listening();
        return () => undefined;
      },
    } as Transport;
    const following = followEventPeople(transport, 'gig', ({ state }) => shown.push(state?.event?.version));
    await vi.advanceTimersByTimeAsync(0);
    const [before, seconds] = [requests, 300];
    for (let tenths = 0; tenths < seconds * 10; tenths += 1) {
      tell((stored.version += 1));
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(2_000);
    expect(requests - before).toBeGreaterThan(3 * (seconds / 2 - 2));
    expect(requests - before).toBeLessThanOrEqual(3 * (seconds / 2 + 1));
    expect(shown.at(-1)).toBe(stored.version);
    following.stop();
  });
});
