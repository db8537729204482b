import { leave, register, update, type Director } from './director.ts';
import type { Scenario } from './scenario.ts';
import type { ApiOperation } from '../stage/perform.ts';

/** Somebody has seen a full event, and is about to join its queue, when something else happens. */
export const beforeJoining = (name: string, others: ApiOperation[], call: ApiOperation = register('b')): Scenario => ({
  name,
  async run(director: Director) {
    await director.given(1, ['a']);
    await director.meanwhile(call, 'hold', director.writing('b'), async () => {
      for (const other of others) {
        await director.play.call(other);
      }
    });
    return director.verdict();
  },
});

export const JOINING: Scenario[] = [
  beforeJoining('the event closes before somebody joins its queue', [update({ status: 'CLOSED' })]),
  beforeJoining('the waitlist is switched off before somebody joins it', [update({ waitlistEnabled: false })]),
  beforeJoining('a seat becomes free before somebody joins the queue', [leave('a')]),
  beforeJoining('somebody else joins the queue first', [register('c')]),
  beforeJoining('the same person gets a seat before joining the queue', [leave('a'), register('b')]),
  beforeJoining(
    'the event changes hands before its organizer adds somebody to the queue',
    [update({ organizer: 'oscar' })],
    register('b', { as: 'olga' }),
  ),
  {
    name: 'somebody else joins the queue first, again and again',
    async run(director) {
      await director.given(1, ['a']);
      await director.meanwhile(register('b'), 'hold', director.writing('b'), async () => {
        await director.play.call(register('c'));
        const again = director.stop('hold', director.writing('b'));
        void again.reached.then(async () => {
          const last = await director.until('hold', director.readingEvent(), again.release);
          await director.play.call(register('d'));
          last.release();
        });
      });
      return director.verdict();
    },
  },
  {
    name: 'the event is deleted and created again before somebody joins its queue',
    async run(director) {
      await director.given(1, ['a', 'b', 'd', 'e']);
      await director.meanwhile(register('c'), 'hold', director.writing('c'), () => director.startAnew(['b', 'd', 'e']));
      return director.verdict();
    },
  },
  {
    name: 'a conflict hides that somebody is registered already',
    async run(director) {
      await director.given(1, ['a'], { waitlistEnabled: false });
      director.hideReason(2);
      await director.play.call(register('a'));
      return director.verdict();
    },
  },
  {
    name: 'newcomers come to a seat that stands free beside a waiting person',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.changeEvent({ capacity: 2 });
      await director.play.call(register('c'));
      const { registrationStatus } = (await director.registration('c')) ?? {};
      return registrationStatus === 'WAITLISTED' ? [] : ['a newcomer got a seat before a waiting person'];
    },
  },
  {
    name: 'a user vanishes before joining the queue',
    async run(director) {
      await director.given(1, ['a']);
      const { userId } = director.play.ids;
      const user = (await director.play.items()).find(
        (item) => item.entityType === 'User' && item.userId === userId('b'),
      );
      await director.meanwhile(register('b'), 'hold', director.writing('b'), () =>
        director.remove(user as { PK: string; SK: string }),
      );
      return (await director.registration('b')) === undefined ? [] : ['somebody who does not exist waits'];
    },
  },
  {
    name: 'the queue’s tail lies in the future before somebody joins',
    async run(director) {
      const tail = '2090-01-01T00:00:00.000Z';
      await director.given(1, ['a']);
      await director.meanwhile(register('b'), 'hold', director.writing('b'), () =>
        director.changeEvent({ waitlistTail: tail }),
      );
      const { waitlistedAt = '' } = (await director.registration('b')) ?? {};
      return waitlistedAt > tail ? [] : [`somebody joined at ${waitlistedAt}, before the tail ${tail}`];
    },
  },
  {
    name: 'an entry lies where somebody will join',
    async run(director) {
      await director.given(1, ['a']);
      await director.changeEvent({ waitlistTail: '2090-01-01T00:00:00.000Z', waitlistCount: 1 });
      await director.addEntry('b', '2090-01-01T00:00:00.001Z');
      let isOverwritten = false;
      await director.meanwhile(register('b'), 'hold', director.writingEntry('b'), async () => {
        const [entry] = await director.entries();
        isOverwritten = entry?.createdAt !== '2090-01-01T00:00:00.001Z';
        if (entry !== undefined && !isOverwritten) {
          await director.remove(entry);
        }
      });
      return isOverwritten ? ['an entry was overwritten'] : [];
    },
  },
];
