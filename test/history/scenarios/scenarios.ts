import { ADMITTING } from './admitting.ts';
import { CLOCK } from './clock.ts';
import { DAMAGED_QUEUE } from './damagedQueue.ts';
import { DAMAGED_REGISTRATION } from './damagedRegistration.ts';
import { DOOR } from './door.ts';
import { ERASING } from './erasing.ts';
import { HEALING } from './healing.ts';
import { IN_TURN } from './inTurn.ts';
import { JOINING } from './joining.ts';
import { LANE } from './lane.ts';
import { LEAVING } from './leaving.ts';
import { POSITION } from './position.ts';
import type { Scenario } from './scenario.ts';
import { UPDATING } from './updating.ts';

/** Every situation that a guard exists for. */
export const SCENARIOS: readonly Scenario[] = [
  ...IN_TURN,
  ...JOINING,
  ...LEAVING,
  ...LANE,
  ...ADMITTING,
  ...DOOR,
  ...ERASING,
  ...UPDATING,
  ...CLOCK,
  ...POSITION,
  ...HEALING,
  ...DAMAGED_QUEUE,
  ...DAMAGED_REGISTRATION,
];
