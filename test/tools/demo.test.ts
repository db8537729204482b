import { describe, expect, it } from 'vitest';
import { asking, type Ask } from '../../tools/demo/ask.ts';
import { EVENT_IDS, fillDemo } from '../../tools/demo/fillDemo.ts';
import { describeEvent } from '../../tools/demo/readDemo.ts';
import { resetDemo } from '../../tools/demo/resetDemo.ts';
import type { Send } from '../../tools/frame/api/sendTo.ts';
import { admin } from '../support/api.ts';
import { must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

const { api, calls } = startSuite();
const NOW = new Date('2030-03-01T10:11:12.345Z');
const concert = { eventId: 'demo-concert' };

/** As an admin, past HTTP. */
const send: Send = async (query, variables) => {
  const { status, data, errors } = await api.graphql(admin, query, variables);
  const [{ message = '' } = {}] = errors;
  return { status, data, errorTypes: errors.map(({ errorType }) => errorType ?? ''), message, errorInfo: null };
};
const ask: Ask = asking(send, 'http://localhost/graphql');

describe('npm run demo', () => {
  it('makes events on the full hour, one of them full with a waitlist, and says what there is', async () => {
    expect(await fillDemo(ask, NOW)).toEqual([]);
    expect(await describeEvent(ask, 'demo-concert')).toBe('2 of 2 seats taken: ada, bo; waiting: cleo, dan');
    expect(await describeEvent(ask, 'demo-talk')).toBe('0 of 1 seats taken');
    expect(await describeEvent(ask, 'demo-draft')).toBe('DRAFT; 0 of 50 seats taken');
    for (const eventId of EVENT_IDS) {
      const { date, title } = must(await calls.getEvent(admin, { eventId }));
      expect(date).toMatch(/^2030-..-..T..:00:00\.000Z$/);
      expect(title).not.toMatch(/draft|public|open|waitlist/i);
    }
  });

  it('puts nobody back who has left, and says who has the seats now', async () => {
    must(await calls.unregisterFromEvent(admin, { ...concert, userId: 'ada' }));
    expect(await fillDemo(ask, NOW)).toEqual(EVENT_IDS);
    expect(await describeEvent(ask, 'demo-concert')).toBe('2 of 2 seats taken: bo, cleo; waiting: dan');
  });

  it('starts over with --reset, whoever has come or waits', async () => {
    must(await calls.checkIn(admin, { ...concert, userId: 'bo' }));
    await resetDemo(ask);
    expect(await describeEvent(ask, 'demo-concert')).toBe('is gone');
    expect(await fillDemo(ask, NOW)).toEqual([]);
    expect(await describeEvent(ask, 'demo-concert')).toBe('2 of 2 seats taken: ada, bo; waiting: cleo, dan');
  });

  it('counts a crowd in place of naming it', async () => {
    const people = Array.from({ length: 9 }, (_, index) => `crowd-${index}`);
    for (const userId of people) {
      must(await calls.createUser(admin, { input: { userId, name: userId } }));
      must(await calls.registerForEvent(admin, { ...concert, userId }));
    }
    expect(await describeEvent(ask, 'demo-concert')).toMatch(/; waiting: cleo, dan, crowd-0, .*, crowd-3, 5 more$/);
  });
});
