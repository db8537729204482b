import { create, createUser, erase, register, rename } from './director.ts';
import type { EventItem } from '../../../domain/item.ts';
import { userKey } from '../../../domain/keys.ts';
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
  {
    name: 'somebody signs up again before their old profile is deleted',
    async run(director) {
      await director.given(1, []);
      await director.eraseLongAgo('a');
      const { PK, SK } = userKey(director.play.ids.userId('a'));
      const profile = async () => (await director.play.items()).find((item) => item.PK === PK && item.SK === SK);
      const { outcome, release } = await director.until('delay', director.writingProfile('DeleteItem', 'a'), () =>
        director.sweepUser('a'),
      );
      const { erasingAt, ...fresh } = (await profile())!;
      await director.put(fresh);
      release();
      await outcome;
      return (await profile()) === undefined ? ['somebody is gone who has signed up again'] : [];
    },
  },
  {
    name: 'an event changes hands before its organizer is taken off',
    async run(director) {
      await director.given(1, []);
      await director.eraseLongAgo('a');
      await director.changeEvent({ organizer: director.play.ids.userId('a') });
      director.catchUp();
      const { outcome, release } = await director.until('delay', director.writing(), () => director.sweepUser('a'));
      await director.changeEvent({ organizer: 'oscar' });
      release();
      await outcome;
      const { organizer }: Partial<EventItem> = await director.event();
      return organizer === 'oscar' ? [] : [`the event is ${organizer ?? 'nobody'}’s`];
    },
  },
];
