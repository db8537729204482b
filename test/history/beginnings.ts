import fc from 'fast-check';
import { createEvent, PEOPLE } from './operations.ts';
import type { ApiOperation } from './stage/perform.ts';

/** Most of the people exist, there is an event, and some have registered in this order. */
export const BEGINNINGS: fc.Arbitrary<ApiOperation[]> = fc
  .record({ event: createEvent, registered: fc.shuffledSubarray([...PEOPLE].slice(0, 4)) })
  .map(({ event, registered }) => [
    ...PEOPLE.slice(0, 4).map((userId): ApiOperation => ({ name: 'createUser', userId })),
    event,
    ...registered.map((userId): ApiOperation => ({ name: 'registerForEvent', as: 'self', userId })),
  ]);
