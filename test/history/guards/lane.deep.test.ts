import { controlGuards } from './controlGuards.ts';
import { LANE } from './lane.ts';

controlGuards(LANE);
