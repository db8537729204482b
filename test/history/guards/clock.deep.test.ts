import { CLOCK } from './clock.ts';
import { controlGuards } from './controlGuards.ts';

controlGuards(CLOCK);
