import { ADMITTING } from './admitting.ts';
import { CLOCK } from './clock.ts';
import { DOOR } from './door.ts';
import { EFFORTS } from './efforts.ts';
import { ERASING } from './erasing.ts';
import { EVENTS } from './events.ts';
import type { Guard } from './guard.ts';
import { LANE } from './lane.ts';
import { LEAVING } from './leaving.ts';
import { REGISTERING } from './registering.ts';

/** Every guard, or group of guards that imply each other. */
export const GUARDS: readonly Guard[] = [
  ...REGISTERING,
  ...LEAVING,
  ...ADMITTING,
  ...DOOR,
  ...ERASING,
  ...LANE,
  ...EVENTS,
  ...CLOCK,
  ...EFFORTS,
];

const LEASES = 'A second combiner only gets in the way; no promise rests on who works through a lane.';

const CASCADE = 'test/lambda/cascadeGuards.test.ts takes out each clause, and shows what it alone prevents.';

/** The transactions of docs/design.md#transactions whose clauses no guard takes out, and why not. */
export const UNGUARDED: Readonly<Record<string, string>> = {
  dropRegistration: CASCADE,
  requestDeletion: CASCADE,
  beginTelling: CASCADE,
  tell: CASCADE,
  completeTelling: CASCADE,
  clearRegistrations: CASCADE,
  clearEntries: CASCADE,
  raiseFlag: 'The flag only says where to go; what goes past it is guarded by the conditions of its own transaction.',
  takeLease: LEASES,
  keepLease: LEASES,
  offerLease: LEASES,
  returnLease: LEASES,
  endPause: 'A pause is a courtesy; no promise rests on how long a combiner leaves the event alone.',
};
