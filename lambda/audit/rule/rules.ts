/**
 * What `--repair` does about a finding: set the event's numbers to what is stored, take an entry out (or write it where
 * it belongs), give a registration the moment of its entry, write down who has left the queue, promote onto free seats,
 * delete an item of the lanes.
 */
export type Repair = 'recount' | 'drop' | 'restamp' | 'note' | 'promote' | 'sweep';

interface Rule {
  finding: string;
  /** Null: no change is safe without knowing more than the table does. */
  repair: Repair | null;
  /** What a person should do. */
  advice: string;
}

const RUN_REPAIR = 'run `npm run audit -- --repair`';
const CORRECT = 'find out who wrote it, and correct or delete the item by hand';
const TALK = 'nothing can be undone: tell the organizer';

/** Every promise about stored items that can be found broken; the documentation has a row for each. */
export const RULES = {
  'item.unknown': { finding: 'an item of no kind that the system stores', repair: null, advice: CORRECT },
  'item.malformed': {
    finding: 'an item whose key or attributes are not as they are written',
    repair: null,
    advice: CORRECT,
  },
  'event.registrationCount': {
    finding: '`currentRegistrations` is not the number of REGISTERED registrations',
    repair: 'recount',
    advice: RUN_REPAIR,
  },
  'event.waitlistCount': {
    finding: '`waitlistCount` is not the number of waitlist entries',
    repair: 'recount',
    advice: RUN_REPAIR,
  },
  'event.waitlistTail': {
    finding: '`waitlistTail` is older than the newest entry, or later than anybody can have joined',
    repair: 'recount',
    advice: RUN_REPAIR,
  },
  'event.freeSeat': {
    finding: 'a free seat beside a waiting person in a live event',
    repair: 'promote',
    advice: RUN_REPAIR,
  },
  'event.oversold': {
    finding: 'more people registered than the capacity',
    repair: null,
    advice: 'raise the capacity to those registered, or let seats be given up until there are no more than that',
  },
  'event.times': {
    finding: 'an event that closes before it has opened, or ends before it begins',
    repair: null,
    advice: 'set its times with `updateEvent`; nobody can register while it closes before it opens',
  },
  'event.overtaken': {
    finding: 'somebody was promoted in turn who had joined later than somebody who still waits',
    repair: null,
    advice: TALK,
  },
  'queue.sameMoment': {
    finding: 'two entries of one queue with the same timestamp',
    repair: null,
    advice: 'let one of the two leave and join again',
  },
  'queue.joinedDepartures': {
    finding: '`waitlistJoins` says that fewer people have left than entries have moved up by, or than had left before',
    repair: 'recount',
    advice: RUN_REPAIR,
  },
  'queue.joinedPosition': {
    finding: 'an entry says that fewer people were ahead when it joined than are ahead now',
    repair: null,
    advice: 'harmless, and over when the person leaves or is promoted',
  },
  'queue.leavers': {
    finding: 'the pages of those who have left out of turn do not fit who is there: positions are wrong',
    repair: 'note',
    advice: RUN_REPAIR,
  },
  'queue.leaversUnknown': {
    finding: 'somebody has left of whom no page knows: positions are right, but cost a read unit for each 20 people',
    repair: 'note',
    advice: RUN_REPAIR,
  },
  'entry.withoutEvent': { finding: 'a waitlist entry of a missing event', repair: null, advice: 'delete it by hand' },
  'entry.misplaced': {
    finding: 'a waitlist entry under the key of another person or moment than it names',
    repair: 'drop',
    advice: RUN_REPAIR,
  },
  'entry.withoutRegistration': {
    finding: 'a waitlist entry of somebody without a registration',
    repair: 'drop',
    advice: RUN_REPAIR,
  },
  'entry.ofRegistered': { finding: 'a waitlist entry of somebody who has a seat', repair: 'drop', advice: RUN_REPAIR },
  'entry.second': { finding: 'a second waitlist entry of somebody who waits', repair: 'drop', advice: RUN_REPAIR },
  'entry.otherMoment': {
    finding: 'the only waitlist entry of somebody whose registration has another `waitlistedAt`, or none',
    repair: 'restamp',
    advice: RUN_REPAIR,
  },
  'registration.withoutEvent': {
    finding: 'a registration for a missing event',
    repair: null,
    advice: 'delete it by hand',
  },
  'registration.withoutUser': {
    finding: 'a registration of a missing user',
    repair: null,
    advice: 'create the user again, or unregister them as an admin',
  },
  'event.notCleared': {
    finding: 'a cancelled event whose deletion was asked for a day ago, and which is there still',
    repair: null,
    advice: 'call `deleteEvent` once more, which begins it anew; if it is there an hour later, see the runbook',
  },
  'event.notTold': {
    finding: 'an event with people in it that was cancelled a day ago, and nobody has begun to tell them',
    repair: null,
    advice: 'call `updateEvent` with `status: CANCELLED` once more, which begins it',
  },
  'cancellation.notCompleted': {
    finding: 'the people of an event that was cancelled a day ago, of whom some are not told',
    repair: null,
    advice: 'repair what the event counts, and have `cascade` tell them (see CascadeLetters in the runbook)',
  },
  'user.notErased': {
    finding: 'a user whose deletion was asked for a day ago, and who is there still',
    repair: null,
    advice: 'call `deleteUser` once more, which begins it anew; if they are there an hour later, see the runbook',
  },
  'registration.withoutEntry': {
    finding: 'a WAITLISTED registration without any waitlist entry: nobody will ever promote it',
    repair: null,
    advice: 'put the entry back by hand, as the registration says, and run `npm run audit -- --repair`',
  },
  'cancellation.withoutEvent': {
    finding: 'how far telling has come of a missing event',
    repair: null,
    advice: 'harmless; delete it by hand',
  },
  'details.withoutEvent': { finding: 'the description of a missing event', repair: null, advice: 'delete it by hand' },
  'leavers.withoutEvent': {
    finding: 'a page of those who have left the queue of a missing event, or of one that had the id before',
    repair: null,
    advice: 'delete it by hand: nothing reads it',
  },
  'deletedEvent.withEvent': {
    finding: 'what a deleted event leaves, in place of the description of an event that is there',
    repair: null,
    advice: 'store the description again (`updateEvent`), which takes its place',
  },
  'lane.unknown': {
    finding: 'an item in the table of the lanes that is neither ticket nor lease',
    repair: null,
    advice: 'find out who wrote it, and delete it by hand',
  },
  'lane.malformed': {
    finding: 'a ticket or lease whose attributes are not as they are written',
    repair: 'sweep',
    advice: RUN_REPAIR,
  },
  'lane.misplaced': {
    finding: 'a ticket or lease whose key is not the one that its attributes make: nobody can serve it',
    repair: 'sweep',
    advice: RUN_REPAIR,
  },
  'lane.farAhead': {
    finding: 'a ticket or lease that ends later than any can',
    repair: 'sweep',
    advice: RUN_REPAIR,
  },
  'lane.notSwept': {
    finding: 'a ticket or lease that ended a day ago and is there still',
    repair: 'sweep',
    advice: 'find out why `sweepLanes` does not run, and run `npm run audit -- --repair`',
  },
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;
