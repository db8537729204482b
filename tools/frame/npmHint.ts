import type { CallByNpm } from './environment.ts';

/** Options of ours that npm has, too: it may have been told them for itself. */
const ALSO_NPMS = ['access', 'key'];

/**
 * What to say to somebody who left out the `--` that npm asks for before a script's options: npm keeps what stands
 * before it, and calls the script without.
 * @param options the long names of the tool's options, such as "in-memory"
 * @returns null if none is left out
 */
export function npmHint(options: readonly string[], call: CallByNpm | null): string | null {
  const kept = options.filter((name) => call?.kept(name) !== undefined && !ALSO_NPMS.includes(name));
  if (call === null || kept.length === 0) {
    return null;
  }
  const names = kept.map((name) => `--${name}`);
  return `npm kept ${names.join(' and ')} to itself: options stand after a --, as in ${call.command} -- ${names[0]} …`;
}
