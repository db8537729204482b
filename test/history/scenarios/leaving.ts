import { leave, register, update, type Director } from './director.ts';
import type { Scenario } from './scenario.ts';
import type { ApiOperation } from '../stage/perform.ts';

/** Somebody is about to leave, and has been seen where they are, when something else happens. */
const beforeLeaving = (
  name: string,
  capacity: number,
  people: string[],
  call: ApiOperation & { userId: string },
  others: ApiOperation[],
): Scenario => ({
  name,
  async run(director: Director) {
    await director.given(capacity, people);
    await director.meanwhile(call, 'hold', director.writing(call.userId), async () => {
      for (const other of others) {
        await director.play.call(other);
      }
    });
    return director.verdict();
  },
});

const leaveAs = (...told: Parameters<typeof leave>) => leave(...told) as ApiOperation & { userId: string };

export const LEAVING: Scenario[] = [
  beforeLeaving('somebody is promoted before leaving the queue', 1, ['a', 'b', 'c', 'd'], leaveAs('b'), [leave('a')]),
  beforeLeaving('somebody leaves the queue and joins it again before leaving it', 1, ['a', 'b', 'c'], leaveAs('b'), [
    leave('b'),
    register('b', { clientRequestId: 'first-b' }),
  ]),
  beforeLeaving(
    'the event changes hands before its organizer removes a waiting person',
    1,
    ['a', 'b'],
    leaveAs('b', 'olga'),
    [update({ organizer: 'oscar' })],
  ),
  beforeLeaving('the event changes hands before its organizer hands a seat over', 1, ['a', 'b'], leaveAs('a', 'olga'), [
    update({ organizer: 'oscar' }),
  ]),
  beforeLeaving('the event is cancelled before a seat is handed over', 1, ['a', 'b'], leaveAs('a'), [
    update({ status: 'CANCELLED' }),
  ]),
  {
    name: 'the event comes into the hands of who is about to hand a seat over',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.play.call(update({ organizer: 'oscar' }));
      director.refuse(director.writing('a'));
      await director.meanwhile(leave('a', 'olga'), 'hold', director.readingEvent(), () =>
        director.play.call(update({ organizer: 'olga' })),
      );
      return director.verdict();
    },
  },
  {
    name: 'somebody is promoted before giving up a place only',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      const call = leave('b', 'self', { ifStatus: 'WAITLISTED' });
      await director.meanwhile(call, 'hold', director.readingInBatch(), () => director.play.call(leave('a')));
      return director.verdict();
    },
  },
  {
    name: 'two leave at once, and both see the same head of the queue',
    async run(director) {
      await director.given(2, ['a', 'b', 'c', 'd', 'e']);
      await director.meanwhile(leave('a'), 'hold', director.readingQueue(), () => director.play.call(leave('b')));
      return director.verdict();
    },
  },
  {
    name: 'others leave at once, again and again, and all see the same head of the queue',
    async run(director) {
      await director.given(3, ['a', 'b', 'c', 'd', 'e']);
      await director.meanwhile(leave('a'), 'hold', director.readingQueue(), async () => {
        await director.play.call(leave('b'));
        const again = director.stop('hold', director.readingQueue());
        void again.reached.then(async () => {
          await director.play.call(leave('c'));
          again.release();
        });
      });
      return director.verdict();
    },
  },
  {
    name: 'the head of the queue leaves it and joins again before a seat is handed over',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.meanwhile(leave('a'), 'hold', director.readingQueue(), async () => {
        await director.play.call(leave('b'));
        await director.play.call(register('b'));
      });
      return director.verdict();
    },
  },
  {
    name: 'somebody leaves twice at once',
    async run(director) {
      await director.given(1, ['a', 'b', 'c']);
      await director.meanwhile(leave('a'), 'delay', director.readingQueue(), () => director.play.call(leave('a')));
      return director.verdict();
    },
  },
  {
    name: 'a read fails while a seat is handed over',
    async run(director) {
      await director.given(1, ['a', 'b']);
      director.fail(director.readingQueue());
      await director.play.call(leave('a'));
      return director.verdict();
    },
  },
  {
    name: 'an answer is lost while a seat is given back',
    async run(director) {
      await director.given(2, ['a']);
      director.lose(director.writing('a'));
      await director.play.call(leave('a'));
      return director.verdict({ mayBeBusy: true });
    },
  },
  {
    name: 'the answer is lost with which a seat was given back, and the same person takes it again',
    async run(director) {
      await director.given(2, ['a']);
      await director.meanwhile(leave('a'), 'lose', director.writing('a'), () => director.play.call(register('a')));
      return director.verdict({ mayBeBusy: true });
    },
  },
  {
    name: 'a conflict hides that somebody has a seat',
    async run(director) {
      await director.given(1, ['a', 'b']);
      director.hideReason(0);
      await director.play.call(leave('a'));
      return director.verdict();
    },
  },
  {
    name: 'an answer is lost while a seat is handed over',
    async run(director) {
      await director.given(1, ['a', 'b', 'c']);
      const { outcome, release } = await director.until('hold', director.writing('a'), () =>
        director.play.call(leave('a')),
      );
      director.lose(director.writing('a'));
      release();
      await outcome;
      return director.verdict();
    },
  },
  {
    name: 'an answer is lost while a seat is handed over, the same person takes one again, and the head waits again by itself',
    async run(director) {
      await director.given(1, ['a', 'b']);
      const waiting = await director.registration('b');
      const [entry] = await director.entries();
      const { outcome, release } = await director.until('hold', director.writing('a'), () =>
        director.play.call(leave('a')),
      );
      const lost = await director.until('lose', director.writing('a'), release);
      await director.play.call(leave('b'));
      await director.play.call(register('a'));
      await director.restore(waiting, entry);
      await director.changeEvent({ waitlistCount: 1 });
      lost.release();
      await outcome;
      return (await director.registration('a')) === undefined
        ? ['a registration was given up that is newer than the request']
        : [];
    },
  },
  {
    name: 'an answer is lost while a seat is given back, and the same person takes it again',
    async run(director) {
      await director.given(2, ['a']);
      director.fail(director.writing('a'));
      await director.meanwhile(leave('a'), 'lose', director.writing('a'), () => director.play.call(register('a')));
      return director.verdict({ mayBeBusy: true });
    },
  },
  {
    name: 'an answer is lost while leaving the queue, and the same person joins it again',
    async run(director) {
      await director.given(1, ['a', 'b']);
      const { outcome, release } = await director.until('hold', director.writing('b'), () =>
        director.play.call(leave('b')),
      );
      const lost = await director.until('lose', director.writing('b'), release);
      await director.play.call(register('b'));
      lost.release();
      await outcome;
      return director.verdict({ mayBeBusy: true });
    },
  },
];
