import { create, createUser, leave, look, register, remove, rename, update, type Director } from './director.ts';
import type { Scenario } from './scenario.ts';
import type { ApiOperation } from '../stage/perform.ts';

/** Calls one after another, each of which must answer what the model says. */
export const inTurn = (name: string, ...operations: ApiOperation[]): Scenario => ({
  name,
  async run(director: Director) {
    for (const operation of operations) {
      await director.play.call(operation);
    }
    return director.verdict();
  },
});

const full = [createUser('a'), createUser('b'), createUser('c'), create(), register('a'), register('b')];

export const IN_TURN: Scenario[] = [
  inTurn('a user is created twice', createUser('a'), createUser('a')),
  inTurn('somebody is renamed who does not exist', rename('a'), createUser('a'), rename('a')),
  inTurn('an event is created twice', create(), update({ capacity: 3 }), create()),
  inTurn('a stranger registers', create({ capacity: 2 }), register('a')),
  inTurn(
    'somebody registers for an event that is closed',
    createUser('a'),
    create({ status: 'OPEN' }),
    update({ status: 'CLOSED' }),
    register('a'),
  ),
  inTurn('somebody registers twice', createUser('a'), create({ capacity: 3 }), register('a'), register('a')),
  inTurn(
    'more people come than there are seats',
    createUser('a'),
    createUser('b'),
    create({ waitlistEnabled: false }),
    register('a'),
    register('b'),
  ),
  inTurn(
    'an organizer registers somebody for the event of another',
    createUser('a'),
    create(),
    register('a', { as: 'oscar' }),
  ),
  inTurn(
    'an organizer removes somebody from the event of another',
    createUser('a'),
    create(),
    register('a'),
    leave('a', 'oscar'),
  ),
  inTurn(
    'somebody leaves who never came',
    createUser('a'),
    createUser('b'),
    create({ capacity: 3 }),
    register('a'),
    leave('b'),
  ),
  inTurn('somebody leaves while others wait', ...full, leave('a')),
  inTurn(
    'an old page gives up a newer registration',
    createUser('a'),
    create(),
    register('a', { clientRequestId: 'old' }),
    leave('a', 'self', { registrationId: 'old' }),
    register('a', { clientRequestId: 'new' }),
    leave('a', 'self', { registrationId: 'old' }),
    leave('a', 'self', { registrationId: 'new' }),
  ),
  inTurn(
    'somebody who has a seat gives up a place only',
    createUser('a'),
    create(),
    register('a'),
    leave('a', 'self', { ifStatus: 'WAITLISTED' }),
  ),
  inTurn('somebody waits for a cancelled event and leaves', ...full, update({ status: 'CANCELLED' }), leave('b')),
  inTurn('somebody leaves a draft', createUser('a'), create({ status: 'DRAFT' }), leave('a')),
  inTurn(
    'somebody looks for a draft that was cancelled',
    createUser('a'),
    create({ status: 'DRAFT' }),
    update({ status: 'CANCELLED' }),
    { name: 'getEvent', as: 'oscar' },
  ),
  inTurn('an event that is not there is changed', update({ waitlistEnabled: false })),
  inTurn('a cancelled event is opened', create(), update({ status: 'CANCELLED' }), update({ status: 'OPEN' })),
  inTurn(
    'the capacity falls below the seats taken',
    createUser('a'),
    createUser('b'),
    create({ capacity: 2 }),
    register('a'),
    register('b'),
    update({ capacity: 1 }),
  ),
  inTurn('the capacity is raised while others wait', ...full, register('c'), update({ capacity: 2 })),
  inTurn('an organizer changes the event of another', create(), update({ capacity: 2 }, 'oscar')),
  inTurn(
    'an old form is sent',
    createUser('a'),
    create(),
    register('a'),
    update({ capacity: 3, ifVersion: 1 }),
    update({ capacity: 2, waitlistEnabled: false, ifVersion: 2 }),
    update({ capacity: 2, ifVersion: 3 }),
  ),
  inTurn('an event with people is deleted', createUser('a'), create(), register('a'), remove('olga')),
  inTurn('an organizer deletes the event of another', create(), remove('oscar')),
  inTurn(
    'somebody registers late for a deleted event, whose id another organizer wants',
    createUser('a'),
    create({ capacity: 3 }),
    remove('olga'),
    create({ as: 'oscar' }),
    register('a', { clientRequestId: 'late' }),
    create(),
  ),
  inTurn(
    'everything is read right after it was written',
    ...full,
    { name: 'getEvent', as: 'olga' },
    { name: 'getPublicEvent' },
    leave('b'),
    look('b'),
    register('b'),
    look('b'),
  ),
  {
    name: 'somebody repeats what they have given up meanwhile',
    async run(director) {
      await director.given(2, ['a']);
      director.catchUp();
      await director.play.call(leave('a'));
      await director.play.call(register('a', { clientRequestId: 'first-a', isRepeat: true }));
      return director.verdict();
    },
  },
  inTurn(
    'somebody asks again for their own work',
    ...full,
    register('c', { clientRequestId: 'own' }),
    leave('b'),
    register('c', { clientRequestId: 'own' }),
    leave('a'),
    register('c', { clientRequestId: 'own' }),
  ),
];
