import { create, createUser, erase, register, rename } from './director.ts';
import { inTurn } from './inTurn.ts';
import type { Scenario } from './scenario.ts';

export const ERASING: Scenario[] = [
  inTurn('somebody is deleted who does not exist', erase('a'), createUser('a'), erase('a'), erase('a')),
  inTurn('somebody is renamed who is being deleted', createUser('a'), erase('a'), rename('a'), createUser('a')),
  inTurn(
    'somebody registers who is being deleted',
    createUser('a'),
    create({ capacity: 2 }),
    erase('a'),
    register('a'),
    register('a', { clientRequestId: 'again', isRepeat: true }),
  ),
  {
    name: 'somebody’s deletion is asked for before they join the queue',
    async run(director) {
      await director.given(1, ['a']);
      await director.meanwhile(register('b'), 'hold', director.writing('b'), () => director.play.call(erase('b')));
      return director.verdict();
    },
  },
  {
    name: 'somebody asks for a seat again, in a crowd, whose deletion was asked for',
    async run(director) {
      await director.given(2, ['a']);
      await director.play.call(erase('b'));
      await director.sendToLane();
      await director.play.call(register('b', { clientRequestId: 'again', isRepeat: true }));
      return director.verdict();
    },
  },
  {
    name: 'somebody asks for a seat whose deletion was asked for, as a conflict hides it',
    async run(director) {
      await director.given(2, ['a']);
      await director.play.call(erase('b'));
      director.refuse(director.writing('b'));
      await director.play.call(register('b'));
      return director.verdict();
    },
  },
];
