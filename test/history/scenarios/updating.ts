import { create, leave, remove, update } from './director.ts';
import type { Scenario } from './scenario.ts';

export const UPDATING: Scenario[] = [
  {
    name: 'two raise the capacity at once',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
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
    name: 'the event changes hands while an admin deletes it',
    async run(director) {
      await director.given(1, []);
      await director.meanwhile(remove('admin'), 'hold', director.readingWithDetails(), () =>
        director.play.call(update({ organizer: 'oscar' }), 2),
      );
      await director.play.call(create({ as: 'oscar' }));
      return director.verdict({ mayBeBusy: true });
    },
  },
  {
    name: 'somebody leaves the queue who is about to be promoted by a raised capacity',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      await director.meanwhile(update({ capacity: 3 }), 'hold', director.readingQueue(), () =>
        director.play.call(leave('b')),
      );
      return director.verdict();
    },
  },
];
