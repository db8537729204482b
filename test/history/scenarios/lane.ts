import { setTimeout as sleep } from 'node:timers/promises';
import type { RegistrationItem, Wish } from '../../../domain/item.ts';
import { wishToLeave, type Asking } from '../../../domain/lane/ticket.ts';
import { LAST_LOOK_MS } from '../../../lambda/promoteFromWaitlist/effort/effort.ts';
import type { ApiOperation } from '../stage/perform.ts';
import { leave, look, register, update, type Director } from './director.ts';
import type { Scenario } from './scenario.ts';

const LATER = '2090-01-01T00:00:00.000Z';
const LONG_AGO = '2020-01-01T00:00:00.000Z';

/** An event that sends everybody to its lane, for which these have registered. */
export const inLane = (
  name: string,
  capacity: number,
  registered: string[],
  run: (director: Director) => Promise<string[]>,
  more: Parameters<Director['given']>[2] = {},
): Scenario => ({
  name,
  async run(director) {
    await director.given(capacity, registered, more);
    await director.sendToLane();
    return run(director);
  },
});

/** Somebody has left a ticket, when the event changes, and the ticket can be served no more. */
const beforeAsking = (name: string, call: ApiOperation, change: ApiOperation, more = {}): Scenario =>
  inLane(
    name,
    2,
    ['a'],
    async (director) => {
      await director.meanwhile(call, 'delay', director.writingTicket('PutItem'), () => director.play.call(change));
      return director.verdict();
    },
    more,
  );

/** A group is about to be committed when the event changes. */
const beforeCommitting = (name: string, change: ApiOperation): Scenario =>
  inLane(name, 2, ['a'], async (director) => {
    await director.meanwhile(register('b'), 'delay', director.serving('b'), () => director.play.call(change));
    return director.verdict();
  });

/** What must be served in the lane as long as it serves a crowd, seen by the transaction that does. */
const goesToLane = (
  name: string,
  capacity: number,
  registered: string[],
  call: ApiOperation & { userId: string },
  flag: 'isUp' | 'goesUp',
): Scenario => ({
  name,
  async run(director) {
    await director.given(capacity, registered);
    const { reached, release } = director.stop('hold', director.serving(call.userId));
    let isServed = false;
    void reached.then(() => {
      isServed = true;
      release();
    });
    if (flag === 'isUp') {
      await director.sendToLane();
      await director.play.call(call);
    } else {
      await director.meanwhile(call, 'hold', director.writing(call.userId), () => director.sendToLane());
    }
    return isServed ? director.verdict() : ['somebody got past a crowd'];
  },
});

/** Somebody else's call makes the Lambda work through the lane. */
async function workThrough(director: Director, userId = 'e'): Promise<void> {
  await director.play.call(register(userId));
}

/** A ticket to leave is found whose registration is another one by now, and must stay. */
const leavingLate = (name: string, wish: Wish): Scenario =>
  inLane(name, 3, ['b'], async (director) => {
    await director.ask('b', { wish });
    await workThrough(director);
    return (await director.registration('b')) === undefined
      ? ['a registration was given up that nobody had asked to end']
      : [];
  });

/** Asks the Lambda for somebody whose ticket nobody serves until its deadline, and who gives up then. */
async function giveUp(
  director: Director,
  act: (asking: Asking) => Promise<void>,
  wish: Wish = { kind: 'register' },
): Promise<unknown> {
  const asking = await director.ask('b', { wish, deadlineMs: Date.now() + 1500 });
  await director.holdLease(15_000);
  const { reached, release } = director.stop('delay', director.writingTicket('DeleteItem'));
  const outcome = director.settleTicket(asking);
  await Promise.race([reached, outcome]);
  await act(asking);
  release();
  return outcome;
}

/** What these calls answer, served in one group: nobody works through the lane before all have left their tickets. */
async function callTogether(director: Director, ...calls: ApiOperation[]): Promise<void> {
  await director.holdLease(15_000);
  const outcomes = Promise.all(calls.map((call, client) => director.play.call(call, client)));
  while ((await director.lane()).tickets.length < calls.length) {
    await sleep(10);
  }
  await director.freeLease();
  await outcomes;
}

