import { replaceCode } from '../edit.ts';
import { withoutClause, withoutOrganizer } from './clause.ts';
import type { Guard } from './guard.ts';
import { ENTRY } from './leaving.ts';

const COUNTED_VERSION = withoutClause('recountEvent', "is('version', read.version)");
const COUNTED_EVENT = withoutClause('recountEvent', "is('createdAt', read.createdAt)");
/** A request that is held up while another call is carried out is not sent again before, however long that takes. */
const PATIENT = replaceCode(
  'lambda/promoteFromWaitlist/table/client.ts',
  'requestTimeout: 2000',
  'requestTimeout: 60_000',
);

export const EVENTS: Guard[] = [
  {
    name: 'createEvent: event absent',
    edits: [withoutClause('createEvent', 'absent()')],
    caughtBy: 'an event is created twice',
  },
  {
    name: 'createEvent: no event of another was deleted',
    edits: [withoutClause('createEvent', "either(lacks('deletedAt'), organizedBy(organizer))")],
    caughtBy: 'somebody registers late for a deleted event, whose id another organizer wants',
  },
  {
    name: 'updateEvent: event exists',
    edits: [withoutClause('updateEvent', 'exists()')],
    caughtBy: 'an event that is not there is changed',
  },
  {
    name: 'updateEvent: status move allowed',
    edits: [withoutClause('statusClauses', "isOneOf('status', statusesBefore(status))")],
    caughtBy: 'a cancelled event is opened',
  },
  {
    name: 'updateEvent: a cancelled DRAFT stays private',
    edits: [
      replaceCode(
        'domain/event/updateEvent.ts',
        "status === undefined || status === 'CANCELLED'",
        'status === undefined',
      ),
    ],
    caughtBy: 'somebody looks for a draft that was cancelled',
  },
  {
    name: 'updateEvent: capacity not below the registrations',
    edits: [withoutClause('capacityClauses', "isAtMost('currentRegistrations', capacity)")],
    caughtBy: 'the capacity falls below the seats taken',
  },
  {
    name: 'updateEvent: a raised capacity promotes nobody',
    edits: [
      withoutClause(
        'capacityClauses',
        "either(either(isAtLeast('capacity', capacity), isAtLeast('currentRegistrations', capacity)), either(is('waitlistCount', 0), not(LIVE)))",
      ),
    ],
    caughtBy: 'the capacity is raised while others wait',
  },
  {
    name: 'updateEvent: organizer',
    edits: [withoutOrganizer('updateEvent')],
    caughtBy: 'an organizer changes the event of another',
  },
  {
    name: 'updateEvent: not changed since the form was filled',
    edits: [replaceCode('domain/event/updateEvent.ts', '...isUnedited(patch),', '')],
    caughtBy: 'an old form is sent',
  },
  {
    name: 'raiseCapacity: not changed since the form was filled',
    edits: [replaceCode('domain/waitlist/raiseCapacity.ts', '...isUnedited(patch),', '')],
    caughtBy: 'the event is changed while an older form raises its capacity',
  },
  {
    name: 'updateEvent, raiseCapacity: editedVersion <= ifVersion',
    edits: [withoutClause('isUnedited', "either(lacks('editedVersion'), isAtMost('editedVersion', ifVersion))")],
    caughtBy: 'an old form is sent',
  },
  {
    name: 'updateEvent: says which version it has led to',
    edits: [replaceCode('domain/event/updateEvent.ts', "? ['editedVersion'] : []", '? [] : []')],
    caughtBy: 'an old form is sent',
  },
  {
    name: 'deleteEvent: currentRegistrations = 0',
    edits: [withoutClause('deleteEvent', "is('currentRegistrations', 0)")],
    caughtBy: 'an event with people is deleted',
  },
  {
    name: 'deleteEvent: waitlistCount = 0',
    edits: [withoutClause('deleteEvent', "is('waitlistCount', 0)")],
    caughtBy: 'an event is deleted with a free seat beside somebody who waits',
  },
  {
    name: 'deleteEvent: organizer',
    edits: [withoutClause('deleteEvent', 'organizedBy(organizer)')],
    caughtBy: 'an organizer deletes the event of another',
  },
  {
    name: 'deleteEvent: organizer as read',
    edits: [withoutClause('deleteEvent', 'organizedBy(organizer)')],
    caughtBy: 'the event changes hands while an admin deletes it',
  },
  {
    name: 'deleteEvent: who is in a cancelled event is no reason',
    edits: [replaceCode('domain/event/deleteEvent.ts', "!isJudged && stored.status === 'CANCELLED'", 'false')],
    caughtBy: 'a cancelled event is deleted with its people, while others write to it',
  },
  {
    name: 'deleteEvent: createdAt as read',
    edits: [withoutClause('deleteEvent', "isStill('createdAt', read.createdAt)")],
    caughtBy: 'the event is deleted and created again while it is deleted',
  },
  {
    name: 'deleteEvent: one created again is another',
    edits: [replaceCode('domain/event/deleteEvent.ts', 'stored.createdAt !== read.createdAt', 'false')],
    caughtBy: 'the event is deleted and created again while it is deleted',
  },
  {
    name: 'deleteEvent: tried again when it was changed',
    edits: [replaceCode('resolvers/shared/deleteEvent.ts', 'changed === null', 'true')],
    caughtBy: 'the event changes hands while an admin deletes it',
  },
  {
    name: 'deleteEvent: not cancelled meanwhile',
    edits: [withoutClause('deleteEvent', "not<EventItem>(is('status', 'CANCELLED'))")],
    caughtBy: 'an event is cancelled while it is deleted, and its people are told, and leave',
  },
  {
    name: 'deleteEvent: the id stays its organizer’s',
    edits: [replaceCode('domain/event/deleteEvent.ts', 'deletedAt: now', 'createdAt: now')],
    caughtBy: 'somebody registers late for a deleted event, whose id another organizer wants',
  },
  {
    name: 'raiseCapacity: registrations as read',
    edits: [withoutClause('raiseCapacity', "is('currentRegistrations', stored.currentRegistrations)")],
    caughtBy: 'two raise the capacity at once',
  },
  {
    name: 'raiseCapacity: from the seats taken, if those are more than the capacity',
    edits: [
      replaceCode(
        'domain/event/seats.ts',
        'Math.max(capacity, currentRegistrations) : currentRegistrations',
        'capacity : currentRegistrations',
      ),
    ],
    caughtBy: 'the capacity is raised while more people have seats than there are',
  },
  {
    name: 'raiseCapacity: live',
    edits: [withoutClause('raiseCapacity', 'LIVE')],
    caughtBy: 'the event is cancelled while its capacity is raised',
  },
  {
    name: 'raiseCapacity: waitlistCount >= seen (implied by the entries)',
    edits: [withoutClause('raiseCapacity', "isAtLeast('waitlistCount', seen)")],
    caughtBy: 'the counter loses a waiting person before a raised capacity promotes them',
  },
  {
    name: 'raiseCapacity: organizer',
    edits: [withoutOrganizer('raiseCapacity')],
    caughtBy: 'the event changes hands while its organizer raises its capacity',
  },
  {
    name: 'fillSeat: live',
    edits: [withoutClause('fillSeat', 'LIVE')],
    caughtBy: 'the event is cancelled while it is healed',
  },
  {
    name: 'fillSeat: currentRegistrations < capacity',
    edits: [withoutClause('fillSeat', "isLess('currentRegistrations', 'capacity')")],
    caughtBy: 'two heal at once',
  },
  {
    name: 'fillSeat: waitlistCount >= seen (implied by the entries)',
    edits: [withoutClause('fillSeat', "isAtLeast('waitlistCount', seen)")],
    caughtBy: 'the counter loses a waiting person before they are healed',
  },
  {
    name: 'mendQueue: version as read',
    edits: [COUNTED_VERSION],
    caughtBy: 'somebody joins while a damaged queue is mended',
  },
  {
    name: 'mendQueue: version as read, with entry exists',
    edits: [COUNTED_VERSION, ENTRY, PATIENT],
    caughtBy: 'two drop the same damaged entry at once',
  },
  {
    name: 'mendQueue: createdAt as read',
    edits: [COUNTED_EVENT],
    caughtBy: 'the event is deleted and created again while a damaged queue is mended',
  },
  {
    name: 'mendQueue: event as read, so that it exists',
    edits: [COUNTED_VERSION, COUNTED_EVENT],
    caughtBy: 'the event vanishes while a damaged entry is dropped',
  },
];
