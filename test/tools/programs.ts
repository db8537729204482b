import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** Every program of ours that a script in package.json runs, but those of appsync-local, which has no tools. */
export const PROGRAMS = Object.values(scripts)
  .flatMap((script) => /\btsx (\S+)/.exec(script)?.[1] ?? [])
  .filter((path) => !path.startsWith('packages/appsync-local/'));
