import { ANYTHING, withoutClause, withoutLive, withoutOrganizer, type Guard } from './guard.ts';

const CREATE = 'domain/event/createEvent.ts';
const UPDATE = 'domain/event/updateEvent.ts';
const DELETE = 'domain/event/deleteEvent.ts';
const RAISE = 'domain/waitlist/raiseCapacity.ts';
const FILL = 'domain/waitlist/fillSeat.ts';
const DROP = 'domain/waitlist/dropEntry.ts';

export const EVENTS: Guard[] = [
  { name: 'createEvent: event absent', edits: [{ file: CREATE, find: ', condition: absent()', replace: '' }], caughtBy: 'an event is created twice' },
  {
    name: 'updateEvent: event exists',
    edits: [
      {
        file: UPDATE,
        find: 'const condition = existsAnd(',
        replace: `const condition = ((clauses, attributes, values) => clauses.length === 0 ? ${ANYTHING} : existsAnd(clauses, attributes, values))(`,
      },
    ],
    caughtBy: 'an event that is not there is changed',
  },
  {
    name: 'updateEvent: status move allowed',
    edits: [{ file: UPDATE, find: 'clauses: [`#if_status IN (${list})`]', replace: 'clauses: [`#if_status IN (${list}) OR NOT #if_status IN (${list})`]' }],
    caughtBy: 'a cancelled event is opened',
  },
  {
    name: 'updateEvent: capacity not below the registrations',
    edits: [withoutClause(UPDATE, '#if_currentRegistrations <= :if_capacity')],
    caughtBy: 'the capacity falls below the seats taken',
  },
  {
    name: 'updateEvent: a raised capacity promotes nobody',
    edits: [withoutClause(UPDATE, '#if_capacity >= :if_capacity OR #if_waitlistCount = :if_zero OR NOT #if_status IN (:if_open, :if_closed)')],
    caughtBy: 'the capacity is raised while others wait',
  },
  { name: 'updateEvent: organizer', edits: withoutOrganizer(UPDATE), caughtBy: 'an organizer changes the event of another' },
  {
    name: 'deleteEvent: currentRegistrations = 0',
    edits: [withoutClause(DELETE, '#if_currentRegistrations = :if_zero')],
    caughtBy: 'an event with people is deleted',
  },
  {
    name: 'deleteEvent: waitlistCount = 0',
    edits: [withoutClause(DELETE, '#if_waitlistCount = :if_zero')],
    caughtBy: 'a cancelled event is deleted for which only the waitlist is left',
  },
  { name: 'deleteEvent: organizer', edits: withoutOrganizer(DELETE), caughtBy: 'an organizer deletes the event of another' },
  { name: 'raiseCapacity: capacity as read', edits: [withoutClause(RAISE, '#if_capacity = :if_capacity')], caughtBy: 'two raise the capacity at once' },
  { name: 'raiseCapacity: live', edits: [withoutLive(RAISE)], caughtBy: 'the event is cancelled while its capacity is raised' },
  {
    name: 'raiseCapacity: waitlistCount >= count (implied by the entries)',
    edits: [withoutClause(RAISE, '#if_waitlistCount >= :if_count')],
    caughtBy: 'the counter loses a waiting person before a raised capacity promotes them',
  },
  { name: 'raiseCapacity: organizer', edits: withoutOrganizer(RAISE), caughtBy: 'the event changes hands while its organizer raises its capacity' },
  { name: 'fillSeat: live', edits: [withoutLive(FILL)], caughtBy: 'the event is cancelled while it is healed' },
  { name: 'fillSeat: currentRegistrations < capacity', edits: [withoutClause(FILL, '#if_currentRegistrations < #if_capacity')], caughtBy: 'two heal at once' },
  {
    name: 'fillSeat: waitlistCount > 0 (implied by the entry)',
    edits: [withoutClause(FILL, '#if_waitlistCount > :if_zero')],
    caughtBy: 'the counter loses a waiting person before they are healed',
  },
  {
    name: 'dropEntry: event exists',
    edits: [{ file: DROP, find: 'exists(), now', replace: 'undefined, now' }],
    caughtBy: 'the event vanishes while a damaged entry is dropped',
  },
];
