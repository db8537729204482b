import fc from 'fast-check';
import type {
  Doorkeeper,
  Manager,
  OperationNamed,
  RegistrationStatus,
  Scan,
  Status,
  Times,
} from './model/operation.ts';

/** Short names of those who may appear in a small history. */
export const PEOPLE = ['a', 'b', 'c', 'd', 'e'] as const;

const person = fc.constantFrom(...PEOPLE);
const manager = fc.constantFrom<Manager>('admin', 'admin', 'olga', 'olga', 'oscar');
const actor = fc.constantFrom(
  'self' as const,
  'self' as const,
  'self' as const,
  'admin' as const,
  'olga' as const,
  'oscar' as const,
);
const capacity = fc.integer({ min: 1, max: 4 });
const status = fc.constantFrom<Status>('OPEN', 'OPEN', 'OPEN', 'CLOSED', 'CANCELLED', 'CANCELLED', 'DRAFT');

/** Makes operations of one kind. */
export const createUser = fc.record({ name: fc.constant('createUser' as const), userId: person });

/** Not often: nothing comes of anybody any more. */
export const deleteUser: fc.Arbitrary<OperationNamed<'deleteUser'>> = fc.record({
  name: fc.constant('deleteUser' as const),
  as: fc.constantFrom('self' as const, 'admin' as const),
  userId: person,
});

export const createEvent: fc.Arbitrary<OperationNamed<'createEvent'>> = fc.record({
  name: fc.constant('createEvent' as const),
  as: fc.constantFrom<Manager>('admin', 'olga', 'olga', 'oscar'),
  capacity: fc.integer({ min: 1, max: 3 }),
  status: fc.constantFrom<Status>('OPEN', 'OPEN', 'OPEN', 'OPEN', 'DRAFT'),
  waitlistEnabled: fc.constantFrom(true, true, true, false),
});

/** A few ids, so that some calls repeat others; those that say so may be wrong, which must not change an answer. */
export const registerForEvent: fc.Arbitrary<OperationNamed<'registerForEvent'>> = fc
  .record(
    {
      name: fc.constant('registerForEvent' as const),
      as: actor,
      userId: person,
      clientRequestId: fc.constantFrom('r1', 'r2'),
      isRepeat: fc.boolean(),
    },
    { requiredKeys: ['name', 'as', 'userId'] },
  )
  .map(({ isRepeat, ...call }) => (call.clientRequestId === undefined ? call : { ...call, isRepeat }));

/** Now and then, one that means a certain registration, or only what has this status. */
export const unregisterFromEvent: fc.Arbitrary<OperationNamed<'unregisterFromEvent'>> = fc
  .tuple(
    fc.record({ name: fc.constant('unregisterFromEvent' as const), as: actor, userId: person }),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      {
        weight: 1,
        arbitrary: fc.record(
          {
            registrationId: fc.constantFrom('r1', 'r2'),
            ifStatus: fc.constantFrom<RegistrationStatus>('REGISTERED', 'WAITLISTED'),
          },
          { requiredKeys: [] },
        ),
      },
    ),
  )
  .map(([call, meant]) => ({ ...call, ...meant }));

export const admitFromWaitlist: fc.Arbitrary<OperationNamed<'admitFromWaitlist'>> = fc.record({
  name: fc.constant('admitFromWaitlist' as const),
  as: fc.constantFrom<Manager>('olga', 'olga', 'oscar', 'admin'),
  userId: person,
});

const doorkeeper = fc.constantFrom<Doorkeeper>('door', 'door', 'olga', 'oscar', 'admin');

export const checkIn: fc.Arbitrary<OperationNamed<'checkIn'>> = fc.record(
  { name: fc.constant('checkIn' as const), as: doorkeeper, userId: person, at: fc.constantFrom<Scan>('early', 'late') },
  { requiredKeys: ['name', 'as', 'userId'] },
);

export const undoCheckIn: fc.Arbitrary<OperationNamed<'undoCheckIn'>> = fc.record({
  name: fc.constant('undoCheckIn' as const),
  as: doorkeeper,
  userId: person,
});

/** Now and then, an event that opens and closes. */
const time = fc.constantFrom('past' as const, 'future' as const);
const times = fc.oneof(
  { weight: 9, arbitrary: fc.constant<Partial<Times>>({}) },
  {
    weight: 1,
    arbitrary: fc.record<Times, never>(
      {
        date: time,
        endsAt: fc.option(time),
        registrationOpensAt: fc.option(time),
        registrationClosesAt: fc.option(time),
      },
      { requiredKeys: [] },
    ),
  },
);

export const updateEvent: fc.Arbitrary<OperationNamed<'updateEvent'>> = manager.chain((as) =>
  fc.record({
    name: fc.constant('updateEvent' as const),
    as: fc.constant(as),
    patch: fc
      .tuple(
        fc.record(
          {
            capacity,
            status,
            waitlistEnabled: fc.boolean(),
            ifVersion: fc.oneof({ weight: 4, arbitrary: fc.constant(1000) }, fc.integer({ min: 1, max: 9 })),
            ...(as === 'admin' ? { organizer: fc.constantFrom('olga' as const, 'oscar' as const) } : {}),
          },
          { requiredKeys: [] },
        ),
        times,
      )
      .map(([settings, more]) => ({ ...settings, ...more })),
  }),
);

export const deleteEvent: fc.Arbitrary<OperationNamed<'deleteEvent'>> = fc.record({
  name: fc.constant('deleteEvent' as const),
  as: manager,
});

export const getEvent: fc.Arbitrary<OperationNamed<'getEvent'>> = fc.record({
  name: fc.constant('getEvent' as const),
  as: manager,
});

export const getPublicEvent = fc.constant<OperationNamed<'getPublicEvent'>>({ name: 'getPublicEvent' });

export const getRegistration: fc.Arbitrary<OperationNamed<'getRegistration'>> = fc.record({
  name: fc.constant('getRegistration' as const),
  as: fc.constantFrom('self' as const, 'admin' as const),
  userId: person,
});
