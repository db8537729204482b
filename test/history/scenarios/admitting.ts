import { admit, create, createUser, leave, look, register, update, type Director } from './director.ts';
import { inTurn } from './inTurn.ts';
import type { Scenario } from './scenario.ts';
import type { ApiOperation } from '../stage/perform.ts';

const waiting = [
  ...['a', 'b', 'c', 'd'].map(createUser),
  create(),
  ...['a', 'b', 'c', 'd'].map((userId) => register(userId)),
];

/** Somebody is about to be let in, whose event has been read, when something else happens. */
const beforeAdmitting = (name: string, call: ApiOperation, others: ApiOperation[]): Scenario => ({
  name,
  async run(director: Director) {
    await director.given(1, ['a', 'b', 'c', 'd']);
    await director.meanwhile(call, 'hold', director.readingQueue(), async () => {
      for (const other of others) {
        await director.play.call(other, 2);
      }
    });
    return director.verdict();
  },
});

export const ADMITTING: Scenario[] = [
  inTurn(
    'the last of the queue is let in, and then the head',
    ...waiting,
    admit('d'),
    ...['b', 'c'].map(look),
    admit('b'),
    look('c'),
    leave('d'),
    look('c'),
  ),
  inTurn('somebody is let in twice, and somebody who never came', ...waiting, admit('d'), admit('d'), admit('e')),
  inTurn('an organizer gives a seat out of turn at the event of another', ...waiting, admit('c', 'oscar')),
  inTurn(
    'somebody is let in to an event that is cancelled',
    ...waiting,
    update({ status: 'CLOSED' }),
    admit('c'),
    update({ status: 'CANCELLED' }),
    admit('d'),
  ),
  inTurn(
    'an old form comes after somebody was let in',
    ...waiting,
    admit('c'),
    update({ capacity: 1, ifVersion: 5 }),
    update({ capacity: 3 }),
  ),
  beforeAdmitting('two are let in at once', admit('c'), [admit('d', 'olga')]),
  beforeAdmitting('somebody is let in twice at once', admit('c'), [admit('c', 'olga')]),
  beforeAdmitting('somebody is promoted before they are let in', admit('b'), [leave('a')]),
  beforeAdmitting('somebody joins the queue again before they are let in', admit('b'), [leave('b'), register('b')]),
  beforeAdmitting('the event changes hands before its organizer lets somebody in', admit('c', 'olga'), [
    update({ organizer: 'oscar' }),
  ]),
  beforeAdmitting('the event is cancelled before somebody is let in', admit('c'), [update({ status: 'CANCELLED' })]),
  {
    name: 'somebody is let in who cannot be noted on a damaged page',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      await director.play.call(leave('c'));
      await director.changePage({ left: 'x' });
      await director.play.call(admit('d'));
      const hasSeat = (await director.registration('d'))?.registrationStatus === 'REGISTERED';
      const { waitlistJoins = 0, waitlistNoted } = await director.event();
      return hasSeat && waitlistJoins === 3 && waitlistNoted === 1 ? [] : ['d was not let in, or is taken for noted'];
    },
  },
];
