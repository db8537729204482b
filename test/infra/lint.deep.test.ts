import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FILE = `${ROOT}domain/limits.ts`;
const eslint = new ESLint({ cwd: ROOT });

/** Lints a text in the place of a file that runs in AppSync. */
async function complaintsAbout(text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: FILE });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

const REFUSED = [
  ['throw', `export const f = () => { throw 1; };`],
  ['new', `export const f = () => new Map();`],
  ['Date', `export const f = () => Date.now();`],
  ['a regular expression', `export const f = (s: string) => /a/.exec(s);`],
  ['charCodeAt', `export const f = (s: string) => s.charCodeAt(0);`],
  ['at', `export const f = (s: string[]) => s.at(0);`],
  ['padStart', `export const f = (s: string) => s.padStart(3);`],
  ['padStart of a template', 'export const f = (n: number) => `${n}`.padStart(3);'],
  ['substr', `export const f = (s: string) => s.substr(1);`],
  ['toFixed', `export const f = (n: number) => n.toFixed(1);`],
  ['parseInt', `export const f = (s: string) => parseInt(s, 10);`],
  ['parseFloat', `export const f = (s: string) => parseFloat(s);`],
  ['Number as a function', `export const f = (s: string) => Number(s);`],
  ['Number.parseInt', `export const f = (s: string) => Number.parseInt(s, 10);`],
  ['String as a function', `export const f = (n: number) => String(n);`],
  ['a comparator', `export const f = (s: number[]) => s.sort((a, b) => a - b);`],
  ['Object.fromEntries', `export const f = (s: [string, string][]) => Object.fromEntries(s);`],
  ['Math.abs', `export const f = (n: number) => Math.abs(n);`],
  ['Array.from', `export const f = (s: string) => Array.from(s);`],
  ['a metacharacter in replace', `export const f = (s: string) => s.replace('.', 'x');`],
  ['a computed search text', `export const f = (s: string, t: string) => s.replaceAll(t, 'x');`],
  ['a group in a replacement', `export const f = (s: string) => s.replace('a', '$1');`],
  ['try', `export const f = () => { try { return 1; } finally { console.log(1); } };`],
  ['a counting loop', `export const f = () => { for (let i = 0; i < 3; i += 1) { console.log(i); } };`],
  ['continue', `export const f = (s: string[]) => { for (const a of s) { if (a) { continue; } console.log(a); } };`],
  ['recursion', `export function f(n: number): number { return f(n); }`],
  ['async', `export const f = async () => 1;`],
  ['process', `export const f = () => process.env;`],
  ['fetch', `export const f = () => fetch;`],
] as const;

/** What is complained about in each of these texts, which are linted in one file: each look at types takes long. */
const complaintsByText = (async () => {
  const texts = REFUSED.map(([, text], index) => text.replaceAll(/\bf\b/g, `f${index}`));
  const [result] = await eslint.lintText(texts.join('\n'), { filePath: FILE });
  return new Map(
    REFUSED.map(([, text], index) => [text, (result?.messages ?? []).filter(({ line }) => line === index + 1)]),
  );
})();

describe('the lint of code that runs in AppSync', () => {
  it('accepts the language that AppSync documents', async () => {
    const text = `
      export const shout = (names: string[], more?: { n: number }) => {
        const { n = 1, ...rest } = more ?? { n: 2 };
        for (const name of names) { if (name.substring(1).includes('x') && names.includes('y') && !Number.isNaN(n)) { console.log(name, rest); } }
        const sorted = [...names].sort();
        return sorted.map((name) => \`\${name.toUpperCase().replace('a', 'b')}\${Math.floor(n)}\`).concat(Object.keys(rest));
      };`;
    expect(await complaintsAbout(text)).toEqual([]);
  });

  it.each(REFUSED)('refuses %s', async (_what, text) => {
    expect((await complaintsByText).get(text)).not.toEqual([]);
  });

  const handler = (context: string, body: string) =>
    `import type { Context } from '@aws-appsync/utils'; export function request(ctx: ${context}) { ${body} }`;

  it.each([
    ['an any that is read', 'Context', 'return ctx.result.items;', '@typescript-eslint/no-unsafe-member-access'],
    ['an any that is handed on', 'Context', 'return ctx.result;', '@typescript-eslint/no-unsafe-return'],
    [
      'a stash without a type',
      'Context<{ id: string }>',
      'ctx.stash.id = ctx.args.id; return {};',
      'no-restricted-syntax',
    ],
  ])('refuses %s', async (_what, context, body, rule) => {
    expect(await complaintsAbout(handler(context, body))).toContain(rule);
  });

  it('accepts a stash with a type, and a result of which is said what it is', async () => {
    const text = handler(
      'Context<{ id: string }, { id: string }>',
      'ctx.stash.id = ctx.args.id; return ctx.result as string[];',
    );
    expect(await complaintsAbout(text)).toEqual([]);
  });
});
