import { describe, expect, it } from 'vitest';
import { retry } from '../../client/retry.ts';
import { register } from './snippets/retry.ts';

const busy = (retryAfterMs: number) => ({
  errors: [
    {
      errorType: 'Busy',
      message: 'The system is busy.',
      errorInfo: { retryable: true, outcome: 'UNKNOWN', retryAfterMs, decidedBy: null, clientRequestId: null },
    },
  ],
});
const full = { errors: [{ errorType: 'EventFull', message: 'Full.', errorInfo: { retryable: false } }] };

/** Calls that end like this one after the other, then with `done`. */
async function retried(ends: unknown[], attempts?: number) {
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
    { ...(attempts === undefined ? {} : { attempts }), sleep: async (ms) => void slept.push(ms), random: () => 0.5 },
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
