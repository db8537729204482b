import { create, createUser, leave, register, scan, undoScan } from './director.ts';
import { inTurn } from './inTurn.ts';
import type { Scenario } from './scenario.ts';

const registered = [createUser('a'), create({ capacity: 2 }), register('a')];

export const DOOR: Scenario[] = [
  inTurn('somebody leaves who has come', ...registered, scan('a'), leave('a'), undoScan('a'), leave('a')),
  inTurn(
    'somebody is scanned who waits',
    createUser('a'),
    createUser('b'),
    create(),
    register('a'),
    register('b'),
    scan('b'),
  ),
  inTurn(
    'somebody is scanned again, in no order',
    ...registered,
    scan('a'),
    scan('a', { at: 'late' }),
    scan('a', { at: 'early' }),
    scan('a', { at: 'late' }),
    scan('a'),
  ),
  inTurn('somebody has not come who is not registered', createUser('a'), create(), undoScan('a')),
  inTurn(
    'an organizer lets somebody in to the event of another',
    ...registered,
    scan('a', { as: 'oscar' }),
    undoScan('a', 'oscar'),
  ),
  {
    name: 'somebody comes before their seat is handed over',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.meanwhile(leave('a'), 'hold', director.readingQueue(), () => director.play.call(scan('a')));
      return director.verdict();
    },
  },
  {
    name: 'somebody who waits is promoted while a scan of them is refused',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.meanwhile(scan('b'), 'delay', director.readingRegistration('b'), () =>
        director.play.call(leave('a')),
      );
      return director.verdict();
    },
  },
  {
    name: 'somebody comes while it is refused to take that back',
    async run(director) {
      await director.given(1, ['a']);
      await director.meanwhile(undoScan('a'), 'delay', director.readingRegistration('a'), () =>
        director.play.call(scan('a')),
      );
      return director.verdict();
    },
  },
];
