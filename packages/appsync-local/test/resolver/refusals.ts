/** Code that AppSync refuses: the rule of the reference, code for a handler's body, and what is said of it. */
export interface RefusedCode {
  rule: string;
  /** `§` marks where the error is. */
  body: string;
  value: string;
}

/**
 * One row for each rule of docs/reference/appsync.md#syntax, docs/reference/appsync.md#built-ins,
 * docs/reference/appsync.md#imports-and-bundling; the test asks for text, line and column.
 */
export const SYNTAX: RefusedCode[] = [
  {
    rule: 'C-style for',
    body: '§for (let i = 0; i < 3; i += 1) {}',
    value: 'for(;;) is not supported, use for…of or for…in',
  },
  { rule: 'while', body: '§while (true) {}', value: 'while is not supported' },
  { rule: 'do…while', body: '§do {} while (true)', value: 'do…while is not supported' },
  { rule: 'continue', body: 'for (const x of [1]) {\n  §continue\n}', value: 'continue is not supported' },
  { rule: 'labels', body: '§here: for (const x of [1]) { break here }', value: 'labels are not supported' },
  {
    rule: 'try, catch, finally',
    body: '§try { ctx.stash.a = 1 } catch { ctx.stash.a = 2 }',
    value: 'try is not supported',
  },
  {
    rule: 'throw',
    body: "if (ctx.args.id === 'a') {\n  §throw ctx.args\n}",
    value: 'throw is not supported, use util.error',
  },
  { rule: 'debugger', body: '§debugger', value: 'debugger is not supported' },
  { rule: 'generators', body: '§function* three() { return 3 }', value: 'generators are not supported' },
  { rule: 'yield', body: 'const three = function* () { §yield 3 }', value: 'yield is not supported' },
  { rule: 'async functions', body: 'const three = §async () => 3', value: 'async functions are not supported' },
  { rule: 'await', body: 'const three = async () => { §await 3 }', value: 'await is not supported' },
  {
    rule: 'for await',
    body: 'const f = async () => { §for await (const x of []) {} }',
    value: 'for await is not supported',
  },
  { rule: 'classes', body: '§class Thing {}', value: 'classes are not supported' },
  { rule: 'this', body: 'return §this', value: 'this is not supported' },
  { rule: 'new', body: 'return §new Date()', value: 'new is not supported' },
  { rule: 'new Function', body: "return §new Function('return 1')", value: 'new is not supported' },
  { rule: '++', body: '§ctx.args.n++', value: '++ is not supported' },
  { rule: '--', body: '§--ctx.args.n', value: '-- is not supported' },
  { rule: '~', body: 'return §~ctx.args.n', value: '~ is not supported' },
  { rule: 'in', body: "return §'id' in ctx.args", value: 'in is not supported' },
  { rule: 'instanceof', body: 'return §ctx.args instanceof ctx.args', value: 'instanceof is not supported' },
  { rule: '** (not listed)', body: 'return §2 ** 3', value: '** is not supported' },
  { rule: 'logical assignment (not listed)', body: '§ctx.args.n ??= 1', value: '??= is not supported' },
  { rule: 'regular expressions', body: 'return §/a/', value: 'regular expression literals are not supported' },
  { rule: 'BigInt', body: 'return §1n', value: 'BigInt is not supported' },
  {
    rule: 'getters and setters',
    body: 'return { §get id() { return 1 } }',
    value: 'getters and setters are not supported',
  },
  {
    rule: 'tagged templates (not listed, except String.raw)',
    body: 'return §ctx.args.tag`text`',
    value: 'tagged templates are not supported, except String.raw',
  },
  { rule: 'dynamic import', body: "return §import('fs')", value: 'dynamic import is not supported' },
  { rule: 'import.meta', body: 'return §import.meta', value: 'meta properties are not supported' },
  {
    rule: 'recursion',
    body: 'const down = §(n) => (n === 0 ? 0 : down(n - 1))',
    value: 'recursion is not supported: down',
  },
  {
    rule: 'recursion through a callback',
    body: 'const down = §(n) => [n].map((x) => down(x))',
    value: 'recursion is not supported: down',
  },
  {
    rule: 'functions as arguments',
    body: 'const twice = (f) => 2;\nreturn §twice(() => 1)',
    value: 'Functions can not be passed as an argument',
  },
  {
    rule: 'functions as results',
    body: 'const give = () => { §return () => 1 }',
    value: 'returning a function is not allowed',
  },
  {
    rule: 'functions by another name',
    body: 'const one = () => 1;\nconst §other = one',
    value: 're-assigning function is not allowed',
  },
  { rule: 'assigning to ctx', body: '§ctx = {}', value: 'ctx is readonly and re-assignment is not supported.' },
  {
    rule: 'replacing the stash',
    body: '§ctx.stash = {}',
    value: 'ctx is readonly. Adding/Updating stash is not supported.',
  },
  { rule: 'adding to ctx', body: '§ctx.extra = 1', value: 'ctx is readonly. Adding/Updating extra is not supported.' },
  {
    rule: 'deleting from ctx',
    body: 'delete §ctx.stash',
    value: 'ctx is readonly. Adding/Updating stash is not supported.',
  },
];

