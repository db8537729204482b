import { controlGuards } from './controlGuards.ts';
import { EVENTS } from './events.ts';

controlGuards(EVENTS);