export const LANE: Scenario[] = [
  goesToLane('a crowd is served when somebody comes to a free seat', 2, ['a'], register('b'), 'isUp'),
  goesToLane('a crowd comes before somebody joins the queue', 1, ['a'], register('b'), 'goesUp'),
  goesToLane('a crowd is served when somebody leaves', 2, ['a'], leave('a'), 'isUp'),
  goesToLane('a crowd comes before somebody leaves the queue', 1, ['a', 'b'], leave('b'), 'goesUp'),
  goesToLane('a crowd comes before a seat is handed over', 1, ['a', 'b'], leave('a'), 'goesUp'),
  beforeAsking(
    'the event closes before somebody asks for a seat in the lane',
    register('b'),
    update({ status: 'CLOSED' }),
  ),
  beforeAsking(
    'the event changes hands before its organizer asks for somebody’s seat in the lane',
    register('b', { as: 'olga' }),
    update({ organizer: 'oscar' }),
  ),
  inLane(
    'the last seat of an event without waitlist is taken before somebody asks for it in the lane',
    2,
    ['a'],
    async (director) => {
      await director.meanwhile(register('b'), 'delay', director.writingTicket('PutItem'), () =>
        director.play.call(register('c')),
      );
      return director.verdict();
    },
    { waitlistEnabled: false },
  ),
  beforeCommitting('the event closes before a group is committed', update({ status: 'CLOSED' })),
  {
    name: 'the event is deleted and created again before a group is committed',
    async run(director) {
      await director.given(1, ['a', 'b', 'd', 'e']);
      await director.sendToLane();
      await director.meanwhile(register('c'), 'delay', director.serving('c'), async () => {
        await director.sendToLane(false);
        await director.play.call(update({ capacity: 4 }));
        await director.startAnew(['b', 'd', 'e']);
      });
      return director.verdict();
    },
  },
  inLane('two ask for the last seat in the lane', 2, ['a'], async (director) => {
    await director.askUnwatched(register('c'));
    await director.play.call(register('b'));
    return director.verdict();
  }),
  inLane('three join the queue in one group', 1, ['a'], async (director) => {
    await callTogether(director, register('b'), register('c'), register('d'));
    return director.verdict();
  }),
  inLane('two give their seats to the queue in one group', 2, ['a', 'b', 'c', 'd'], async (director) => {
    await callTogether(director, leave('a', 'olga'), leave('b', 'olga'));
    return director.verdict();
  }),
  inLane('two give their seats back in one group', 3, ['a', 'b'], async (director) => {
    await callTogether(director, leave('a'), leave('b'));
    return director.verdict();
  }),
  inLane('two leave the queue in one group', 1, ['a', 'b', 'c', 'd'], async (director) => {
    await callTogether(director, leave('b'), leave('c'));
    await director.play.call(look('d'));
    await director.play.call({ name: 'getEvent', as: 'admin' });
    return director.verdict();
  }),
  inLane('somebody asks twice for a seat in the lane', 3, ['a'], async (director) => {
    await director.askUnwatched(register('b'));
    await director.play.call(register('b', { clientRequestId: 'again' }));
    return director.verdict();
  }),
  inLane('somebody asks for a seat in the lane who has one already', 3, ['a'], async (director) => {
    await director.ask('a');
    await director.play.call(register('b'));
    return director.verdict();
  }),
  inLane('somebody asks for a place in the lane who has a seat already', 1, ['a'], async (director) => {
    await director.ask('a');
    await director.play.call(register('b'));
    return director.verdict();
  }),
  inLane('somebody asks twice for a place in the lane', 1, ['a'], async (director) => {
    await director.askUnwatched(register('b'));
    await director.play.call(register('b', { clientRequestId: 'again' }));
    return director.verdict();
  }),
  inLane('somebody leaves a cancelled event in the lane while others wait', 1, ['a', 'b'], async (director) => {
    await director.play.call(update({ status: 'CANCELLED' }));
    await director.play.call(leave('a'));
    return director.verdict();
  }),
  inLane(
    'newcomers come in the lane to a seat that stands free beside a waiting person',
    1,
    ['a', 'b'],
    async (director) => {
      await director.changeEvent({ capacity: 2 });
      await director.play.call(register('c'));
      const { registrationStatus } = (await director.registration('c')) ?? {};
      return registrationStatus === 'WAITLISTED' ? [] : ['a newcomer got a seat before a waiting person'];
    },
  ),
  inLane('the queue’s tail lies in the future when somebody joins in the lane', 1, ['a'], async (director) => {
    await director.changeEvent({ waitlistTail: LATER });
    await director.play.call(register('b'));
    const { waitlistedAt = '' } = (await director.registration('b')) ?? {};
    return waitlistedAt > LATER ? [] : [`somebody joined at ${waitlistedAt}, before the tail ${LATER}`];
  }),
  inLane('an entry lies where a group will join', 1, ['a'], async (director) => {
    await director.changeEvent({ waitlistTail: LATER, waitlistCount: 1 });
    const lying = LATER.replace('.000Z', '.001Z');
    await director.addEntry('b', lying);
    const refused = director.stop('hold', director.serving('b'));
    const again = director.stop('delay', director.serving('b'));
    const call = director.play.call(register('b'));
    await refused.reached;
    refused.release();
    await Promise.race([call, again.reached]);
    const [entry] = await director.entries();
    const isOverwritten = entry?.createdAt !== lying;
    if (!isOverwritten) {
      await director.remove(entry);
    }
    again.release();
    await call;
    return isOverwritten ? ['an entry was overwritten'] : [];
  }),
  inLane('a ticket is taken back before a group serves it', 4, ['a'], async (director) => {
    const asking = await director.ask('c');
    await director.meanwhile(register('b'), 'delay', director.serving('c'), () => director.takeBack(asking));
    return director.verdict();
  }),
  inLane('a ticket to leave is taken back before a group serves it', 4, ['a', 'c'], async (director) => {
    const asking = await director.ask('c', { wish: { kind: 'leaveSeat', pinned: 'first-c', begunAt: LATER } });
    await director.meanwhile(leave('a'), 'delay', director.serving('c'), () => director.takeBack(asking));
    return director.verdict();
  }),
  inLane('a ticket is taken back before it is refused', 4, ['a', 'b'], async (director) => {
    const asking = await director.ask('b');
    await director.meanwhile(register('c'), 'delay', director.writingTicket('UpdateItem', 'REFUSED'), () =>
      director.takeBack(asking),
    );
    const { tickets } = await director.lane();
    return tickets.map((ticket) => `a ticket that was taken back is there again: ${JSON.stringify(ticket)}`);
  }),
  inLane('a ticket is found after its deadline', 3, ['a'], async (director) => {
    const asking = await director.ask('c', { deadlineMs: Date.now() - 1000 });
    await workThrough(director);
    await director.takeBack(asking);
    return director.verdict();
  }),
  inLane('a ticket is found after its decidedBy', 3, ['a'], async (director) => {
    await director.askTooLate('c');
    await director.play.call(look('c'));
    await workThrough(director);
    return director.verdict();
  }),
  inLane('somebody gives up whose ticket nobody serves', 3, ['a'], async (director) => {
    const answer = await giveUp(director, () => Promise.resolve());
    const { tickets } = await director.lane();
    await director.freeLease();
    await workThrough(director);
    const isNothing = JSON.stringify(answer).includes('"NONE"');
    return [
      ...(await director.verdict()),
      ...(isNothing ? [] : [`answers ${JSON.stringify(answer)}, not Busy`]),
      ...tickets.map((ticket) => `a ticket is left that was given up: ${JSON.stringify(ticket)}`),
    ];
  }),
  inLane('somebody gives up whose ticket is being served', 3, ['a'], async (director) => {
    let lastLookMs = 0;
    // At once: whoever gives up looks for a moment only. Where the machine was too slow for that, it is not known.
    const answer = await giveUp(director, async (asking) => {
      lastLookMs = asking.deadlineMs + LAST_LOOK_MS;
      await Promise.all([director.takeBack(asking), director.addSeat('b', asking.requestId)]);
    });
    const isInTime = Date.now() <= lastLookMs;
    await director.freeLease();
    const right = isInTime ? ['"REGISTERED"'] : ['"REGISTERED"', '"UNKNOWN"'];
    return right.some((word) => JSON.stringify(answer).includes(word))
      ? []
      : [`answers ${JSON.stringify(answer)}, not the seat`];
  }),
  inLane('somebody gives up whose ticket to leave is being served', 3, ['a', 'b'], async (director) => {
    const wish: Wish = { kind: 'leaveSeat', pinned: null, begunAt: LATER };
    const answer = await giveUp(director, (asking) => director.serveLeaver('b', asking), wish);
    await director.freeLease();
    // On a slow machine the time may be over before the ticket is seen: then it is not known what has become of it.
    return JSON.stringify(answer).includes('"NONE"') ? [`answers ${JSON.stringify(answer)}, but the seat is gone`] : [];
  }),
  leavingLate('a ticket to leave is found whose registration has ended, and there is a newer one', {
    kind: 'leaveSeat',
    pinned: null,
    begunAt: LONG_AGO,
  }),
  leavingLate('a ticket to leave is found whose registration has ended, and there is another one', {
    kind: 'leaveSeat',
    pinned: 'another',
    begunAt: LATER,
  }),
  {
    name: 'a ticket to leave the queue is found whose place has become a seat',
    async run(director) {
      await director.given(1, ['a', 'b', 'c']);
      await director.ask('b', { wish: wishToLeave((await director.registration('b')) as RegistrationItem) });
      await director.play.call(leave('a'));
      await director.sendToLane();
      await workThrough(director);
      return director.verdict();
    },
  },
  {
    name: 'a ticket to leave the queue is found whose place was given up for another',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.ask('b', { wish: wishToLeave((await director.registration('b')) as RegistrationItem) });
      await director.play.call(leave('b'));
      await director.play.call(register('b', { clientRequestId: 'first-b' }));
      await director.sendToLane();
      await workThrough(director);
      return director.verdict();
    },
  },
  {
    name: 'a conflict hides that somebody waits',
    async run(director) {
      await director.given(1, ['a', 'b']);
      director.hideReason(0);
      await director.play.call(leave('b'));
      return director.verdict();
    },
  },
  inLane(
    'the resolver leaves a ticket to leave, which is served, and is not told of it',
    1,
    ['a', 'b'],
    async (director) => {
      await director.meanwhile(leave('a'), 'lose', director.writingTicket('PutItem'), () => workThrough(director));
      return director.verdict();
    },
  ),
  inLane(
    'the resolver leaves a ticket to leave, which is served and swept, and is not told of it',
    1,
    ['a', 'b'],
    async (director) => {
      await director.meanwhile(leave('a'), 'lose', director.writingTicket('PutItem'), async () => {
        await workThrough(director);
        await director.sweepLane();
      });
      return director.verdict({ mayBeBusy: true });
    },
  ),
  inLane('AppSync puts a ticket to leave twice, which is served in between', 1, ['a', 'b'], async (director) => {
    await director.putTwice(leave('a'), () => workThrough(director));
    return director.verdict();
  }),
  {
    name: 'the Lambda leaves a ticket to leave, which is served and swept, and is not told of it',
    async run(director) {
      await director.given(1, ['a', 'b']);
      const { outcome, release } = await director.until('hold', director.writing('a'), () =>
        director.play.call(leave('a')),
      );
      await director.sendToLane();
      const left = await director.until('lose', director.writingTicket('PutItem'), release);
      await workThrough(director);
      await director.sweepLane();
      left.release();
      await outcome;
      return director.verdict({ mayBeBusy: true });
    },
  },
  inLane('the resolver’s ticket does not arrive', 3, ['a'], async (director) => {
    director.fail(director.writingTicket('PutItem'));
    await director.play.call(register('b'));
    return director.verdict();
  }),
  inLane('who worked through the lane has died', 1, ['a'], async (director) => {
    await director.holdLease(-1000);
    await director.play.call(register('b'));
    return director.verdict();
  }),
  inLane('the Lambda is killed before it commits a group', 1, ['a'], async (director) => {
    await director.meanwhile(register('b'), 'hold', director.writingLease('UpdateItem'), async () =>
      director.killLambda(),
    );
    await director.freeLease();
    await workThrough(director);
    const isServed = (await director.registration('b')) !== undefined;
    return isServed ? director.verdict({ mayBeBusy: true }) : ['the ticket of who was killed is not served'];
  }),
  inLane('two work through the lane at once', 1, ['a'], async (director) => {
    await director.askUnwatched(register('c'));
    await director.meanwhile(register('b'), 'delay', director.serving('b'), async () => {
      await director.freeLease();
      await workThrough(director);
    });
    return director.verdict();
  }),
];
