import { controlGuards } from './controlGuards.ts';
import { ERASING } from './erasing.ts';

controlGuards(ERASING);
