import { readFileSync } from 'node:fs';
import { createContext, Script } from 'node:vm';
import { failureMark, host } from './host.ts';

/** Names of the members that exist, as a tree: `true` is a leaf. */
export interface Names {
  [name: string]: Names | true;
}

/**
 * The one hardened context in which all resolver code runs. Every value but `evaluate` and `compile` is a plain copy.
 */
export interface Sandbox {
  /** Global name → its members. */
  globals: Names;
  /** Importable module → its exports. */
  modules: Names;
  /** Methods of built-in prototypes that APPSYNC_JS does not have. */
  removedMethods: Set<string>;
  /** Turns wrapped module text into the function that starts a fresh copy of the module. */
  compile(text: string): StartModule;
  /** Runs a handler; takes and answers text only. Answers two lines of JSON: what was left behind, and the result. */
  evaluate(start: StartModule, handler: string, contextJson: string, authType: string, timeoutMs: number): string;
}

/** A function of the context, opaque to Node. */
export type StartModule = { readonly insideSandbox: unique symbol };

// The record of the evaluation in progress, made by code of the context so that its prototype is too.
const runRecord = `({ stop: { stop: true }, runtimeError: { runtimeError: true } })`;

/** The file name under which faults report resolver code, as AppSync does. */
export const codeFileName = 'code.js';

/**
 * Creates the context: no eval, no WebAssembly, built-ins cut down to AppSync's list
 * (docs/reference/appsync.md#built-ins) and frozen.
 */
function createSandbox(): Sandbox {
  const context = createContext(Object.create(null) as object, {
    codeGeneration: { strings: false, wasm: false },
  });
  const run = (file: string) => {
    const text = readFileSync(new URL(`./inside/${file}.js`, import.meta.url), 'utf8');
    return new Script(text, { filename: `appsync-${file}.js` }).runInContext(context);
  };
  const record = new Script(runRecord).runInContext(context);
  const stackTraces = run('places')(record, codeFileName);
  const library = run('library')(run, record, host, failureMark);
  const { evaluate, link } = run('evaluate')(record, library);
  const shape = JSON.parse(library.shape()) as { globals: Names; modules: Names };
  const removed = JSON.parse(run('harden')(link, stackTraces, library.replace)) as string[];
  return {
    ...shape,
    removedMethods: new Set(removed),
    compile: (text) => new Script(text, { filename: codeFileName, lineOffset: -1 }).runInContext(context)(link),
    evaluate,
  };
}

/** The sandbox of this process, created once. */
export const sandbox = createSandbox();
