import { readFileSync } from 'node:fs';

const CHAPTER = /^## 5\. A frontend .*?(?=^## )/ms;
const WHOLE = readFileSync('docs/guide.md', 'utf8');

/** The chapter of the guide that makes a frontend in an empty folder: a browser test follows it. */
export const TEN_MINUTES = CHAPTER.exec(WHOLE)?.[0] ?? '';

/** The rest of it, whose commands are for the project's folder. */
export const GUIDE_BESIDES = WHOLE.replace(CHAPTER, '');
