import { update } from './director.ts';
import type { Scenario } from './scenario.ts';

export const HEALING: Scenario[] = [
  {
    name: 'a seat stands free beside waiting people',
    async run(director) {
      await director.given(1, ['a', 'b', 'c', 'd']);
      await director.changeEvent({ capacity: 3 });
      await director.fillSeats();
      return director.play.violations(null);
    },
  },
  {
    name: 'two heal at once',
    async run(director) {
      await director.given(1, ['a', 'b', 'c']);
      await director.changeEvent({ capacity: 2 });
      const { outcome, release } = await director.until('hold', director.readingEvent(), () => director.fillSeats());
      await director.fillSeats();
      release();
      await outcome;
      return director.play.violations(null);
    },
  },
  {
    name: 'the event is cancelled while it is healed',
    async run(director) {
      await director.given(1, ['a', 'b']);
      await director.changeEvent({ capacity: 2 });
      const { outcome, release } = await director.until('hold', director.readingQueue(), () => director.fillSeats());
      await director.play.call(update({ status: 'CANCELLED' }));
      release();
      await outcome;
      const { registrationStatus } = (await director.registration('b')) ?? {};
      return registrationStatus === 'WAITLISTED' ? [] : ['somebody was promoted in a cancelled event'];
    },
  },
];
