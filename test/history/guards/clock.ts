import { replaceCode } from '../edit.ts';
import { withoutClause } from './clause.ts';
import type { Guard } from './guard.ts';

const PLAN = 'lambda/promoteFromWaitlist/lane/planGroup.ts';

/** What an event’s window and the order of its times rest on. */
export const CLOCK: Guard[] = [
  {
    name: 'reserveSeat: opened',
    edits: [withoutClause('reserveSeat', 'hasOpened(request.begunAt)')],
    caughtBy: 'somebody registers before registering opens',
  },
  {
    name: 'reserveSeat: not closed',
    edits: [withoutClause('reserveSeat', 'hasNotClosed(request.begunAt)')],
    caughtBy: 'somebody registers after registering has closed',
  },
  {
    name: 'joinWaitlist: opened',
    edits: [withoutClause('joinWaitlist', 'hasOpened(request.begunAt)')],
    caughtBy: 'registering is put off before somebody joins the queue',
  },
  {
    name: 'joinWaitlist: not closed',
    edits: [withoutClause('joinWaitlist', 'hasNotClosed(request.begunAt)')],
    caughtBy: 'registering closes before somebody joins the queue',
  },
  {
    name: 'reserveSeat, joinWaitlist: opened',
    edits: [withoutClause('hasOpened', "either(lacks('opensAt'), isNotAfter('opensAt', begunAt))")],
    caughtBy: 'somebody registers before registering opens',
  },
  {
    name: 'reserveSeat, joinWaitlist: not closed',
    edits: [withoutClause('hasNotClosed', "either(lacks('closesAt'), isAfter('closesAt', begunAt))")],
    caughtBy: 'somebody registers after registering has closed',
  },
  {
    name: 'a group: within the window, as read',
    edits: [replaceCode(PLAN, '&& isWithin(event, wish.begunAt ?? askedAt)', '')],
    caughtBy: 'a ticket of before the opening is found after it',
  },
  {
    name: 'a group: by when the request began',
    edits: [replaceCode(PLAN, 'wish.begunAt ?? askedAt', 'askedAt')],
    caughtBy: 'a ticket of before the closing is found after it',
  },
  {
    name: 'registerForEvent: a further ticket keeps when the request began',
    edits: [replaceCode('domain/lane/ticket.ts', "wish: { kind: 'register', begunAt }", "wish: { kind: 'register' }")],
    caughtBy: 'somebody who asked in time is refused once, and asks again in the lane',
  },
  {
    name: 'updateEvent: times in order',
    edits: [replaceCode('domain/event/updateEvent.ts', '...inOrder(patch),', '')],
    caughtBy: 'an event is put off beyond its end',
  },
  {
    name: 'raiseCapacity: times in order',
    edits: [replaceCode('domain/waitlist/raiseCapacity.ts', '...inOrder(patch),', '')],
    caughtBy: 'an event is put off while its capacity is raised and its end is set',
  },
  {
    name: 'updateEvent, raiseCapacity: endsAt >= new date',
    edits: [withoutClause('endsNotBefore', "either(lacks('endsAt'), isNotBefore('endsAt', date))")],
    caughtBy: 'an event is put off beyond its end',
  },
  {
    name: 'updateEvent, raiseCapacity: date <= new endsAt',
    edits: [withoutClause('beginsNotAfter', "isNotAfter('date', endsAt)")],
    caughtBy: 'an event is to end before it begins',
  },
  {
    name: 'updateEvent, raiseCapacity: closesAt > new opensAt',
    edits: [withoutClause('closesAfter', "either(lacks('closesAt'), isAfter('closesAt', opensAt))")],
    caughtBy: 'registering is to open after it has closed',
  },
  {
    name: 'updateEvent, raiseCapacity: opensAt < new closesAt',
    edits: [withoutClause('opensBefore', "either(lacks('opensAt'), isBefore('opensAt', closesAt))")],
    caughtBy: 'registering is to close before it opens',
  },
];
