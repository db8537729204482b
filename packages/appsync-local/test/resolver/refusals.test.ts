import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BadCode, loadCode, type CodeError } from '../../src/resolver/loadCode.ts';
import { notEmulated } from '../../src/resolver/notEmulated.ts';
import { moduleOf } from './evaluate.ts';
import { MISSING, MODULES, SYNTAX, TYPES } from './refusals.ts';

function refusalsOf(code: string): CodeError[] {
  try {
    loadCode('code.js', code);
  } catch (error) {
    return (error as BadCode).codeErrors;
  }
  return [];
}

/** Line and column of the mark. */
function placeOf(marked: string): { line: number; column: number } {
  const lines = marked.slice(0, marked.indexOf('§')).split('\n');
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

function expectRefused(marked: string, value: string): void {
  expect(refusalsOf(marked.replace('§', ''))).toContainEqual({
    errorType: 'LINT_ERROR',
    value,
    ...placeOf(marked),
    span: expect.any(Number) as number,
  });
}

describe('loadCode refuses with text, line and column', () => {
  it.each(SYNTAX)('$rule', ({ body, value }) => expectRefused(moduleOf(body), value));
  it.each(MISSING)('$rule', ({ body, value }) => expectRefused(moduleOf(body), value));
  it.each(TYPES)('$rule', ({ body, value }) => expectRefused(moduleOf(body), value));
  it.each(MODULES)('$rule', ({ body, value }) => expectRefused(`${body}${moduleOf('')}`, value));

  it.each(Object.entries(notEmulated))('%s by name', (path, reason) => {
    const [module = path] = path.startsWith('@') ? path.split(/(?<=dynamodb)\./) : [undefined];
    const code =
      module === undefined
        ? moduleOf(`return ${path}`)
        : `import * as m from '${module}';\n${moduleOf(`return m.${path.slice(module.length + 1) || 'any'}`)}`;
    expect(refusalsOf(code)[0]?.value).toMatch(new RegExp(`^not emulated: .*, because ${reason}$`));
  });

  it('what does not parse', () => {
    expect(refusalsOf('export const = 1')).toEqual([
      { errorType: 'PARSER_ERROR', value: 'Unexpected token', line: 1, column: 14, span: 1 },
    ]);
  });

  it('more than 32,768 characters, and a module without both handlers', () => {
    expect(refusalsOf(' '.repeat(32_769))[0]?.value).toBe('code has 32769 characters, at most 32768 are allowed');
    expect(refusalsOf(moduleOf('').padEnd(32_768))).toEqual([]);
    expect(refusalsOf('export const request = () => ({})')[0]?.value).toBe('missing export: response');
  });

  it('every place at once, in order', () => {
    const errors = refusalsOf(moduleOf('while (true) {}\nctx.args.n++;'));
    expect(errors.map(({ line, column, span, value }) => [line, column, span, value])).toEqual([
      [4, 1, 15, 'while is not supported'],
      [5, 1, 12, '++ is not supported'],
    ]);
  });
});

describe('loadCode accepts', () => {
  it.each([
    [
      'a name that another scope uses for something else',
      'const list = (items) => items.map((down) => down.id); const down = (n) => list([n]); return down(ctx.args)',
    ],
    ['deeper changes of ctx', "ctx.stash.a = 1; ctx.args.id = 'b'; delete ctx.stash.a; return ctx.stash"],
    [
      'array callbacks, also by name',
      'const double = (n) => n * 2; return [1].map(double).filter((n) => n > 1).reduce((a, b) => a + b, 0)',
    ],
    [
      'what the list lacks and runs',
      "return ['a'].includes('a') && 'ab'.includes('a') && 'ab'.substring(1) + (1).toString()",
    ],
    ['the calls of a bundle, which exports at its end', 'const twice = (n) => n * 2; return twice(2)'],
    [
      'what TypeScript lets pass',
      'const more = (a, b = 1, ...rest) => a; more(); more(1, 2, 3, 4); ctx.args.any(1, 2); util.matches(util.transform.toDynamoDBFilterExpression()); return { ...{ a: 1 }, a: 2 }[ctx.args.key]',
    ],
    ['String.raw', 'return String.raw`a\\n${ctx.args.id}`'],
    [
      'a list of operators',
      'let n = 1; n += 2; n = n % 2; const o = { ...ctx.args }; delete o.id; return [n ?? 1, typeof n, void 0, o?.id, n & 1, n | 2, n ^ 3, n << 1]',
    ],
    [
      'switch, for…of, for…in, break',
      'for (const x of [1]) { switch (x) { case 1: break; default: } break } for (const k in ctx.args) { ctx.stash[k] = 1 }',
    ],
  ])('%s', (_what, body) => expect(refusalsOf(moduleOf(body))).toEqual([]));
});

/** The cases of the plugin's own tests: code that each rule reports. */
function pluginCases(): [rule: string, code: string][] {
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve('@aws-appsync/eslint-plugin')), 'rules');
  const cases: [string, string][] = [];
  const run = (rule: string, _rule: unknown, { invalid }: { invalid: (string | { code: string })[] }) => {
    for (const one of invalid) {
      cases.push([rule, typeof one === 'string' ? one : one.code]);
    }
  };
  const testers = [
    require('eslint') as object,
    createRequire(join(folder, 'x.js'))('@typescript-eslint/rule-tester') as object,
  ] as {
    RuleTester: { prototype: { run: typeof run }; afterAll?: unknown };
  }[];
  for (const { RuleTester } of testers) {
    RuleTester.prototype.run = run;
    RuleTester.afterAll = () => undefined;
  }
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.test.js'))) {
    require(join(folder, file));
  }
  return cases;
}

describe('@aws-appsync/eslint-plugin', () => {
  const cases = pluginCases();
  it('brings cases for each of its rules', () => {
    const { rules } = createRequire(import.meta.url)('@aws-appsync/eslint-plugin') as { rules: object };
    expect(new Set(cases.map(([rule]) => rule)).size).toBe(Object.keys(rules).length);
  });
  it.each(cases)('%s reports nothing that is accepted here: %s', (_rule, code) => {
    const exports = ['request', 'response'].map((name) =>
      code.includes(`function ${name}(`) ? `export { ${name} };` : `export const ${name} = () => ({});`,
    );
    expect(refusalsOf([code, ...exports].join('\n'))).not.toEqual([]);
  });
});
