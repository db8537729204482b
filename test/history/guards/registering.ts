import { ANYTHING, withoutClause, withoutOrganizer, type Guard } from './guard.ts';

const SEAT = 'domain/registration/reserveSeat.ts';
const QUEUE = 'domain/waitlist/joinWaitlist.ts';

const USER_EXISTS = (file: string) => ({
  file,
  find: 'userExists(request.userId),',
  replace: `{ ...userExists(request.userId), condition: ${ANYTHING} },`,
});
const TAIL = withoutClause(QUEUE, '#if_waitlistTail < :if_waitlistedAt');
const VERSION = withoutClause(QUEUE, '#if_waitlistVersion = :if_waitlistVersion');

export const REGISTERING: Guard[] = [
  {
    name: 'createUser: user absent',
    edits: [{ file: 'domain/user/user.ts', find: ', condition: absent()', replace: '' }],
    caughtBy: 'a user is created twice',
  },
  {
    name: 'updateUser: user exists',
    edits: [{ file: 'domain/user/user.ts', find: 'update, condition: exists() }', replace: `update, condition: ${ANYTHING} }` }],
    caughtBy: 'somebody is renamed who does not exist',
  },
  { name: 'reserveSeat: user exists', edits: [USER_EXISTS(SEAT)], caughtBy: 'a stranger registers' },
  {
    name: 'reserveSeat, joinWaitlist: user exists',
    edits: [{ file: 'domain/user/user.ts', find: 'key: userKey(userId), condition: exists()', replace: `key: userKey(userId), condition: ${ANYTHING}` }],
    caughtBy: 'a stranger registers',
  },
  { name: 'reserveSeat: OPEN', edits: [withoutClause(SEAT, '#if_status = :if_open')], caughtBy: 'somebody registers for an event that is closed' },
  {
    name: 'reserveSeat: currentRegistrations < capacity',
    edits: [withoutClause(SEAT, '#if_currentRegistrations < #if_capacity')],
    caughtBy: 'more people come than there are seats',
  },
  {
    name: 'reserveSeat: waitlistCount = 0 (implied while nothing is damaged)',
    edits: [withoutClause(SEAT, '#if_waitlistCount = :if_zero')],
    caughtBy: 'newcomers come to a seat that stands free beside a waiting person',
  },
  { name: 'reserveSeat: organizer', edits: withoutOrganizer(SEAT), caughtBy: 'an organizer registers somebody for the event of another' },
  { name: 'reserveSeat: no registration yet', edits: [{ file: SEAT, find: 'condition: absent(),', replace: '' }], caughtBy: 'somebody registers twice' },
  { name: 'joinWaitlist: user exists (implied by reserveSeat’s)', edits: [USER_EXISTS(QUEUE)], caughtBy: 'a user vanishes before joining the queue' },
  { name: 'joinWaitlist: OPEN', edits: [withoutClause(QUEUE, '#if_status = :if_open')], caughtBy: 'the event closes before somebody joins its queue' },
  {
    name: 'joinWaitlist: waitlistEnabled',
    edits: [withoutClause(QUEUE, '#if_waitlistEnabled = :if_true')],
    caughtBy: 'the waitlist is switched off before somebody joins it',
  },
  {
    name: 'joinWaitlist: full or somebody waiting',
    edits: [withoutClause(QUEUE, '#if_currentRegistrations >= #if_capacity OR #if_waitlistCount > :if_zero')],
    caughtBy: 'a seat becomes free before somebody joins the queue',
  },
  { name: 'joinWaitlist: waitlistVersion as read', edits: [VERSION], caughtBy: 'somebody else joins the queue first' },
  {
    name: 'joinWaitlist: createdAt as read',
    edits: [withoutClause(QUEUE, '#if_createdAt = :if_createdAt')],
    caughtBy: 'the event is deleted and created again before somebody joins its queue',
  },
  {
    name: 'joinWaitlist: waitlistTail < timestamp (implied by waitlistVersion)',
    edits: [TAIL],
    caughtBy: 'the queue’s tail lies in the future before somebody joins',
  },
  { name: 'joinWaitlist: organizer', edits: withoutOrganizer(QUEUE), caughtBy: 'the event changes hands before its organizer adds somebody to the queue' },
  {
    name: 'joinWaitlist: entry absent (implied by waitlistTail)',
    edits: [{ file: QUEUE, find: 'updatedAt: now,\n      },\n      condition: absent(),', replace: 'updatedAt: now,\n      },' }],
    caughtBy: 'an entry lies where somebody will join',
  },
  {
    name: 'joinWaitlist: no registration yet',
    edits: [{ file: QUEUE, find: 'waitlistedAt, joinedPosition },\n      condition: absent(),', replace: 'waitlistedAt, joinedPosition },' }],
    caughtBy: 'the same person gets a seat before joining the queue',
  },
];
