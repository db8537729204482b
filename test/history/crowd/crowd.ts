import fc from 'fast-check';
import type { ApiOperation } from '../stage/perform.ts';
import type { Program } from '../program.ts';

/** Short names of a crowd. */
export const CROWD = Array.from({ length: 20 }, (_, n) => `p${String(n).padStart(2, '0')}`);

const person = fc.constantFrom(...CROWD);

const operation: fc.Arbitrary<ApiOperation> = fc.oneof(
  { weight: 10, arbitrary: person.map((userId): ApiOperation => ({ name: 'registerForEvent', as: 'self', userId })) },
  {
    weight: 8,
    arbitrary: person.map((userId): ApiOperation => ({ name: 'unregisterFromEvent', as: 'admin', userId })),
  },
  { weight: 6, arbitrary: person.map((userId): ApiOperation => ({ name: 'getRegistration', as: 'self', userId })) },
  { weight: 2, arbitrary: fc.constant<ApiOperation>({ name: 'getEvent', as: 'admin' }) },
  { weight: 1, arbitrary: fc.constant<ApiOperation>({ name: 'getPublicEvent' }) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 3, max: 9 })
      .map((capacity): ApiOperation => ({ name: 'updateEvent', as: 'admin', patch: { capacity } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('OPEN' as const, 'OPEN' as const, 'CLOSED' as const)
      .map((status): ApiOperation => ({ name: 'updateEvent', as: 'admin', patch: { status } })),
  },
);

/** Twenty people and eight clients, with so many calls about one event; too many to search for an order. */
export function crowds(calls: number): fc.Arbitrary<Program> {
  const each = Math.ceil(calls / 8);
  const timedCalls = fc.array(fc.record({ waitMs: fc.constant(0), operation }), { minLength: each, maxLength: each });
  return fc.record({
    beginning: fc.constant<ApiOperation[]>([
      ...CROWD.map((userId): ApiOperation => ({ name: 'createUser', userId })),
      { name: 'createEvent', as: 'olga', capacity: 5, status: 'OPEN', waitlistEnabled: true },
    ]),
    clients: fc.array(timedCalls, { minLength: 8, maxLength: 8 }),
  });
}
