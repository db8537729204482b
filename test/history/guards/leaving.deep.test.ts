import { controlGuards } from './controlGuards.ts';
import { LEAVING } from './leaving.ts';

controlGuards(LEAVING);
