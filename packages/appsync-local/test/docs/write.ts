import { writeFileSync } from 'node:fs';
import { EMULATION_FILE, emulationPage } from './emulationPage.ts';

/** `npm run docs:local`: writes docs/emulation.md. */
writeFileSync(EMULATION_FILE, await emulationPage());
