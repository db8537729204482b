import { registrationKey } from '../../../domain/keys.ts';
import { create, leave, remove, update } from './director.ts';
import type { Scenario } from './scenario.ts';

export const UPDATING: Scenario[] = [
  {
    name: 'two raise the capacity at once',
    async run(director) {
      // One more waits than is promoted, so that the queue looks the same to both.
      await director.given(1, ['a', 'b', 'c', 'd', 'e']);
      await director.meanwhile(update({ capacity: 3 }), 'hold', director.readingEvent(), () =>
        director.play.call(update({ capacity: 2 }), 2),
      );
      return director.verdict();
    },
  },
  {
    name: 'the event is cancelled while its capacity is raised',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.meanwhile(update({ capacity: 2 }), 'hold', director.readingQueue(), () =>
        director.play.call(update({ status: 'CANCELLED' }), 2),
      );
      return director.verdict();
    },
  },
  {
    name: 'the event changes hands while its organizer raises its capacity',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.meanwhile(update({ capacity: 2 }, 'olga'), 'hold', director.readingQueue(), () =>
        director.play.call(update({ organizer: 'oscar' }), 2),
      );
      return director.verdict();
    },
  },
  {
    name: 'the event is changed while an older form raises its capacity',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.meanwhile(update({ capacity: 2, ifVersion: 3 }), 'hold', director.readingQueue(), () =>
        director.play.call(update({ waitlistEnabled: false }), 2),
      );
      return director.verdict();
    },
  },
  {
    name: 'the event changes hands while an admin deletes it',
    async run(director) {
      await director.given(1, []);
      await director.meanwhile(remove('admin'), 'hold', director.readingInBatch(), () =>
        director.play.call(update({ organizer: 'oscar' }), 2),
      );
      await director.play.call(create({ as: 'oscar' }));
      return director.verdict();
    },
  },
  {
    name: 'an event is deleted with a free seat beside somebody who waits',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.remove(registrationKey(director.play.ids.userId('a'), director.play.ids.eventId));
      await director.changeEvent({ currentRegistrations: 0 });
      const { play } = director;
      await play.call(remove('olga'));
      const [event] = (await play.items()).filter(({ entityType }) => entityType === 'Event');
      return event === undefined ? ['an event is gone for which somebody waits'] : [];
    },
  },
  {
    name: 'the event is deleted and created again while it is deleted',
    async run(director) {
      await director.given(1, []);
      await director.meanwhile(remove('olga'), 'hold', director.readingInBatch(), async () => {
        await director.play.call(remove('olga'), 2);
        await director.play.call(create(), 2);
      });
      const [event] = (await director.play.items()).filter(({ entityType }) => entityType === 'Event');
      return event === undefined ? ['an event is gone that was not there when it was read'] : [];
    },
  },
  {
    name: 'an event is cancelled while it is deleted, and its people are told, and leave',
    async run(director) {
      await director.given(1, ['a']);
      await director.meanwhile(remove('olga'), 'hold', director.readingInBatch(), async () => {
        await director.play.call(update({ status: 'CANCELLED' }), 2);
        director.catchUp();
        await director.tell();
        await director.play.call(leave('a'), 2);
      });
      return director.verdict();
    },
  },
  {
    name: 'a cancelled event is deleted with its people, while others write to it',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.play.call(update({ status: 'CANCELLED' }));
      director.refuse(director.writing());
      await director.play.call(remove('olga'));
      return director.verdict({ mayBeBusy: true });
    },
  },
  {
    name: 'somebody leaves the queue who is about to be promoted by a raised capacity',
    async run(director) {
      // As many are left as were seen, so that the count alone does not tell.
      await director.given(1, ['a', 'b', 'c', 'd', 'e']);
      await director.meanwhile(update({ capacity: 3 }), 'hold', director.readingQueue(), () =>
        director.play.call(leave('b')),
      );
      return director.verdict();
    },
  },
];
