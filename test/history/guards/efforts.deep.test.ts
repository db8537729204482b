import { controlGuards } from './controlGuards.ts';
import { EFFORTS } from './efforts.ts';

controlGuards(EFFORTS);
