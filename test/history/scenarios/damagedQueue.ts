import { admit, leave, register, update } from './director.ts';
import type { Scenario } from './scenario.ts';

const EARLIER = '2020-01-01T00:00:00.000Z';
const LATER = '2090-01-01T00:00:00.000Z';

/** The event's `waitlistCount` is 0, but the queue holds an entry: promoting must not make the count negative. */
const countingBelowZero = (name: string, start: Pick<Scenario, 'run'>['run']): Scenario => ({
  name,
  async run(director) {
    await director.given(1, ['a', 'b']);
    return start(director);
  },
});

export const DAMAGED_QUEUE: Scenario[] = [
  {
    name: 'the head of the queue is an entry without registration',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.changeEvent({ waitlistCount: 2 });
      await director.addEntry('c', EARLIER);
      await director.play.call(leave('a'));
      return sweepOnly(director);
    },
  },
  {
    name: 'the head of the queue has a seat already',
    async run(director) {
      await director.given(2, ['a', 'b']);
      const { registeredAt = '' } = (await director.registration('b')) ?? {};
      await director.changeRegistration('b', { waitlistedAt: registeredAt });
      await director.addEntry('b', registeredAt);
      await director.changeEvent({ waitlistCount: 1, waitlistTail: registeredAt });
      await director.play.call(leave('a'));
      return sweepOnly(director);
    },
  },
  {
    name: 'the head of the queue is an old entry of somebody who waits',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.changeEvent({ waitlistCount: 2 });
      await director.addEntry('b', EARLIER);
      await director.play.call(leave('a'));
      return sweepOnly(director);
    },
  },
  {
    name: 'two drop the same damaged entry at once',
    async run(director) {
      await director.given(2, ['a', 'b', 'c']);
      await director.changeEvent({ waitlistCount: 2 });
      await director.addEntry('d', EARLIER);
      const broken: string[] = [];
      await director.meanwhile(leave('a'), 'delay', director.mending(), async () => {
        await director.play.call(leave('b'));
        // Whoever has mended looks at the queue again, and would mend what they have broken.
        const again = director.stop('delay', director.readingQueue());
        void again.reached.then(async () => {
          broken.push(...(await sweepOnly(director)));
          again.release();
        });
      });
      return [...broken, ...(await sweepOnly(director))];
    },
  },
  {
    name: 'somebody joins while a damaged queue is mended',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.changeEvent({ waitlistCount: 2 });
      await director.addEntry('c', EARLIER);
      await director.meanwhile(leave('a'), 'delay', director.mending(), () => director.play.call(register('d')));
      return sweepOnly(director);
    },
  },
  {
    name: 'a waiting registration without a moment gets a place by itself while it is mended',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.changeRegistration('b', { waitlistedAt: undefined });
      await director.meanwhile(leave('a'), 'delay', director.mending(), async () => {
        await director.addEntry('b', LATER);
        await director.changeRegistration('b', { waitlistedAt: LATER });
      });
      const isKept = (await director.registration('b'))?.waitlistedAt === LATER;
      return isKept ? [] : ['a registration has lost the moment that it had got meanwhile'];
    },
  },
  {
    name: 'the event is deleted and created again while a damaged queue is mended',
    async run(director) {
      await director.given(1, ['a', 'b', 'd', 'e']);
      await director.addEntry('c', EARLIER);
      await director.meanwhile(leave('a'), 'delay', director.mending(), async () => {
        await director.forgetQueue(['b', 'd', 'e']);
        await director.startAnew([]);
      });
      const left = (await director.entries()).filter(({ waitlistedAt }) => waitlistedAt === EARLIER);
      await Promise.all(left.map((entry) => director.remove(entry)));
      return sweepOnly(director);
    },
  },
  {
    name: 'an entry at the head that no number counts',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.addEntry('c', EARLIER);
      await director.play.call(leave('a'));
      return sweepOnly(director);
    },
  },
  {
    name: 'an entry looks damaged, and is not any more',
    async run(director) {
      await director.given(1, ['a', 'b']);
      const registration = await director.registration('b');
      await director.changeRegistration('b', { waitlistedAt: EARLIER });
      const { outcome, release } = await director.until('hold', director.writing('a'), () =>
        director.play.call(leave('a')),
      );
      const atOnce = await director.until('hold', director.writing('b'), release);
      const refused = await director.until('hold', director.writing('b'), atOnce.release);
      await director.changeRegistration('b', { waitlistedAt: registration?.waitlistedAt });
      refused.release();
      await outcome;
      return sweepOnly(director);
    },
  },
  {
    name: 'the event vanishes while a damaged entry is dropped',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.changeEvent({ waitlistCount: 2 });
      await director.addEntry('c', EARLIER);
      const event = await director.event();
      await director.meanwhile(leave('a'), 'delay', director.mending(), () => director.remove(event));
      return director.play.history.calls.flatMap(({ outcome }) =>
        outcome.kind === 'answered' && 'errorType' in outcome.answer && outcome.answer.errorType === 'EventNotFound'
          ? []
          : [`answers ${JSON.stringify(outcome)}, not EventNotFound`],
      );
    },
  },
  {
    name: 'seats are taken away from an event before one of them is handed over',
    async run(director) {
      await director.given(3, ['a', 'b', 'c', 'd']);
      await director.meanwhile(leave('a'), 'delay', director.writing('d'), () => director.changeEvent({ capacity: 2 }));
      return tooManySeats(director);
    },
  },
  {
    name: 'somebody leaves in the lane whose event has fewer seats than people have',
    async run(director) {
      await director.given(3, ['a', 'b', 'c', 'd']);
      await director.changeEvent({ capacity: 2 });
      await director.sendToLane();
      await director.play.call(leave('a'));
      return tooManySeats(director);
    },
  },
  {
    name: 'the capacity is raised while more people have seats than there are',
    async run(director) {
      await director.given(3, ['a', 'b', 'c', 'd', 'e']);
      await director.changeEvent({ capacity: 1 });
      await director.play.call(update({ capacity: 4 }));
      return tooManySeats(director);
    },
  },
  countingBelowZero('the counter loses a waiting person before a seat is handed over', async (director) => {
    const { outcome, release } = await director.until('hold', director.writing('a'), () =>
      director.play.call(leave('a')),
    );
    return restoreAfterwards(director, release, outcome, { waitlistCount: 1 });
  }),
  countingBelowZero('the counter loses a waiting person before a raised capacity promotes them', async (director) => {
    const { outcome, release } = await director.until('hold', director.readingQueue(), () =>
      director.play.call(update({ capacity: 2 })),
    );
    return restoreAfterwards(director, release, outcome, { waitlistCount: 1 });
  }),
  countingBelowZero('the counter loses a waiting person before they are let in', async (director) => {
    const { outcome, release } = await director.until('hold', director.readingQueue(), () =>
      director.play.call(admit('b')),
    );
    return restoreAfterwards(director, release, outcome, { waitlistCount: 1 });
  }),
  countingBelowZero('the counter loses a waiting person before they are healed', async (director) => {
    await director.changeEvent({ capacity: 2 });
    const { outcome, release } = await director.until('hold', director.readingQueue(), () => director.fillSeats());
    return restoreAfterwards(director, release, outcome, { waitlistCount: 1 });
  }),
];

