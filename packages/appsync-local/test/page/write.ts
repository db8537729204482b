import { writeFileSync } from 'node:fs';
import { localPage } from './localPage.ts';

/** `npm run docs:local`: writes docs/local.md. */
writeFileSync('docs/local.md', localPage());
