/** What an operation costs at the wire. */
export type Cost = readonly [requests: number, writeUnits: number, readUnits: number];

/**
 * The operations as they were measured, by the same calls, in the last state of the API that had neither names nor
 * standings, nor pages of those who have left. What has become possible since with an operation that was there (a
 * window, `registrationId`, a filter) stands beside the cost of the operation without it.
 */
export const BEFORE: Record<string, Cost> = {
  'registerForEvent, a seat': [1, 7, 0],
  'registerForEvent, a seat, with the event': [2, 7, 1],
  'registerForEvent, a seat, opened by the clock': [1, 7, 0],
  'registerForEvent, the waitlist': [2, 13, 0],
  'registerForEvent, the waitlist, with the event': [3, 13, 1],
  'unregisterFromEvent, nobody waiting': [1, 5, 0],
  'unregisterFromEvent, nobody waiting, exactly': [1, 5, 0],
  'unregisterFromEvent, from the waitlist, first on its page': [2, 10, 0],
  'unregisterFromEvent, from the waitlist': [2, 10, 0],
  'unregisterFromEvent, from the waitlist, exactly': [2, 10, 0],
  'unregisterFromEvent, promoting': [3, 13, 1],
  'unregisterFromEvent, promoting, exactly': [3, 13, 1],
  'getRegistration, a seat': [1, 0, 1],
  'getRegistration, waiting': [2, 0, 2],
  'getRegistration, waiting, after somebody has left': [4, 0, 4],
  getEvent: [2, 0, 2],
  'getEvent as viewer': [3, 0, 3],
  listEvents: [2, 0, 10.5],
  'listEvents as viewer': [22, 0, 30.5],
  'listEvents by organizer, who sees all': [2, 0, 10.5],
  'listEvents by organizer, anybody else': [2, 0, 10.5],
  getUserEvents: [2, 0, 9],
  listEventRegistrations: [3, 0, 11.5],
  'listEventRegistrations by status': [3, 0, 11.5],
  listWaitlist: [2, 0, 2],
  getUser: [1, 0, 1],
  createUser: [1, 3, 0],
  updateUser: [1, 1, 0],
  createEvent: [2, 7, 1],
  updateEvent: [3, 2, 2],
  'updateEvent, ifVersion': [3, 2, 2],
  deleteEvent: [3, 8, 3],
};
