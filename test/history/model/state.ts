import type { Manager, Scan, Status, Times } from './operation.ts';

/** A user's registration. */
export interface Registration {
  userId: string;
  /** The `clientRequestId`, or what the API answered; if nobody was told, a text that begins with `*`. */
  registrationId: string;
  /** Position at joining; null if it never waited. */
  joinedPosition: number | null;
  isPromoted: boolean;
  /** The earliest scan at the door; null if they have not come. */
  checkedInAt: Scan | 'now' | null;
}

export interface EventState extends Times {
  capacity: number;
  status: Status;
  /** Whether it is or was public: cancelling a DRAFT does not make it so. */
  isPublic: boolean;
  waitlistEnabled: boolean;
  organizer: Manager;
  version: number;
  /** The version at the last `updateEvent`, 1 before. */
  editedVersion: number;
  waitlistVersion: number;
  /** Whether it is cancelled, and is to be deleted with the people in it. */
  isMarked: boolean;
}

/**
 * All there is: users, one event (null: none), who has a seat, who waits in which order. Never changed, only replaced.
 */
export interface State {
  users: readonly string[];
  /** Those of them whose deletion was asked for. */
  erasing: readonly string[];
  event: EventState | null;
  /** Whose event was deleted, as long as there is no new one: its id stays theirs. */
  deletedOf: Manager | null;
  /** In order of userId. */
  seats: readonly Registration[];
  /** Head first. */
  queue: readonly Registration[];
}

export const NOTHING: State = { users: [], erasing: [], event: null, deletedOf: null, seats: [], queue: [] };

/** Whether there is such a user whose deletion was not asked for. */
export function isPresent({ users, erasing }: State, userId: string): boolean {
  return users.includes(userId) && !erasing.includes(userId);
}

/** Where a user is, if anywhere. */
export function registrationOf(
  state: State,
  userId: string,
): { isWaiting: boolean; registration: Registration } | null {
  const waiting = state.queue.find((one) => one.userId === userId);
  const seated = state.seats.find((one) => one.userId === userId);
  const registration = waiting ?? seated;
  return registration === undefined ? null : { isWaiting: waiting !== undefined, registration };
}

/** With the event changed: `version` counts up, with a change of the waitlist `waitlistVersion` too. */
export function changed(state: State, change: Partial<State>, event: Partial<EventState> = {}): State {
  const before = state.event as EventState;
  const waitlistVersion = before.waitlistVersion + (change.queue === undefined ? 0 : 1);
  return { ...state, ...change, event: { ...before, ...event, version: before.version + 1, waitlistVersion } };
}

/** Seats with others added and removed, in order. */
export function seatsWith(
  state: State,
  added: readonly Registration[],
  removedUserId: string | null = null,
): Registration[] {
  const kept = state.seats.filter(({ userId }) => userId !== removedUserId);
  return [...kept, ...added].sort((a, b) => (a.userId < b.userId ? -1 : 1));
}

/** The registrations of people who are promoted. */
export function promoted(heads: readonly Registration[]): Registration[] {
  return heads.map((head) => ({ ...head, isPromoted: true }));
}

/** The queue without somebody. */
export function queueWithout(state: State, userId: string): Registration[] {
  return state.queue.filter((one) => one.userId !== userId);
}

export function isLive({ status }: EventState): boolean {
  return status === 'OPEN' || status === 'CLOSED';
}
