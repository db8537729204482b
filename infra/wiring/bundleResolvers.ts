import { checkCode } from 'appsync-local/code';
import { buildSync } from 'esbuild';
import type { Bundling } from '../bundling/bundling.ts';
import { writeFolder } from '../bundling/writeFolder.ts';
import type { HandlerFile } from './resolverFile.ts';
import type { WiringProblem } from './wiringError.ts';

const APPSYNC_MODULE = '@aws-appsync/utils';

/**
 * Bundles every handler file into one self-contained text `<outputFolder>/<bundle>.js`, as the AppSync Developer Guide
 * says ("Bundling, TypeScript, and source maps"; docs/reference/appsync.md#imports-and-bundling), without a source map,
 * which would count as code. The folder then holds nothing else; the same sources always give the same text.
 * @returns what AppSync would refuse to save, as appsync-local judges it: size, syntax, imports, names, handlers
 * @throws Error of esbuild when a file does not compile
 */
export function bundleResolvers(resolversFolder: string, files: HandlerFile[], outputFolder: string): WiringProblem[] {
  const { outputFiles } = buildSync(resolverBundling(resolversFolder, files, outputFolder));
  const texts = new Map(outputFiles.map(({ path, text }) => [path.slice(outputFolder.length + 1), text]));
  writeFolder(outputFolder, texts);
  return files.flatMap(({ file, bundle }): WiringProblem[] => {
    const text = texts.get(`${bundle}.js`);
    if (text === undefined) {
      throw new Error(`esbuild did not answer for resolvers/${file}.`);
    }
    const errors = checkCode(text);
    return errors.length === 0 ? [] : [{ kind: 'CODE_REFUSED', file, bundle, errors }];
  });
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
