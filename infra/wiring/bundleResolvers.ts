import { basename, dirname, join, relative, resolve } from 'node:path';
import { checkCode, sourceFinder } from 'appsync-local/code';
import { buildSync, type BuildFailure, type OutputFile } from 'esbuild';
import type { Bundling } from '../bundling/bundling.ts';
import { writeFolder } from '../bundling/writeFolder.ts';
import type { HandlerFile } from './resolverFile.ts';
import type { WiringProblem } from './wiringError.ts';

const APPSYNC_MODULE = '@aws-appsync/utils';

/**
 * Bundles every handler file into one self-contained text `<outputFolder>/<bundle>.js`, as the AppSync Developer Guide
 * says ("Bundling, TypeScript, and source maps"; docs/reference/appsync.md#imports-and-bundling). Its source map stands
 * beside it as `<bundle>.js.map`, since in the text it would count as code. The folder then holds nothing else; the
 * same sources always give the same text.
 * @returns what AppSync would refuse to save, as appsync-local judges it: size, syntax, imports, names, handlers
 * @throws Error of esbuild when a file does not compile, which names it from the project's folder
 */
export function bundleResolvers(resolversFolder: string, files: HandlerFile[], outputFolder: string): WiringProblem[] {
  const outputFiles = build(resolverBundling(resolversFolder, files, outputFolder));
  const texts = new Map(outputFiles.map(({ path, text }) => [path.slice(outputFolder.length + 1), text]));
  for (const [name, text] of texts) {
    if (name.endsWith('.map')) {
      texts.set(name, fromProject(text, name.slice(0, -'.map'.length), outputFolder, dirname(resolversFolder)));
    }
  }
  writeFolder(outputFolder, texts);
  return files.flatMap(({ file, bundle }): WiringProblem[] => {
    const text = texts.get(`${bundle}.js`);
    if (text === undefined) {
      throw new Error(`esbuild did not answer for resolvers/${file}.`);
    }
    const findSource = sourceFinder(texts.get(`${bundle}.js.map`) ?? '{}');
    const errors = checkCode(text).map((error) => ({ ...error, source: findSource(error.line, error.column) }));
    return errors.length === 0 ? [] : [{ kind: 'CODE_REFUSED', file, bundle, errors }];
  });
}

/** Builds with source maps. A failure names its files from the project's folder, which esbuild does not do here. */
function build(bundling: Bundling): OutputFile[] {
  try {
    return buildSync({ ...bundling, sourcemap: 'external', sourcesContent: false }).outputFiles;
  } catch (error) {
    const failure = error as BuildFailure;
    const folder = basename(bundling.absWorkingDir);
    const lines = failure.errors.map(({ location, text }) =>
      location === null ? text : `${join(folder, location.file)}:${location.line}:${location.column + 1}: ${text}`,
    );
    failure.message = ['The resolvers do not compile:', ...lines].join('\n  - ');
    throw failure;
  }
}

/** A source map with the file that it is of, and its sources named from the project's folder. */
function fromProject(mapText: string, file: string, outputFolder: string, project: string): string {
  const map = JSON.parse(mapText) as { sources: string[] };
  const sources = map.sources.map((source) => relative(project, resolve(outputFolder, source)));
  return JSON.stringify({ ...map, file, sources });
}

/** How esbuild bundles handler files. */
export function resolverBundling(resolversFolder: string, files: HandlerFile[], outputFolder: string): Bundling {
  return {
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
    write: false,
  };
}
