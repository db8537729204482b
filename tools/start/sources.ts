import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

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

/** How often the sources are looked at. */
const EVERY_MS = 200;

/** Resolves when it is time to look at the sources again, or by the signal. */
export async function nextLook(signal: AbortSignal): Promise<void> {
  await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
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
  return namesIn(join(projectDir, input)).flatMap((name) => filesIn(projectDir, join(input, name)));
}

/** What a folder holds, sorted; nothing if it has gone since it was seen, as when git checks something out. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

/** Each source with what changes when it is written. A file that goes meanwhile is as good as gone. */
export function stateOf(projectDir: string): Map<string, string> {
  const paths = INPUTS.flatMap((input) => filesIn(projectDir, input));
  return new Map(
    paths.flatMap((path) => {
      const stats = statSync(join(projectDir, path), { throwIfNoEntry: false });
      return stats === undefined ? [] : [[path, `${stats.mtimeMs} ${stats.size} ${stats.ino}`]];
    }),
  );
}

/** The paths of sources that two states do not have alike. */
export function differences(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path));
}
