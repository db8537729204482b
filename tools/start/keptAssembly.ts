import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, INPUTS, stateOf } from './sources.ts';
import { synthesise } from './synthesise.ts';
import { tellSaved } from './tellSaved.ts';

/** Where assemblies are kept, each by its inputs; may be deleted at any time. */
export const CACHE = 'node_modules/.cache/assembly';
const KEPT = 4;

/** What happens, in a line for whoever waits. */
type Say = (line: string) => void;

/**
 * The cloud assembly of a project's CDK app: the kept one if nothing that it is made of has changed, else one that is
 * synthesised and kept. What is saved meanwhile is told, and synthesised next.
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
  const before = stateOf(projectDir);
  say('Synthesising the CDK app; until its sources change, the next start finds it ready …');
  const draft = `${kept}.${process.pid}`;
  mkdirSync(cache, { recursive: true });
  try {
    const isOver = new AbortController();
    const telling = tellSaved(projectDir, before, isOver.signal, say);
    try {
      await synthesise(projectDir, draft, signal);
    } finally {
      isOver.abort();
      await telling;
    }
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
