import { readdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { lambdaBundling } from '../../infra/bundling/lambdaBundle.ts';
import { BUILD_FOLDER, RESOLVERS_FOLDER } from '../../infra/paths.ts';
import { resolverBundling } from '../../infra/wiring/bundleResolvers.ts';
import { readResolverFiles } from '../../infra/wiring/readResolverFiles.ts';
import { handlerFilesOf } from '../../infra/wiring/resolverFile.ts';
import { ROOT } from '../architecture/sourceFiles.ts';

/** Texts in place of sources, by path from the root. */
export type ChangedSources = ReadonlyMap<string, string>;

/** What is deployed of a function, or of a handler file of a resolver. */
export interface Bundle {
  /** Its first source, which no other bundle begins with. */
  entry: string;
  text: string;
  /** All sources that it is made of, by path from the root. */
  sources: ReadonlySet<string>;
}

/**
 * Makes the bundles of all functions and resolvers, as synthesis does.
 * @param isWanted whether to make the one that begins with this source
 * @throws Error of esbuild if a source does not compile
 */
export async function makeBundles(
  changed: ChangedSources = new Map(),
  isWanted: (entry: string) => boolean = () => true,
): Promise<Bundle[]> {
  const { resolvers } = readResolverFiles(RESOLVERS_FOLDER);
  const functions = readdirSync(`${ROOT}lambda`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const made = [
    resolverBundling(RESOLVERS_FOLDER, handlerFilesOf(resolvers), BUILD_FOLDER),
    ...functions.map(({ name }) => lambdaBundling(name)),
  ].map(async (way) => {
    const { outputFiles, metafile } = await build({
      outdir: BUILD_FOLDER,
      ...way,
      entryPoints: way.entryPoints.filter((entry) => isWanted(typeof entry === 'string' ? entry : entry.in)),
      metafile: true,
      plugins: [changedSources(changed)],
    });
    const fromHere = (path: string): string => resolve(way.absWorkingDir, path);
    return Object.entries(metafile.outputs).map(([path, { entryPoint = '', inputs }]) => ({
      entry: entryPoint,
      text: outputFiles.find((file) => file.path === fromHere(path))?.text ?? '',
      sources: new Set(Object.keys(inputs).map((input) => fromRoot(fromHere(input)))),
    }));
  });
  return (await Promise.all(made)).flat();
}

/** Lets esbuild read texts in place of sources. */
export function changedSources(changed: ChangedSources): Plugin {
  return {
    name: 'changed sources',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\/(domain|lambda|resolvers)\/.*\.ts$/ }, ({ path }) => {
        const contents = changed.get(fromRoot(path));
        return contents === undefined ? undefined : { contents, loader: 'ts' };
      }),
  };
}

const fromRoot = (path: string): string => relative(ROOT, path);
