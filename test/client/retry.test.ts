import { describe, expect, it } from 'vitest';
import { retry } from '../../client/retry.ts';
import { isNotRegistered, type ApiError } from '../../client/error.ts';
import type { Place } from '../../client/position.ts';
import { leave, register } from './snippets/retry.ts';

const busy = (retryAfterMs: number, decidedBy: string | null = null) => ({
  errors: [
    {
      errorType: 'Busy',
      message: 'The system is busy.',
      errorInfo: { retryable: true, outcome: 'UNKNOWN', retryAfterMs, decidedBy, clientRequestId: null },
    },
  ],
});
const nothingDone = {
  errors: [{ ...busy(1).errors[0], errorInfo: { ...busy(1).errors[0]?.errorInfo, outcome: 'NONE' } }],
};
const gone = { errors: [{ errorType: 'NotRegistered', message: 'Gone.', errorInfo: { retryable: false } }] };
const full = { errors: [{ errorType: 'EventFull', message: 'Full.', errorInfo: { retryable: false } }] };
const PLACE: Place = {
  eventId: 'gig',
  registrationId: 'r1',
  registrationStatus: 'WAITLISTED',
  waitlistedAt: '2031-01-04T00:00:00.000Z',
  position: 2,
  waitlistCount: 2,
  waitlistVersion: 3,
};

/** Calls that end like this one after the other, then with `done`. */
async function retried(ends: unknown[], attempts?: number, meansDone?: (error: ApiError) => boolean) {
  const ids: string[] = [];
  const repeats: boolean[] = [];
  const slept: number[] = [];
  const answer = retry(
    async (clientRequestId, isRepeat) => {
      ids.push(clientRequestId);
      repeats.push(isRepeat);
      const end = ends[ids.length - 1];
      if (end !== undefined) {
        throw end;
      }
      return 'done';
    },
    {
      ...(attempts === undefined ? {} : { attempts }),
      meansDone: meansDone ?? (() => false),
      sleep: async (ms) => void slept.push(ms),
      random: () => 0.5,
    },
  );
  return { ended: await answer.catch((thrown: unknown) => ({ thrown })), ids, repeats, slept };
}

