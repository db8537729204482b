import { EFFORTS } from './efforts.ts';
import { EVENTS } from './events.ts';
import type { Guard } from './guard.ts';
import { LEAVING } from './leaving.ts';
import { REGISTERING } from './registering.ts';

/** Every guard, or group of guards that imply each other. */
export const GUARDS: readonly Guard[] = [...REGISTERING, ...LEAVING, ...EVENTS, ...EFFORTS];
