import type { WaitlistEntryItem } from '../../../domain/item.ts';
import { leave } from './director.ts';
import type { Scenario } from './scenario.ts';

const LATER = '2090-01-01T00:00:00.000Z';

type Director = Parameters<Scenario['run']>[0];

/** b waits and is about to leave the queue, when the stored items change in a way that no call changes them. */
async function beforeLeaving(director: Director, damage: () => Promise<unknown>): Promise<void> {
  await director.given(1, ['a', 'b']);
  await director.meanwhile(leave('b'), 'hold', director.writing('b'), damage);
}

/** Of b, c and d, who wait, one is counted; then one of them leaves, and a seat is given up. */
const countedTooFew = (name: string, leaver: string): Scenario => ({
  name,
  async run(director) {
    await director.given(1, ['a', 'b', 'c', 'd']);
    await director.changeEvent({ waitlistCount: 1 });
    await director.play.call(leave(leaver));
    await director.play.call(leave('a'));
    const next = leaver === 'b' ? 'c' : 'b';
    const isPromoted = (await director.registration(next))?.registrationStatus === 'REGISTERED';
    return isPromoted ? [] : ['a seat that was given up is free although somebody waits'];
  },
});

/** The event says in no number how many are noted of those who have left; what somebody leaves then. */
const unreadable = (name: string, leaver: string, isLeft: (director: Director) => Promise<boolean>): Scenario => ({
  name,
  async run(director) {
    await director.given(1, ['a', 'b', 'c']);
    await director.changeEvent({ waitlistNoted: 'x' as unknown as number });
    await director.play.call(leave(leaver));
    return (await isLeft(director)) ? [] : [`${leaver} could not leave`];
  },
});

export const DAMAGED_REGISTRATION: Scenario[] = [
  unreadable('a seat is given up whose event has no number of those who are noted', 'a', async (director) => {
    return (await director.registration('b'))?.registrationStatus === 'REGISTERED';
  }),
  unreadable('a place is given up whose event has no number of those who are noted', 'c', async (director) => {
    return (await director.registration('c')) === undefined;
  }),
  {
    name: 'somebody leaves who cannot be noted on a damaged page',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      await director.play.call(leave('c'));
      await director.changePage({ left: 'x' });
      await director.play.call(leave('d'));
      const hasLeft = (await director.registration('d')) === undefined;
      const { waitlistJoins = 0, waitlistNoted } = await director.event();
      return hasLeft && waitlistJoins === 3 && waitlistNoted === 1 ? [] : ['d could not leave, or is taken for noted'];
    },
  },
  countedTooFew('the first of those leaves who wait, of whom too few are counted', 'b'),
  countedTooFew('the last of those leaves who wait, of whom too few are counted', 'd'),
  {
    name: 'a waiting registration turns into a seat by itself',
    async run(director) {
      await beforeLeaving(director, async () => {
        await director.changeRegistration('b', { registrationStatus: 'REGISTERED' });
        await director.changeEvent({ currentRegistrations: 2, capacity: 2 });
      });
      return director.play.violations(null);
    },
  },
  {
    name: 'a waiting registration gets another place by itself',
    async run(director) {
      await beforeLeaving(director, async () => {
        await director.addEntry('b', LATER);
        await director.changeRegistration('b', { waitlistedAt: LATER });
        await director.changeEvent({ waitlistCount: 2, waitlistTail: LATER });
      });
      const entries = await director.entries();
      return entries.some(({ waitlistedAt }) => waitlistedAt === LATER)
        ? ['the place that was given up is still there']
        : [];
    },
  },
  {
    name: 'a waiting registration becomes another one by itself',
    async run(director) {
      await beforeLeaving(director, () => director.changeRegistration('b', { requestId: 'another' }));
      return (await director.registration('b')) === undefined
        ? ['a registration was removed that nobody had asked to end']
        : [];
    },
  },
  {
    name: 'a seat becomes that of another registration by itself before it is handed over',
    async run(director) {
      await director.given(1, ['a', 'b']);
      const call = leave('a', 'self', { registrationId: 'first-a' });
      await director.meanwhile(call, 'hold', director.readingQueue(), () =>
        director.changeRegistration('a', { requestId: 'another' }),
      );
      return (await director.registration('a')) === undefined
        ? ['a registration was removed that nobody had asked to end']
        : [];
    },
  },
  {
    name: 'the entry of a waiting registration vanishes',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      const [entry] = (await director.entries()) as [WaitlistEntryItem];
      await director.meanwhile(leave('b'), 'hold', director.writing('b'), async () => {
        await director.remove(entry);
        await director.changeEvent({ waitlistCount: 2 });
      });
      return director.play.violations(null);
    },
  },
  {
    name: 'somebody leaves whom no number counts',
    async run(director) {
      await director.given(1, ['a']);
      await director.changeEvent({ currentRegistrations: 0 });
      await director.play.call(leave('a'));
      return director.play.violations(null);
    },
  },
  {
    name: 'somebody leaves the queue whom no number counts',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.changeEvent({ waitlistCount: 0 });
      await director.play.call(leave('b'));
      return director.play.violations(null);
    },
  },
  {
    name: 'the event vanishes before a waiting person leaves',
    async run(director) {
      await beforeLeaving(director, async () => director.remove(await director.event()));
      const [call] = director.play.history.calls;
      const isRight = JSON.stringify(call?.outcome).includes('EventNotFound');
      return isRight ? [] : [`answers ${JSON.stringify(call?.outcome)}, not EventNotFound`];
    },
  },
];
