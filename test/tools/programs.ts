import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

const pathOf = (script = ''): string | undefined => /\btsx (\S+)/.exec(script)?.[1];

/** Every program of ours that a script in package.json runs, but those of appsync-local, which has no tools. */
export const PROGRAMS = Object.values(scripts)
  .flatMap((script) => pathOf(script) ?? [])
  .filter((path) => !path.startsWith('packages/appsync-local/'));

/** The file that a script of package.json runs. */
export const programOf = (script: string): string => pathOf(scripts[script]) ?? `no program of ${script}`;
