import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from './synthesise.ts';

/** All that a synthesis reads of the project. A test follows the imports. */
export const INPUTS = [
  'cdk.json',
  'domain',
  'infra',
  'lambda',
  'package-lock.json',
  'package.json',
  'resolvers',
  'schema.graphql',
  'tsconfig.json',
];

/** Where assemblies are kept, each by its inputs; may be deleted at any time. */
export const CACHE = 'node_modules/.cache/assembly';
const KEPT = 4;

/** What happens, in a line for whoever waits. */
type Say = (line: string) => void;

/**
 * The cloud assembly of a project's CDK app: the kept one if nothing that it is made of has changed, else one that is
 * synthesised and kept.
 * @throws SynthesisFailed
 */
export async function keptAssembly(projectDir: string, signal: AbortSignal, say: Say): Promise<string> {
  const cache = join(projectDir, CACHE);
  const name = inputsHash(projectDir);
  const kept = join(cache, name);
  if (existsSync(kept)) {
    // The last ones in use are kept.
    utimesSync(kept, new Date(), new Date());
    return kept;
  }
  say('Synthesising the CDK app; until its sources change, the next start finds it ready …');
  const draft = `${kept}.${process.pid}`;
  mkdirSync(cache, { recursive: true });
  try {
    await synthesise(projectDir, draft, signal);
    if (!signal.aborted && inputsHash(projectDir) !== name) {
      // Of which of the sources it was made, nobody knows.
      return await keptAssembly(projectDir, signal, say);
    }
    if (!signal.aborted) {
      keep(draft, kept);
      forgetOld(cache);
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return kept;
}

/**
 * A name for everything that the assembly follows from. The month is part of it: the API key of the stack ends by it
 * (infra/api/apiKeyExpiry.ts).
 */
export function inputsHash(projectDir: string, now = new Date()): string {
  const hash = createHash('sha256').update(`${process.version}\n${now.toISOString().slice(0, 7)}\n`);
  for (const path of INPUTS.flatMap((input) => filesIn(projectDir, input))) {
    hash
      .update(`${path}\n`)
      .update(readFileSync(join(projectDir, path)))
      .update('\n');
  }
  return hash.digest('hex').slice(0, 32);
}

/** A file itself, or all files of a folder, by their paths, sorted; none of what is not there. */
export function filesIn(projectDir: string, input: string): string[] {
  const stats = statSync(join(projectDir, input), { throwIfNoEntry: false });
  if (stats === undefined) {
    return [];
  }
  if (!stats.isDirectory()) {
    return [input];
  }
  return readdirSync(join(projectDir, input))
    .sort()
    .flatMap((name) => filesIn(projectDir, join(input, name)));
}

/** Gives a finished assembly its name; another start may have been first. */
function keep(draft: string, kept: string): void {
  try {
    renameSync(draft, kept);
  } catch (error) {
    if (!existsSync(kept)) {
      throw error;
    }
  }
}

/** Removes all but the last few, drafts of killed starts included. */
function forgetOld(cache: string): void {
  readdirSync(cache)
    .map((name) => join(cache, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs)
    .slice(KEPT)
    .forEach((path) => rmSync(path, { recursive: true, force: true }));
}
