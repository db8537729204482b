import { leave, look } from './director.ts';
import type { Scenario } from './scenario.ts';

export const POSITION: Scenario[] = [
  {
    name: 'the queue is counted right after it moved',
    async run(director) {
      await director.given(1, ['a', 'b', 'c']);
      director.catchUp();
      await director.play.call(leave('b'));
      await director.play.call(look('c'));
      return director.verdict();
    },
  },
  {
    name: 'the queue moves while a position is counted',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      await director.meanwhile(look('d'), 'hold', director.readingQueue(), () => director.play.call(leave('b')));
      return director.verdict();
    },
  },
  {
    name: 'the event is deleted and created again while a position is counted',
    async run(director) {
      await director.given(1, ['a', 'b', 'd', 'e']);
      await director.meanwhile(look('e'), 'hold', director.readingQueue(), () => director.startAnew(['b', 'd', 'e']));
      return director.verdict();
    },
  },
  {
    name: 'the queue moves again while the Lambda counts',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      await director.meanwhile(look('d'), 'hold', director.readingQueue(), async () => {
        await director.play.call(leave('b'));
        const counting = director.interposer.hold(director.readingQueue());
        void counting.reached.then(async () => {
          await director.play.call(leave('c'));
          counting.release();
        });
      });
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
    name: 'somebody leaves the queue while the Lambda reads their position',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      await director.meanwhile(look('d'), 'hold', director.readingQueue(), async () => {
        await director.play.call(leave('b'));
        const reading = director.interposer.hold(director.readingRegistration('d'));
        void reading.reached.then(async () => {
          await director.play.call(leave('d'));
          reading.release();
        });
      });
      return director.verdict();
    },
  },
];
