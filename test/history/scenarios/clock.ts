import { LIMITS } from '../../../domain/limits.ts';
import type { Patch } from '../model/operation.ts';
import { create, createUser, leave, register, update } from './director.ts';
import { inTurn } from './inTurn.ts';
import { beforeJoining } from './joining.ts';
import { inLane } from './lane.ts';
import type { Scenario } from './scenario.ts';

/** Before the times at which a history’s events open and close in the past; and just then. */
const BEFORE = '2000-12-31T23:59:59.999Z';
const WITHIN = '2001-01-01T00:00:00.000Z';

/** A ticket of a request that began at some time is found by whoever works through the lane for somebody who leaves. */
const found = (name: string, window: Patch, begunAt: string, judge: (isServed: boolean) => string[]): Scenario =>
  inLane(name, 3, ['d'], async (director) => {
    await director.play.call(update(window));
    await director.ask('b', { wish: { kind: 'register', begunAt } });
    await director.play.call(leave('d'));
    return judge((await director.registration('b')) !== undefined);
  });

/** The times of an event contradict those that it has. */
const disorder = (name: string, has: Parameters<typeof create>[0], change: Patch): Scenario =>
  inTurn(name, create(has), update(change));

export const CLOCK: Scenario[] = [
  inTurn(
    'somebody registers before registering opens',
    createUser('a'),
    create({ registrationOpensAt: 'future' }),
    register('a'),
    update({ registrationOpensAt: null }),
    register('a'),
  ),
  inTurn(
    'somebody registers after registering has closed',
    createUser('a'),
    create({ registrationOpensAt: 'past', registrationClosesAt: 'past' }),
    register('a'),
    update({ registrationClosesAt: 'future' }),
    register('a'),
  ),
  beforeJoining('registering is put off before somebody joins the queue', [update({ registrationOpensAt: 'future' })]),
  beforeJoining('registering closes before somebody joins the queue', [update({ registrationClosesAt: 'past' })]),
  found('a ticket of before the opening is found after it', { registrationOpensAt: 'past' }, BEFORE, (isServed) =>
    isServed ? ['somebody who asked before the opening got a seat'] : [],
  ),
  found('a ticket of before the closing is found after it', { registrationClosesAt: 'past' }, WITHIN, (isServed) =>
    isServed ? [] : ['somebody who asked before the closing got no seat'],
  ),
  inLane('somebody who asked in time is refused once, and asks again in the lane', 3, [], async (director) => {
    await director.play.call(update({ registrationClosesAt: 'past' }));
    const wish = { kind: 'register' as const, begunAt: WITHIN };
    const asking = await director.ask('b', { wish, state: 'REFUSED', deadlineMs: Date.now() + LIMITS.deadlineMs });
    const refusal = director.stop('delay', director.writingTicket('UpdateItem', 'REFUSED'));
    const isRefused = await Promise.race([
      director.settleTicket(asking).then(() => false),
      refusal.reached.then(() => true),
    ]);
    refusal.release();
    return isRefused || (await director.registration('b')) === undefined
      ? ['somebody who asked before the closing got no seat']
      : [];
  }),
  disorder('an event is put off beyond its end', { date: 'past', endsAt: 'past' }, { date: 'future' }),
  disorder('an event is to end before it begins', { date: 'future' }, { endsAt: 'past' }),
  disorder(
    'registering is to open after it has closed',
    { registrationClosesAt: 'past' },
    { registrationOpensAt: 'future' },
  ),
  disorder(
    'registering is to close before it opens',
    { registrationOpensAt: 'future' },
    { registrationClosesAt: 'past' },
  ),
  {
    name: 'an event is put off while its capacity is raised and its end is set',
    async run(director) {
      await director.given(1, ['a', 'b'], { date: 'past' });
      await director.meanwhile(update({ capacity: 2, endsAt: 'past' }), 'hold', director.readingQueue(), () =>
        director.play.call(update({ date: 'future' }), 2),
      );
      return director.verdict();
    },
  },
];