/** What JavaScript has and APPSYNC_JS lacks (docs/reference/appsync.md#built-ins). */
export const MISSING: RefusedCode[] = [
  ...[
    'Date',
    'Promise',
    'Symbol',
    'Map',
    'Set',
    'RegExp',
    'Reflect',
    'Proxy',
    'Intl',
    'BigInt',
    'Error',
    'Function',
    'globalThis',
    'process',
    'require',
    'module',
    'parseInt',
    'parseFloat',
    'isNaN',
    'eval',
    'fetch',
    'setTimeout',
    'encodeURIComponent',
    'structuredClone',
    'arguments',
  ].map((name) => ({ rule: name, body: `return §${name}`, value: `${name} does not exist in APPSYNC_JS` })),
  ...[
    'Object.fromEntries',
    'Object.freeze',
    'Object.is',
    'Object.create',
    'Object.defineProperty',
    'Object.getOwnPropertyNames',
    'Object.prototype',
    'Array.from',
    'Array.of',
    'String.fromCharCode',
    'Number.parseInt',
    'Number.isInteger',
    'Number.MAX_VALUE',
    'Math.abs',
    'Math.pow',
    'Math.PI',
    'Math.trunc',
    'JSON.rawJSON',
    'console.warn',
    'util.nothing',
    'util.time.nothing',
    'runtime.nothing',
    'extensions.nothing',
  ].map((path) => ({ rule: path, body: `return §${path}`, value: `${path} does not exist in APPSYNC_JS` })),
  ...['Object', 'String', 'Array', 'Number'].map((name) => ({
    rule: `${name}()`,
    body: `return §${name}(1)`,
    value: `${name} is not a function in APPSYNC_JS`,
  })),
  ...[
    '"a".padStart(2)',
    '"a".padEnd(2)',
    '"a".repeat(2)',
    '"a".match("a")',
    '"a".matchAll("a")',
    '"a".search("a")',
    '"a".charCodeAt(0)',
    '"a".localeCompare("b")',
    '"a".substr(0)',
    '"a".at(0)',
    '[1].keys()',
    '[1].values()',
    '[1].entries()',
    '[1].copyWithin(0)',
    '[1].at(0)',
    '[1].toSorted()',
    '(1).toFixed(1)',
    'ctx.args.hasOwnProperty("a")',
    'ctx.args.f.call(1)',
    'ctx.args.f.apply(1)',
    'ctx.args.f.bind(1)',
  ].map((call) => {
    const [, method] = /\.(\w+)\([^(]*\)$/.exec(call) ?? [];
    return { rule: `.${method}()`, body: `return §${call}`, value: `.${method}() does not exist in APPSYNC_JS` };
  }),
  { rule: 'sort with a comparator', body: 'return §[1].sort((a, b) => a - b)', value: '.sort() takes no comparator' },
];

/** What TypeScript says of them (docs/reference/appsync.md#saving-code). */
export const TYPES: RefusedCode[] = [
  {
    rule: 'a property given twice (TS1117)',
    body: "return { a: 1, §'a': 2 }",
    value: 'An object literal cannot have multiple properties with the same name.',
  },
  {
    rule: 'a value that is no key (TS2538)',
    body: 'const key = { id: 1 };\nreturn ctx.args[§key]',
    value: "Type '{ id: number; }' cannot be used as an index type.",
  },
  {
    rule: 'undefined as a key (TS2538)',
    body: 'return ctx.args[§undefined]',
    value: "Type 'undefined' cannot be used as an index type.",
  },
  {
    rule: 'too many arguments of an own function (TS2554)',
    body: 'const twice = (n) => n * 2;\nreturn twice(1, §2)',
    value: 'Expected 0-1 arguments, but got 2.',
  },
  {
    rule: 'too many arguments of util (TS2554)',
    body: 'return util.autoId(§1)',
    value: 'Expected 0 arguments, but got 1.',
  },
  {
    rule: 'too many arguments of a built-in (TS2554)',
    body: 'return Math.floor(1.5, §2)',
    value: 'Expected 1 arguments, but got 2.',
  },
  {
    rule: 'too few arguments of a built-in (TS2554)',
    body: 'return Math.§floor()',
    value: 'Expected 1 arguments, but got 0.',
  },
  {
    rule: 'spread arguments (TS2556)',
    body: 'util.appendError(§...ctx.args.list)',
    value: 'A spread argument must either have a tuple type or be passed to a rest parameter.',
  },
];

/**
 * Whole modules, as AppSync wants them (docs/reference/appsync.md#saving-code,
 * docs/reference/appsync.md#imports-and-bundling).
 */
export const MODULES: RefusedCode[] = [
  { rule: 'unknown imports', body: "§import fs from 'node:fs';\n", value: 'node:fs does not exist in APPSYNC_JS' },
  {
    rule: 'unknown exports of a module',
    body: "§import { truncate } from '@aws-appsync/utils/dynamodb';\n",
    value: '@aws-appsync/utils/dynamodb.truncate does not exist in APPSYNC_JS',
  },
  { rule: 'default exports', body: '§export default 1;\n', value: 'default exports are not supported' },
  { rule: 'export *', body: "§export * from '@aws-appsync/utils';\n", value: 'export * is not supported' },
  {
    rule: 'export … from',
    body: "§export { util } from '@aws-appsync/utils';\n",
    value: 'export … from is not supported',
  },
  {
    rule: 'calls of a function that is exported where it is declared',
    body: 'export function twice(n) { return n * 2 }\nfunction four() { return §twice(2) }\n',
    value: 'a function that is exported where it is declared can not be called',
  },
  { rule: 'CommonJS', body: '§require("@aws-appsync/utils");\n', value: 'require does not exist in APPSYNC_JS' },
];
