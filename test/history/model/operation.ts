/** Who makes a call: the user it is about, an admin, or one of two organizers, of whom at most one owns the event. */
export type Actor = 'self' | 'admin' | 'olga' | 'oscar';

/** Who lets people in: somebody in group `door`, or who manages the event. */
export type Doorkeeper = Exclude<Actor, 'self'> | 'door';

/** Those who may create and change events. */
export type Manager = Exclude<Actor, 'self'>;

export type Status = 'DRAFT' | 'OPEN' | 'CLOSED' | 'CANCELLED';

export type RegistrationStatus = 'REGISTERED' | 'WAITLISTED';

/** A time before or after all of a history: no history is as long as it takes to get from one to the other. */
export type Time = 'past' | 'future';

/** When somebody was scanned who is checked in later: both long before the history. */
export type Scan = 'early' | 'late';

/** When an event is, and takes registrations. No end, no limit: null. */
export interface Times {
  date: Time;
  endsAt: Time | null;
  registrationOpensAt: Time | null;
  registrationClosesAt: Time | null;
}

/** The times of an event that is told none but its date. */
export const UNLIMITED: Times = {
  date: 'future',
  endsAt: null,
  registrationOpensAt: null,
  registrationClosesAt: null,
};

/** What updateEvent is told; an absent field stays as it is. */
export interface Patch extends Partial<Times> {
  capacity?: number;
  status?: Status;
  waitlistEnabled?: boolean;
  /** Admins only. */
  organizer?: 'olga' | 'oscar';
  /** Only if nobody has changed it since it had this version. */
  ifVersion?: number;
}

/** One call of the API. All calls of a history are about one event; users have short names within it. */
export type Operation =
  | { name: 'createUser'; userId: string }
  | { name: 'updateUser'; userId: string }
  | { name: 'deleteUser'; as: 'self' | 'admin'; userId: string }
  | ({ name: 'createEvent'; as: Manager; capacity: number; status: Status; waitlistEnabled: boolean } & Partial<Times>)
  | { name: 'registerForEvent'; as: Actor; userId: string; clientRequestId?: string; isRepeat?: boolean }
  | { name: 'unregisterFromEvent'; as: Actor; userId: string; registrationId?: string; ifStatus?: RegistrationStatus }
  | { name: 'admitFromWaitlist'; as: Manager; userId: string }
  /** Without `at`: now. */
  | { name: 'checkIn'; as: Doorkeeper; userId: string; at?: Scan }
  | { name: 'undoCheckIn'; as: Doorkeeper; userId: string }
  | { name: 'updateEvent'; as: Manager; patch: Patch }
  | { name: 'deleteEvent'; as: Manager }
  | { name: 'getEvent'; as: Manager }
  /** By nobody in particular, with the API key. */
  | { name: 'getPublicEvent' }
  | { name: 'getRegistration'; as: 'self' | 'admin'; userId: string }
  /** Of an event that is marked for deletion, in the background: takes everybody out, and deletes it. */
  | { name: 'clearEvent' }
  /** Everything stored, read at a quiet point past the API. */
  | { name: 'observe' };

/**
 * Whether it reads what there was at any moment before its answer, and not at one between call and answer
 * (docs/design.md#which-reads-are-consistent).
 */
export function mayLag({ name }: Operation): boolean {
  return name === 'getPublicEvent';
}

export type OperationNamed<Name extends Operation['name']> = Extract<Operation, { name: Name }>;
