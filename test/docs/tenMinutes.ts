import { readFileSync } from 'node:fs';

const CHAPTER = /^## 5\. A frontend .*?(?=^## )/ms;
const MAIL = /^## 8\. Mail on promotion.*?(?=^## )/ms;
const CODEGEN = /^\*\*Where is the schema for my codegen\?.*?(?=^\*\*(?!Where is the schema))/ms;
const WHOLE = readFileSync('docs/guide.md', 'utf8');

/** The chapter of the guide that makes a frontend in an empty folder: a browser test follows it. */
export const TEN_MINUTES = CHAPTER.exec(WHOLE)?.[0] ?? '';

/** The chapter on mail, whose commands are for a server of their own. */
export const MAIL_ON_PROMOTION = MAIL.exec(WHOLE)?.[0] ?? '';

/** The answer on codegen, whose commands are for the folder of an app. */
export const OWN_CODEGEN = CODEGEN.exec(WHOLE)?.[0] ?? '';

/** The rest of it, whose commands are for the project's folder. */
export const GUIDE_BESIDES = WHOLE.replace(CHAPTER, '').replace(MAIL, '').replace(CODEGEN, '');
