import { controlGuards } from './controlGuards.ts';
import { DOOR } from './door.ts';

controlGuards(DOOR);
