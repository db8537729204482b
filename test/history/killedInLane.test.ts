import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { register, type Director } from './scenarios/director.ts';
import { openTheatre, type Theatre } from './theatre.ts';

/** Every write of whoever works through a lane, in the order in which they come, and the ticket of whoever waits. */
const STEPS: Record<string, (director: Director) => ReturnType<Director['writing']>> = {
  'the ticket is left': (director) => director.writingTicket('PutItem'),
  'the lease is taken': (director) => director.writingLease('UpdateItem'),
  'an old ticket is swept': (director) => director.writingTicket('DeleteItem', 'asked-e'),
  'the flag is raised': (director) => director.writingEvent(),
  'a group is committed': (director) => director.serving(),
  'a ticket is refused': (director) => director.writingTicket('UpdateItem', 'REFUSED'),
  'the lease is given back': (director) => director.writingLease('DeleteItem'),
};

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre({ endpoint: inject('dynamoDbEndpoint') }, inject('assemblyDir'));
});
afterAll(() => theatre.close());

/** One seat, for which three ask; somebody asks who has one; a ticket is left from long ago. */
async function crowd(director: Director): Promise<void> {
  await director.given(2, ['a']);
  await director.sendToLane();
  await director.askUnwatched(register('a', { clientRequestId: 'again' }));
  await director.askUnwatched(register('c'));
  await director.askUnwatched(register('d'));
  await director.ask('e', { deadlineMs: Date.now() - 20_000 });
  // The resolver's ticket does not arrive: the Lambda leaves it.
  director.fail(director.writingTicket('PutItem'));
}

describe('the Lambda is killed, which works through the lane', () => {
  describe.each(Object.entries(STEPS))('when %s', (name, matchOf) => {
    test.each(['before that is done, which then happens late', 'after that is done'])('%s', async (when) => {
      const run = async (director: Director) => {
        await crowd(director);
        const [how, isLate] = when.startsWith('before') ? (['delay', true] as const) : (['hold', false] as const);
        const { outcome, release } = await director.until(how, matchOf(director), () =>
          director.play.call(register('b')),
        );
        director.killLambda();
        if (!isLate) {
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
});
