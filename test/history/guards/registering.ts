import { replaceCode, type Edit } from '../edit.ts';
import { withoutClause, withoutOrganizer } from './clause.ts';
import type { Guard } from './guard.ts';

/** Its condition becomes: there is a user or there is none. */
const withoutUser = (file: string): Edit => {
  const always = `{ expression: 'attribute_exists(#if_PK) OR attribute_not_exists(#if_PK)', names: { '#if_PK': 'PK' }, values: {} }`;
  return replaceCode(file, 'userExists(request.userId)', `{ ...userExists(request.userId), condition: ${always} }`);
};

export const REGISTERING: Guard[] = [
  {
    name: 'createUser: user absent',
    edits: [withoutClause('createUser', 'absent()')],
    caughtBy: 'a user is created twice',
  },
  {
    name: 'updateUser: user exists',
    edits: [withoutClause('updateUser', 'exists()')],
    caughtBy: 'somebody is renamed who does not exist',
  },
  {
    name: 'reserveSeat: user exists',
    edits: [withoutUser('domain/registration/reserveSeat.ts')],
    caughtBy: 'a stranger registers',
  },
  {
    name: 'reserveSeat, joinWaitlist: user exists',
    edits: [withoutClause('userExists', 'exists()')],
    caughtBy: 'a stranger registers',
  },
  {
    name: 'reserveSeat: OPEN',
    edits: [withoutClause('reserveSeat', "is('status', 'OPEN')")],
    caughtBy: 'somebody registers for an event that is closed',
  },
  {
    name: 'reserveSeat: currentRegistrations < capacity',
    edits: [withoutClause('reserveSeat', "isLess('currentRegistrations', 'capacity')")],
    caughtBy: 'more people come than there are seats',
  },
  {
    name: 'reserveSeat: waitlistCount = 0 (implied while nothing is damaged)',
    edits: [withoutClause('reserveSeat', "is('waitlistCount', 0)")],
    caughtBy: 'newcomers come to a seat that stands free beside a waiting person',
  },
  {
    name: 'reserveSeat: organizer',
    edits: [withoutOrganizer('reserveSeat')],
    caughtBy: 'an organizer registers somebody for the event of another',
  },
  {
    name: 'reserveSeat: no registration yet',
    edits: [withoutClause('reserveSeat', 'absent()')],
    caughtBy: 'somebody registers twice',
  },
  {
    name: 'joinWaitlist: user exists (implied by reserveSeat’s)',
    edits: [withoutUser('domain/waitlist/joinWaitlist.ts')],
    caughtBy: 'a user vanishes before joining the queue',
  },
  {
    name: 'joinWaitlist: OPEN',
    edits: [withoutClause('joinWaitlist', "is('status', 'OPEN')")],
    caughtBy: 'the event closes before somebody joins its queue',
  },
  {
    name: 'joinWaitlist: waitlistEnabled',
    edits: [withoutClause('joinWaitlist', "is('waitlistEnabled', true)")],
    caughtBy: 'the waitlist is switched off before somebody joins it',
  },
  {
    name: 'joinWaitlist: full or somebody waiting',
    edits: [
      withoutClause(
        'joinWaitlist',
        "either(isNotLess('currentRegistrations', 'capacity'), isAbove('waitlistCount', 0))",
      ),
    ],
    caughtBy: 'a seat becomes free before somebody joins the queue',
  },
  {
    name: 'joinWaitlist: waitlistVersion as read',
    edits: [withoutClause('joinWaitlist', "is('waitlistVersion', event.waitlistVersion)")],
    caughtBy: 'somebody else joins the queue first',
  },
  {
    name: 'joinWaitlist: createdAt as read',
    edits: [withoutClause('joinWaitlist', "is('createdAt', event.createdAt)")],
    caughtBy: 'the event is deleted and created again before somebody joins its queue',
  },
  {
    name: 'joinWaitlist: waitlistTail < timestamp (implied by waitlistVersion)',
    edits: [withoutClause('joinWaitlist', "isBefore('waitlistTail', waitlistedAt)")],
    caughtBy: 'the queue’s tail lies in the future before somebody joins',
  },
  {
    name: 'joinWaitlist: organizer',
    edits: [withoutOrganizer('joinWaitlist')],
    caughtBy: 'the event changes hands before its organizer adds somebody to the queue',
  },
  {
    name: 'joinWaitlist: entry absent (implied by waitlistTail)',
    edits: [withoutClause('joinWaitlist', 'absent()', 'WaitlistEntryItem')],
    caughtBy: 'an entry lies where somebody will join',
  },
  {
    name: 'joinWaitlist: no registration yet',
    edits: [withoutClause('joinWaitlist', 'absent()', 'RegistrationItem')],
    caughtBy: 'the same person gets a seat before joining the queue',
  },
];
