import { leave, look, register } from './director.ts';
import type { Scenario } from './scenario.ts';

/** Registers again as at the beginning: the place is found, and if somebody has left since, counted by the Lambda. */
const again = (userId: string) => register(userId, { clientRequestId: `first-${userId}`, isRepeat: true });

/** After somebody has joined, another joins in this way and the first of the queue leaves. */
const joinedBehind = (name: string, isInLane: boolean): Scenario => ({
  name,
  async run(director) {
    await director.given(1, ['a', 'b']);
    await director.sendToLane(!isInLane);
    await director.play.call(register('c'));
    await director.sendToLane(isInLane);
    await director.play.call(register('d'));
    await director.sendToLane(false);
    await director.play.call(leave('b'));
    await director.play.call(look('c'));
    return director.verdict();
  },
});

export const POSITION: Scenario[] = [
  joinedBehind('somebody joins in the lane behind another, whose place is asked for when the first has left', true),
  joinedBehind('somebody joins directly behind another, whose place is asked for when the first has left', false),
  {
    name: 'the event is deleted and created again while a registration is read',
    async run(director) {
      await director.given(1, ['a', 'c']);
      await director.play.call(leave('c'));
      await director.play.call(register('e'));
      await director.meanwhile(look('e'), 'hold', director.readingRegistration('e'), () =>
        director.startAnew(['e'], [register('c')]),
      );
      return director.verdict();
    },
  },
  {
    name: 'the queue is counted right after it moved',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd', 'e']);
      director.catchUp();
      await director.play.call(leave('b'));
      await director.play.call(leave('d'));
      await director.play.call(look('c'));
      return director.verdict();
    },
  },
  {
    name: 'the queue moves while a position is counted',
    async run(director) {
      await director.given(1, ['a', 'e', 'b', 'c', 'd']);
      await director.play.call(leave('e'));
      await director.meanwhile(look('c'), 'hold', director.readingQueue(), () => director.play.call(leave('d')));
      return director.verdict();
    },
  },
  {
    name: 'the event is deleted and created again while a position is counted',
    async run(director) {
      await director.given(1, ['a', 'c', 'd', 'e']);
      await director.play.call(leave('c'));
      await director.changeEvent({ waitlistNoted: -9 });
      await director.meanwhile(look('e'), 'hold', director.readingQueue(), () => director.startAnew(['d', 'e']));
      return director.verdict();
    },
  },
  {
    name: 'the queue moves while the Lambda counts for a repeated call',
    async run(director) {
      await director.given(1, ['a', 'e', 'b', 'c', 'd']);
      await director.play.call(leave('e'));
      await director.meanwhile(again('d'), 'hold', director.readingQueue(), () => director.play.call(leave('b')));
      return director.verdict();
    },
  },
  {
    name: 'somebody leaves the queue while their position is read',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      await director.meanwhile(look('d'), 'hold', director.readingRegistration('d'), () =>
        director.play.call(leave('d')),
      );
      return director.verdict();
    },
  },
  {
    name: 'somebody leaves a queue whose entries are counted while their position is read',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      await director.unnoted(() =>
        director.meanwhile(look('d'), 'hold', director.readingRegistration('d'), () => director.play.call(leave('d'))),
      );
      return director.verdict();
    },
  },
  {
    name: 'somebody leaves directly behind another, whose place is asked for',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      await director.play.call(leave('c'));
      await director.play.call(look('b'));
      return director.verdict();
    },
  },
  {
    name: 'somebody leaves in the lane behind another, whose place is asked for',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      await director.sendToLane();
      await director.play.call(leave('c'));
      await director.play.call(look('b'));
      return director.verdict();
    },
  },
  {
    name: 'somebody has left unnoted behind another, whose place is asked for',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      await director.play.call(leave('d'));
      await director.unnoted(() => director.withoutPage(() => director.play.call(look('c'))));
      return director.verdict();
    },
  },
  {
    name: 'somebody leaves the queue and joins it again while their position is read',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      await director.meanwhile(look('c'), 'hold', director.readingRegistration('c'), async () => {
        await director.play.call(leave('c'));
        await director.play.call(register('c'));
      });
      return director.verdict();
    },
  },
  {
    name: 'somebody leaves the queue while the Lambda reads their position for a repeated call',
    async run(director) {
      await director.given(1, ['a', 'e', 'b', 'c', 'd']);
      await director.play.call(leave('e'));
      await director.meanwhile(again('d'), 'hold', director.readingRegistration('d'), () =>
        director.play.call(leave('d')),
      );
      return director.verdict();
    },
  },
];
