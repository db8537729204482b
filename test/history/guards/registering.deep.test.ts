import { controlGuards } from './controlGuards.ts';
import { REGISTERING } from './registering.ts';

controlGuards(REGISTERING);