type Director = Parameters<Scenario['run']>[0];

/** That more people have seats than there are, or the event counts others than have. */
async function tooManySeats(director: Director): Promise<string[]> {
  const { capacity, currentRegistrations } = await director.event();
  const seated = (await director.play.items()).filter((item) => item.registrationStatus === 'REGISTERED').length;
  return seated === currentRegistrations && seated <= capacity
    ? sweepOnly(director)
    : [`${seated} registered, counted as ${currentRegistrations}, of capacity ${capacity}`];
}

async function sweepOnly(director: Director): Promise<string[]> {
  return director.play.violations(null);
}

/** With the counter at 0 a promotion goes on; once it was tried, or all is over, the damage is mended. */
async function restoreAfterwards(
  director: Director,
  goOn: () => void,
  end: Promise<unknown>,
  mended: { waitlistCount: number },
): Promise<string[]> {
  await director.changeEvent({ waitlistCount: 0 });
  const promoting = director.stop('hold', director.writing('b'));
  goOn();
  await Promise.race([end, promoting.reached]);
  const { waitlistCount } = await director.event();
  if (waitlistCount === 0) {
    await director.changeEvent(mended);
  }
  promoting.release();
  await end;
  return waitlistCount < 0 ? [`waitlistCount ${waitlistCount}`] : [];
}