describe('retry', () => {
  it('repeats a call that was told Busy after the time that it was told, under the same clientRequestId', async () => {
    const { ended, ids, repeats, slept } = await retried([busy(3000), busy(1000)]);
    expect(ended).toBe('done');
    expect(slept).toEqual([3000, 1000]);
    expect(ids).toHaveLength(3);
    expect(repeats).toEqual([false, true, true]);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[\w.@+-]{1,64}$/);
  });

  it('repeats a call whose answer was lost, after a pause that grows', async () => {
    const { ended, slept } = await retried([new TypeError('fetch failed'), new TypeError('fetch failed')]);
    expect(ended).toBe('done');
    expect(slept).toEqual([500, 1000]);
  });

  it.each([
    ['Chromium', new TypeError('Failed to fetch')],
    ['Firefox', new TypeError('NetworkError when attempting to fetch resource.')],
    ['Safari', new TypeError('Load failed')],
    ['React Native', new TypeError('Network request failed')],
    ['a body that breaks off', new TypeError('terminated')],
    ['a time-out', new DOMException('signal timed out', 'TimeoutError')],
    ['a gateway that answers no JSON', new SyntaxError('Unexpected token <')],
    ['Apollo, of status 503', Object.assign(new Error('Response not successful'), { statusCode: 503 })],
    ['graphql-request, of status 503', Object.assign(new Error('GraphQL Error'), { response: { status: 503 } })],
    ['urql', Object.assign(new Error('[Network]'), { networkError: new TypeError('fetch failed') })],
    [
      'Amplify',
      {
        data: {},
        errors: [{ message: 'A network error', originalError: Object.assign(new Error(), { name: 'NetworkError' }) }],
      },
    ],
    ['AppSync, of status 429', { errors: [{ errorType: 'TooManyRequestsException', message: 'Rate exceeded' }] }],
  ])('knows that there was no answer as %s says it', async (_, thrown) => {
    const { ended, ids } = await retried([thrown]);
    expect(ended).toBe('done');
    expect(ids).toHaveLength(2);
  });

  it.each([
    ['a mistake of the program', new TypeError("Cannot read properties of undefined (reading 'id')")],
    ['a mistake of any kind', new Error('No such document')],
    ['a call that was called off', new DOMException('The operation was aborted.', 'AbortError')],
    ['an expired token', { errors: [{ errorType: 'UnauthorizedException', message: 'Token has expired.' }] }],
    ['a document that the schema refuses', { errors: [{ message: 'Validation error', originalError: null }] }],
    ['status 401', Object.assign(new Error('Response not successful'), { statusCode: 401 })],
    ['nothing', null],
  ])('does not repeat %s', async (_, thrown) => {
    const { ended, ids } = await retried([thrown]);
    expect(ended).toEqual({ thrown });
    expect(ids).toHaveLength(1);
  });

  describe('with an error that means done', () => {
    it.each([
      ['Busy with outcome UNKNOWN', busy(1)],
      ['a lost answer', new TypeError('fetch failed')],
    ])('answers null where it follows %s: an earlier attempt has done it', async (_, first) => {
      const { ended, ids } = await retried([first, gone], 8, isNotRegistered);
      expect(ended).toBeNull();
      expect(ids).toHaveLength(2);
    });

    it('remembers that an attempt may have succeeded, also past one that certainly has not', async () => {
      expect((await retried([busy(1), nothingDone, gone], 8, isNotRegistered)).ended).toBeNull();
    });

    it.each([
      ['there was no attempt before', [gone]],
      ['the attempt before has certainly done nothing', [nothingDone, gone]],
      ['it is another error', [busy(1), full]],
    ])('throws it where %s', async (_, ends) => {
      expect((await retried(ends, 8, isNotRegistered)).ended).toEqual({ thrown: ends.at(-1) });
    });

    it('makes the lines of the README leave, whichever attempt has done it', async () => {
      const ends: unknown[] = [busy(1), gone];
      const sent: unknown[] = [];
      const request = async (_: unknown, variables: unknown) => {
        sent.push(variables);
        throw ends.shift();
      };
      expect(await leave({ request }, PLACE)).toBe('left before');
      const meant = { eventId: 'gig', registrationId: 'r1', ifStatus: 'WAITLISTED' };
      expect(sent).toEqual([meant, meant]);
      const answer = { unregisterFromEvent: { promoted: true } };
      expect(await leave({ request: async () => answer as never }, PLACE)).toBe('left');
    });
  });

  it('throws every other error of the API at once', async () => {
    const { ended, ids } = await retried([full]);
    expect(ended).toEqual({ thrown: full });
    expect(ids).toHaveLength(1);
  });

  it('throws what the last attempt has thrown', async () => {
    const { ended, ids } = await retried([busy(1), busy(2), busy(3)], 2);
    expect(ended).toEqual({ thrown: busy(2) });
    expect(ids).toHaveLength(2);
  });

  describe('at its end', () => {
    const [first, second] = [busy(1, '2031-03-01T09:00:40.000Z'), busy(1, '2031-03-01T09:00:47.000Z')];
    const lost = new TypeError('fetch failed');
    it.each([
      ['the UNKNOWN before a NONE', [first, nothingDone], first],
      ['the latest UNKNOWN before several NONE', [first, second, nothingDone, nothingDone], second],
      ['the lost answer before a NONE', [lost, nothingDone], lost],
      ['the lost answer after an UNKNOWN, which may take effect for longer', [first, lost, nothingDone], lost],
      ['the UNKNOWN after a lost answer', [lost, first, nothingDone], first],
      ['the last NONE where no attempt may have done anything', [nothingDone, { ...nothingDone }], nothingDone],
    ])('throws %s', async (_, ends, thrown) => {
      const { ended, ids } = await retried(ends, ends.length);
      expect(ended).toEqual({ thrown });
      expect(ids).toHaveLength(ends.length);
    });
  });

  it('makes the lines of the README register under one clientRequestId', async () => {
    const sent: unknown[] = [];
    const request = async (_: unknown, variables: unknown) => {
      sent.push(variables);
      if (sent.length === 1) {
        throw busy(1);
      }
      return { registerForEvent: { registrationStatus: 'REGISTERED' } } as never;
    };
    expect(await register({ request }, 'ada', 'gig')).toEqual({ registrationStatus: 'REGISTERED' });
    expect(sent).toHaveLength(2);
    expect(sent[0]).toMatchObject({ userId: 'ada', eventId: 'gig', isRepeat: false });
    expect(sent[1]).toEqual({ ...(sent[0] as object), isRepeat: true });
  });

  it('gives each call a name of its own', async () => {
    const [one, other] = await Promise.all([retried([]), retried([])]);
    expect(one.ids).not.toEqual(other.ids);
  });
});
