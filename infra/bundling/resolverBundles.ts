import type { Metafile } from 'esbuild';
import { buildSync } from 'esbuild';
import type { HandlerFile } from '../wiring/resolverFile.ts';
import type { WiringProblem } from '../wiring/wiringError.ts';
import { MAX_BUNDLE_CHARACTERS } from '../wiring/wiringError.ts';
import { writeFolder } from './writeFolder.ts';

const APPSYNC_MODULE = '@aws-appsync/utils';
const HANDLERS = ['request', 'response'];

/** Helpers of esbuild (`__export`, `__spreadValues`, …) contain syntax that AppSync refuses. */
const ESBUILD_HELPER = /^var (__\w+) =/m;

/**
 * Bundles every handler file into one self-contained text `<outputFolder>/<bundle>.js`, as the AppSync Developer Guide
 * says ("Bundling, TypeScript, and source maps"; reference appsync 1.5), without a source map, which would count as
 * code. The folder then holds nothing else; the same sources always give the same text.
 * @returns what AppSync would refuse: size, imports, handlers, lowered syntax
 * @throws Error of esbuild when a file does not compile
 */
export function bundleResolvers(resolversFolder: string, files: HandlerFile[], outputFolder: string): WiringProblem[] {
  const { metafile, outputFiles } = buildSync({
    absWorkingDir: resolversFolder,
    entryPoints: files.map(({ file, bundle }) => ({ in: file, out: bundle })),
    outdir: outputFolder,
    bundle: true,
    format: 'esm',
    target: 'esnext',
    platform: 'node',
    external: [APPSYNC_MODULE],
    treeShaking: true,
    charset: 'utf8',
    tsconfigRaw: {},
    logLevel: 'silent',
    metafile: true,
    write: false,
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [path.slice(outputFolder.length + 1), text]));
  writeFolder(outputFolder, texts);
  const built = new Map(Object.values(metafile.outputs).map((output) => [output.entryPoint, output]));
  return files.flatMap((source) => {
    const text = texts.get(`${source.bundle}.js`);
    const output = built.get(source.file);
    if (text === undefined || output === undefined) {
      throw new Error(`esbuild did not answer for resolvers/${source.file}.`);
    }
    return problemsOf(source.file, text, output);
  });
}

function problemsOf(file: string, text: string, output: Metafile['outputs'][string]): WiringProblem[] {
  const problems: WiringProblem[] = [];
  if (text.length > MAX_BUNDLE_CHARACTERS) {
    problems.push({ kind: 'BUNDLE_TOO_LARGE', file, characters: text.length });
  }
  for (const { path } of output.imports) {
    if (path !== APPSYNC_MODULE && !path.startsWith(`${APPSYNC_MODULE}/`)) {
      problems.push({ kind: 'FOREIGN_IMPORT', file, imported: path });
    }
  }
  for (const handler of HANDLERS) {
    if (!output.exports.includes(handler)) {
      problems.push({ kind: 'HANDLER_MISSING', file, handler });
    }
  }
  const [, found] = ESBUILD_HELPER.exec(text) ?? [];
  if (found !== undefined) {
    problems.push({ kind: 'LOWERED_SYNTAX', file, found });
  }
  return problems;
}
