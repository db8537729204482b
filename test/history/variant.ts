import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleLambda } from '../../infra/bundling/lambdaBundle.ts';
import { prepareResolvers } from '../../infra/wiring/prepareResolvers.ts';
import { ROOT } from '../architecture/sourceFiles.ts';
import { applyEdits, replaceCode, type Edit } from './edit.ts';

const SOURCES = [
  'domain',
  'infra',
  'lambda',
  'resolvers',
  'schema.graphql',
  'cdk.json',
  'package.json',
  'tsconfig.json',
];
/** What guards are in: only bundles are made of it, so these take the place of the original's. */
const BUNDLED = /^(domain|lambda|resolvers)\//;
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

/** The whole build without a change, by its deadline: it takes seconds, and is made once in a process. */
const originals = new Map<number, Promise<string>>();

/**
 * Builds a copy of the sources with these changes into a cloud assembly, as the CDK CLI would.
 * @throws Error if a change finds nothing to change, or the copy does not build
 */
export async function buildVariant(
  edits: readonly Edit[],
  { deadlineMs = USUAL_DEADLINE_MS }: VariantOptions = {},
): Promise<Variant> {
  const stray = edits.find(({ file }) => !BUNDLED.test(file));
  if (stray !== undefined) {
    throw new Error(`${stray.file} is in no bundle`);
  }
  const original = await originalOf(deadlineMs);
  const directory = await copySources([withDeadline(deadlineMs), ...edits]);
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    await cp(join(original, 'cdk.out'), join(directory, 'cdk.out'), { recursive: true });
    if (edits.length > 0) {
      await replaceBundles(original, directory);
    }
    return { assemblyDir: join(directory, 'cdk.out'), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

const withDeadline = (deadlineMs: number): Edit =>
  replaceCode('domain/limits.ts', `deadlineMs: ${USUAL_DEADLINE_MS}`, `deadlineMs: ${deadlineMs}`);

function originalOf(deadlineMs: number): Promise<string> {
  const original = originals.get(deadlineMs) ?? synthesiseOriginal(deadlineMs);
  originals.set(deadlineMs, original);
  return original;
}

async function synthesiseOriginal(deadlineMs: number): Promise<string> {
  const directory = await copySources([withDeadline(deadlineMs)]);
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const { app, context } = JSON.parse(await readFile(join(ROOT, 'cdk.json'), 'utf8')) as {
    app: string;
    context: unknown;
  };
  const env = { ...process.env, CDK_OUTDIR: join(directory, 'cdk.out'), CDK_CONTEXT_JSON: JSON.stringify(context) };
  await promisify(execFile)('sh', ['-c', app], { cwd: directory, env });
  return directory;
}

/** A copy of the sources with these changes, in a directory of its own. */
async function copySources(edits: readonly Edit[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'event-registration-variant-'));
  await Promise.all(SOURCES.map((source) => cp(join(ROOT, source), join(directory, source), { recursive: true })));
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  await Promise.all([...applyEdits(edits)].map(([file, text]) => writeFile(join(directory, file), text)));
  return directory;
}

/** Bundles the sources of a directory, and puts its bundles in place of the original's wherever these are deployed. */
async function replaceBundles(original: string, directory: string): Promise<void> {
  prepareResolvers(await readFile(join(directory, 'schema.graphql'), 'utf8'), {
    resolversFolder: join(directory, 'resolvers'),
    outputFolder: join(directory, 'build/resolvers'),
  });
  const functions = await readdir(join(original, 'build/lambda'));
  functions.forEach((name) => bundleLambda(name, directory, join(directory, 'build')));
  const changed = new Map<string, string>();
  for (const file of await filesIn(join(original, 'build'))) {
    const [before, after] = await Promise.all(
      [original, directory].map((place) => readFile(join(place, 'build', file), 'utf8')),
    );
    if (before !== after) {
      changed.set(before ?? '', after ?? '');
    }
  }
  const assets = (await filesIn(join(directory, 'cdk.out'))).filter((file) => file.startsWith('asset.'));
  const replaced = new Set<string>();
  for (const asset of assets.map((file) => join(directory, 'cdk.out', file))) {
    const before = await readFile(asset, 'utf8');
    const after = changed.get(before);
    if (after !== undefined) {
      await writeFile(asset, after);
      replaced.add(before);
    }
  }
  if (replaced.size === 0 || replaced.size < changed.size) {
    throw new Error(`${replaced.size} of ${changed.size} changed bundles are deployed`);
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
}
