import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeBundles, type Bundle } from './bundling.ts';
import { applyEdits, replaceCode, type Edit } from './edit.ts';

const USUAL_DEADLINE_MS = 25_000;

/** Where a build of changed sources is. */
export interface Variant {
  assemblyDir: string;
  remove(): Promise<void>;
}

/** What is decided for all builds. */
export interface VariantOptions {
  /** How long a request tries, in place of 25 s: nobody waits for what cannot succeed. */
  deadlineMs?: number;
}

/** An assembly, and the bundles that are deployed by it. */
interface Build {
  assemblyDir: string;
  bundles: readonly Bundle[];
}

/** What variants have in common, by assembly and deadline: it is made once in a process. */
const builds = new Map<string, Promise<Build>>();

/**
 * Makes a copy of an assembly of the sources as they are, in which the bundles are of the sources with these changes.
 * @throws Error if a change finds nothing to change, or the changed sources cannot be bundled
 */
export async function buildVariant(
  assemblyDir: string,
  edits: readonly Edit[],
  { deadlineMs = USUAL_DEADLINE_MS }: VariantOptions = {},
): Promise<Variant> {
  const withDeadline =
    deadlineMs === USUAL_DEADLINE_MS
      ? []
      : [replaceCode('domain/limits.ts', `deadlineMs: ${USUAL_DEADLINE_MS}`, `deadlineMs: ${deadlineMs}`)];
  const original = await once(`${assemblyDir} ${deadlineMs}`, async () => {
    const usual = await once(assemblyDir, () => readBuild(assemblyDir));
    const build = await changeBuild(usual, withDeadline, withDeadline);
    process.once('exit', () => rmSync(build.assemblyDir, { recursive: true, force: true }));
    return build;
  });
  const variant = await changeBuild(original, edits, [...withDeadline, ...edits]);
  return { assemblyDir: variant.assemblyDir, remove: () => removeFolder(variant.assemblyDir) };
}

function once(key: string, make: () => Promise<Build>): Promise<Build> {
  const build = builds.get(key) ?? make();
  builds.set(key, build);
  return build;
}

async function readBuild(assemblyDir: string): Promise<Build> {
  const deployed = new Set(assetsIn(assemblyDir).map((path) => readFileSync(path, 'utf8')));
  const bundles = await makeBundles();
  // A stage does not have every function.
  return { assemblyDir, bundles: bundles.filter(({ text }) => deployed.has(text)) };
}

/**
 * A copy of a build with further changes.
 * @param edits the changes that the build does not have yet
 * @param all these, and those that it has
 */
async function changeBuild(build: Build, edits: readonly Edit[], all: readonly Edit[]): Promise<Build> {
  const isConcerned = (bundle: Bundle): boolean => edits.some(({ file }) => bundle.sources.has(file));
  const concerned = new Set(build.bundles.filter(isConcerned).map(({ entry }) => entry));
  const stray = edits.find(({ file }) => !build.bundles.some(({ sources }) => sources.has(file)));
  if (stray !== undefined) {
    throw new Error(`${stray.file} is in no bundle`);
  }
  const changed = await makeBundles(applyEdits(all), (entry) => concerned.has(entry));
  const changedByEntry = new Map(changed.map((bundle) => [bundle.entry, bundle]));
  const bundles = build.bundles.map((bundle) => changedByEntry.get(bundle.entry) ?? bundle);
  const texts = new Map(build.bundles.map(({ text }, index) => [text, bundles[index]?.text ?? '']));
  if (edits.length > 0 && [...texts].every(([before, text]) => before === text)) {
    throw new Error(`No bundle changes by ${edits.map(({ file, sought }) => `${file}: ${sought}`).join(', ')}`);
  }
  const assemblyDir = await mkdtemp(join(tmpdir(), 'event-registration-variant-'));
  cpSync(build.assemblyDir, assemblyDir, { recursive: true });
  for (const path of assetsIn(assemblyDir)) {
    const before = readFileSync(path, 'utf8');
    const after = texts.get(before) ?? before;
    if (after !== before) {
      writeFileSync(path, after);
    }
  }
  return { assemblyDir, bundles };
}

function assetsIn(assemblyDir: string): string[] {
  return readdirSync(assemblyDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => path.slice(assemblyDir.length + 1).startsWith('asset.'));
}

const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
