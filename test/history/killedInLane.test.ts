import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { ApiOperation } from './stage/perform.ts';
import { leave, register, type Director } from './scenarios/director.ts';
import { openTheatre, type Theatre } from './theatre.ts';
import { isTried } from '../support/tier.ts';

type Steps = Record<string, (director: Director) => ReturnType<Director['writing']>>;

/**
 * Every write of whoever works through a lane, in the order in which they come, and the ticket of whoever waits. The
 * lease is kept and offered in test/lambda/lane/dyingCombiner.test.ts, in virtual time.
 */
const STEPS: Steps = {
  'the ticket is left': (director) => director.writingTicket('PutItem'),
  'the lease is taken': (director) => director.writingLease('UpdateItem'),
  'an old ticket is swept': (director) => director.writingTicket('DeleteItem', 'asked-e'),
  'the flag is raised': (director) => director.writingEvent(),
  'a group is committed': (director) => director.serving(),
  'a ticket is refused': (director) => director.writingTicket('UpdateItem', 'REFUSED'),
  'the lease is given back': (director) => director.writingLease('DeleteItem'),
};

/** Of the few who leave: they are no crowd, nobody of them is refused, and their tickets are there once they know. */
const { 'the flag is raised': _flag, 'a ticket is refused': _refusal, ...STEPS_OF_ALL } = STEPS;
const stepsOfLeaving = (userId: string): Steps => ({
  ...STEPS_OF_ALL,
  'the own ticket is taken away': (director) => director.writingTicket('DeleteItem', director.play.ids.userId(userId)),
});

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre({ endpoint: inject('dynamoDbEndpoint') }, inject('assemblyDir'));
});
afterAll(() => theatre.close());

/** One seat, for which three ask; somebody asks who has one; a ticket is left from long ago. */
async function comers(director: Director): Promise<void> {
  await director.given(2, ['a']);
  await director.sendToLane();
  await director.askUnwatched(register('a', { clientRequestId: 'again' }));
  await director.askUnwatched(register('c'));
  await director.askUnwatched(register('d'));
}

/** Two who give their seats up, while two wait. */
async function givers(director: Director): Promise<void> {
  await director.given(2, ['a', 'b', 'c', 'd']);
  await director.sendToLane();
  await director.askUnwatched(leave('a'));
}

/** Three who wait, of whom two leave the queue. */
async function quitters(director: Director): Promise<void> {
  await director.given(1, ['a', 'b', 'c', 'd']);
  await director.sendToLane();
  await director.askUnwatched(leave('c'));
}

/** A ticket lies there from long ago, and the one that the resolver leaves does not arrive: the Lambda leaves it. */
async function withMishaps(director: Director): Promise<void> {
  await director.ask('e', { deadlineMs: Date.now() - 20_000 });
  director.fail(director.writingTicket('PutItem'));
}

const CROWDS: [name: string, crowd: (director: Director) => Promise<void>, call: ApiOperation, steps: Steps][] = [
  ['people come', comers, register('b'), STEPS],
  ['seats are handed over', givers, leave('b'), stepsOfLeaving('b')],
  ['people leave the queue', quitters, leave('b'), stepsOfLeaving('b')],
];

/** Each waits for seconds: `npm test` has one in four. */
const CASES = CROWDS.flatMap(([what, crowd, call, steps]) =>
  Object.entries(steps).flatMap(([step, matchOf]) =>
    [true, false].map((isBefore) => ({
      name: `while ${what}, when ${step}, ${isBefore ? 'before that is done, which then happens late' : 'after that is done'}`,
      crowd,
      call,
      matchOf,
      isBefore,
    })),
  ),
).filter((_case, index) => isTried(index, 4));

describe('the Lambda is killed, which works through the lane', () => {
  test.each(CASES)('$name', async ({ name, crowd, call, matchOf, isBefore }) => {
    const run = async (director: Director) => {
      await crowd(director);
      await withMishaps(director);
      const { outcome, release } = await director.until(isBefore ? 'delay' : 'hold', matchOf(director), () =>
        director.play.call(call),
      );
      director.killLambda();
      if (!isBefore) {
        release();
      }
      await director.play.call(register('e'));
      release();
      await outcome;
      await director.rest();
      return director.verdict({ mayBeBusy: true });
    };
    expect(await theatre.play({ name, run })).toEqual([]);
  });
});
