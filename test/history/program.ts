import fc from 'fast-check';
import { BEGINNINGS } from './beginnings.ts';
import {
  admitFromWaitlist,
  checkIn,
  createEvent,
  createUser,
  deleteEvent,
  deleteUser,
  getEvent,
  getPublicEvent,
  getRegistration,
  registerForEvent,
  undoCheckIn,
  unregisterFromEvent,
  updateEvent,
} from './operations.ts';
import type { ApiOperation } from './stage/perform.ts';

/** What clients will call: each its own calls one after another, all clients at once. */
export interface Program {
  beginning: ApiOperation[];
  clients: TimedCall[][];
}

/** A call, and how long the client waits before it, in milliseconds; after something else, if need be. */
export interface TimedCall {
  waitMs: number;
  after?: Promise<unknown>;
  operation: ApiOperation;
}

/** As many calls as a search for an order can bear, the final look at the table not counted. */
const MAX_CALLS = 13;

const operation = fc.oneof(
  { arbitrary: registerForEvent, weight: 8 },
  { arbitrary: unregisterFromEvent, weight: 8 },
  { arbitrary: admitFromWaitlist, weight: 3 },
  { arbitrary: checkIn, weight: 3 },
  { arbitrary: undoCheckIn, weight: 2 },
  { arbitrary: updateEvent, weight: 3 },
  { arbitrary: getRegistration, weight: 4 },
  { arbitrary: getEvent, weight: 2 },
  { arbitrary: getPublicEvent, weight: 1 },
  { arbitrary: createUser, weight: 1 },
  { arbitrary: deleteUser, weight: 2 },
  { arbitrary: deleteEvent, weight: 3 },
  { arbitrary: createEvent, weight: 1 },
);

const timedCall = fc.record({ waitMs: fc.constantFrom(0, 0, 2, 10), operation });

const callsOf = (most: number) => fc.array(timedCall, { minLength: Math.ceil(most / 2), maxLength: most });

/** Programs of 2 to 5 clients with at most 13 calls. */
export const PROGRAMS: fc.Arbitrary<Program> = fc.record({
  beginning: BEGINNINGS,
  clients: fc
    .integer({ min: 2, max: 5 })
    .chain((count) => fc.array(callsOf(Math.floor(MAX_CALLS / count)), { minLength: count, maxLength: count })),
});
