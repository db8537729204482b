import { EFFORTS } from './efforts.ts';
import { EVENTS } from './events.ts';
import type { Guard } from './guard.ts';
import { LEAVING } from './leaving.ts';
import { REGISTERING } from './registering.ts';

/** Every guard, or group of guards that imply each other. */
export const GUARDS: readonly Guard[] = [...REGISTERING, ...LEAVING, ...EVENTS, ...EFFORTS];

const TURNS = 'Turns only pace requests; no promise rests on them.';

/** The transactions of docs/design.md#transactions whose clauses no guard takes out, and why not. */
export const UNGUARDED: Readonly<Record<string, string>> = {
  recountEvent: 'The repair of the audit, which no call of the API makes: test/event/recountEvent.test.ts has both.',
  joinLine: TURNS,
  openLine: TURNS,
};
