import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { mappedBundling, textsOf } from '../../infra/bundling/lambdaBundle.ts';
import { RESOLVERS_FOLDER, ROOT, SCHEMA_FILE } from '../../infra/paths.ts';
import { prepareResolvers } from '../../infra/wiring/prepareResolvers.ts';

/** A function as it is bundled, and the sources of the project that it is made of, by path from its folder. */
export interface LambdaBundle {
  text: string;
  /** The text of its source map. */
  map: string;
  sources: ReadonlySet<string>;
}

export type LambdaBundles = ReadonlyMap<string, LambdaBundle>;

/** Bundles the functions that `isWanted` names, as synthesis does. Throws esbuild's Error if one does not compile. */
export async function bundleLambdas(isWanted: (name: string) => boolean = () => true): Promise<LambdaBundles> {
  const names = readdirSync(`${ROOT}lambda`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const bundles = names
    .map(({ name }) => name)
    .filter(isWanted)
    .map(async (name): Promise<[string, LambdaBundle]> => {
      const { outputFiles, metafile } = await build({ ...mappedBundling(name), metafile: true });
      return [name, { ...textsOf(outputFiles), sources: new Set(Object.keys(metafile.inputs)) }];
    });
  return new Map(await Promise.all(bundles));
}

/** All sources that synthesis itself runs, from which templates follow, by path from the project's folder. */
export async function sourcesOfSynthesis(): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['infra/app.ts'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  return new Set(Object.keys(metafile.inputs));
}

/** The schema, and the resolvers that fit it. */
export interface BundledResolvers {
  /** The text of the schema, which the template quotes. */
  schema: string;
  /** The texts of bundles and source maps by file name. */
  resolvers: ReadonlyMap<string, string>;
}

/**
 * Checks and bundles all resolvers into a folder, as synthesis does.
 * @throws WiringError, GraphQLError and esbuild's Error where the sources are mistaken
 */
export function bundledResolvers(outputFolder: string): BundledResolvers {
  const schema = readFileSync(SCHEMA_FILE, 'utf8');
  prepareResolvers(schema, { resolversFolder: RESOLVERS_FOLDER, outputFolder });
  const files = readdirSync(outputFolder);
  return { schema, resolvers: new Map(files.map((name) => [name, readFileSync(join(outputFolder, name), 'utf8')])) };
}

/** What an assembly is made of besides what its templates say of themselves. */
export interface Bundles extends BundledResolvers {
  lambdas: LambdaBundles;
}

/**
 * Copies an assembly of the bundles `before` and puts those of `after` in their places, whose names it keeps; of the
 * schemas likewise.
 * @returns whether it was possible: bundles of one text have one asset, which cannot hold two texts, and a template may
 * not quote the schema
 */
export function rebundle(assemblyDir: string, outDir: string, before: Bundles, after: Bundles): boolean {
  cpSync(assemblyDir, outDir, { recursive: true });
  const places = placesIn(outDir);
  const files = new Map<string, string>();
  /** Notes what a file is to hold; false if it is to hold something else already. */
  const put = (old: string | undefined, text: string, map?: string): boolean => {
    const file = places.get(old ?? '');
    if (file === undefined || (files.get(file) ?? text) !== text) {
      return false;
    }
    files.set(file, text);
    if (map !== undefined) {
      files.set(mapOf(file), map);
    }
    return true;
  };
  const isPossible =
    (after.schema === before.schema || putSchema(outDir, before.schema, after.schema)) &&
    [...before.resolvers.keys()].every((name) => after.resolvers.has(name)) &&
    [...after.resolvers]
      .filter(([name]) => name.endsWith('.js'))
      .every(([name, text]) => put(before.resolvers.get(name), text, after.resolvers.get(`${name}.map`))) &&
    [...after.lambdas].every(([name, { text, map }]) => {
      const old = before.lambdas.get(name)?.text;
      // Not every function is part of every stage. The map of one whose text stays may be another one.
      return (text === old && !places.has(text)) || put(old, text, map);
    });
  if (isPossible) {
    files.forEach((text, file) => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    });
  }
  return isPossible;
}

/** The source map of a bundle: that of a function stands in a folder beside its own, which is not deployed. */
function mapOf(file: string): string {
  return basename(file) === 'index.mjs' ? join(`${dirname(file)}.map`, 'index.mjs.map') : `${file}.map`;
}

/** Puts another schema into the templates that quote the one before; false if none does. */
function putSchema(outDir: string, before: string, after: string): boolean {
  const quoting = readdirSync(outDir)
    .filter((name) => name.endsWith('.template.json'))
    .map((name) => join(outDir, name))
    .map((file) => ({ file, parts: readFileSync(file, 'utf8').split(JSON.stringify(before)) }))
    .filter(({ parts }) => parts.length > 1);
  quoting.forEach(({ file, parts }) => writeFileSync(file, parts.join(JSON.stringify(after))));
  return quoting.length > 0;
}

/** The files of bundles in an assembly, by their texts. */
function placesIn(outDir: string): Map<string, string> {
  const files = readdirSync(outDir)
    .filter((name) => name.startsWith('asset.') && !name.endsWith('.map'))
    .map((name) => (name.endsWith('.js') ? join(outDir, name) : join(outDir, name, 'index.mjs')));
  return new Map(files.filter((file) => existsSync(file)).map((file) => [readFileSync(file, 'utf8'), file]));
}
