import { ADMITTING } from './admitting.ts';
import { controlGuards } from './controlGuards.ts';

controlGuards(ADMITTING);
