import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type TypeScript from 'typescript';
import type { CodeError } from './codeError.ts';

/**
 * What the TypeScript compiler behind AppSync is known to refuse (docs/reference/appsync.md#saving-code): a property
 * given twice, a value that is no key, too few or too many arguments, a spread argument. Missing members are refused by
 * name elsewhere. Other errors are not judged, nor too few arguments of AppSync's own functions: AppSync's type
 * declarations are laxer than the published ones.
 */
const KINDS = [1117, 2538, 2554, 2555, 2556];

const require = createRequire(import.meta.url);
/** Who judges: a verdict is true for as long as they are the same. */
const judges = [
  require('typescript/package.json') as { version: string },
  require('@aws-appsync/utils/package.json') as { version: string },
  { version: readFileSync(fileURLToPath(import.meta.url), 'utf8') },
].map(({ version }) => version);
const verdicts = join(dirname(require.resolve('typescript/package.json')), '../.cache/appsync-local');

/**
 * What `tsc --checkJs` says against the code, of the kinds that AppSync refuses. The compiler takes a second to start,
 * so every verdict is kept, by the text that it judges.
 */
export function findTypeErrors(code: string): CodeError[] {
  const key = createHash('sha256')
    .update(JSON.stringify([judges, code]))
    .digest('hex');
  const file = join(verdicts, `${key}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CodeError[];
  } catch {
    // Not judged before, or cut short.
  }
  const errors = judge(code);
  try {
    mkdirSync(verdicts, { recursive: true });
    writeFileSync(file, JSON.stringify(errors));
  } catch {
    // A verdict that cannot be kept is found again.
  }
  return errors;
}

/** No such file is read: only here are the type declarations found from it. */
const FILE = fileURLToPath(new URL('./code.js', import.meta.url));
/** The libraries are there without an import as well. */
const GLOBALS = fileURLToPath(new URL('./globals.d.ts', import.meta.url));
const GLOBALS_TEXT = `import * as appsync from '@aws-appsync/utils';
declare global {
  const util: typeof appsync.util;
  const runtime: typeof appsync.runtime;
  const extensions: typeof appsync.extensions;
}`;

type Judge = (code: string) => CodeError[];
let started: Judge | undefined;

function judge(code: string): CodeError[] {
  started ??= startCompiler();
  return started(code);
}

/** Loads the compiler. Of the files of one judgement, all but the code serve the next. */
function startCompiler(): Judge {
  const ts = require('typescript') as typeof TypeScript;
  const options: TypeScript.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2023.d.ts'],
    types: [],
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  const declarations = new Map([[GLOBALS, ts.createSourceFile(GLOBALS, GLOBALS_TEXT, ts.ScriptTarget.ESNext)]]);
  let program: TypeScript.Program | undefined;
  return (code) => {
    const source = ts.createSourceFile(FILE, code, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
    host.getSourceFile = (name, version) => {
      if (name === FILE) {
        return source;
      }
      const known = declarations.get(name) ?? read(name, version);
      if (known !== undefined) {
        declarations.set(name, known);
      }
      return known;
    };
    program = ts.createProgram([FILE, GLOBALS], options, host, program);
    const checker = program.getTypeChecker();
    const callAt = (node: TypeScript.Node, place: number): TypeScript.CallExpression | undefined =>
      ts.forEachChild(node, (child) => (child.pos <= place && place < child.end ? callAt(child, place) : undefined)) ??
      (ts.isCallExpression(node) ? node : undefined);
    const isLax = (message: string, start: number): boolean => {
      const [, most, got] = /^Expected (?:at least |\d+-)?(\d+) arguments?, but got (\d+)/.exec(message) ?? [];
      const call = Number(got) < Number(most) ? callAt(source, start) : undefined;
      const declaration = call === undefined ? undefined : checker.getResolvedSignature(call)?.declaration;
      return declaration?.getSourceFile().fileName.includes('/@aws-appsync/utils/') ?? false;
    };
    return program.getSemanticDiagnostics(source).flatMap(({ code: kind, messageText, start = 0, length = 0 }) => {
      const value = ts.flattenDiagnosticMessageText(messageText, ' ');
      if (!KINDS.includes(kind) || isLax(value, start)) {
        return [];
      }
      const { line, character } = source.getLineAndCharacterOfPosition(start);
      return [{ errorType: 'LINT_ERROR', value, line: line + 1, column: character + 1, span: length }];
    });
  };
}
