/** One change of a file that a page shows, in a block ```diff <file>. */
export interface Patch {
  file: string;
  /** The lines that are there, and what they become. Without lines that are there the file is new. */
  hunks: { before: string; after: string }[];
}

/** The changes that a page shows, in its order; a line `@@` within a block parts two places. */
export function patchesOf(markdown: string): Patch[] {
  return [...markdown.matchAll(/^```diff (\S+)\n([^]*?)^```$/gm)].map(([, file = '', text = '']) => ({
    file,
    hunks: text.split(/^@@\n/m).map((hunk) => {
      const lines = hunk.split('\n').slice(0, -1);
      const without = (sign: string) =>
        lines.filter((line) => !line.startsWith(sign)).map((line) => `${line.slice(1)}\n`);
      return { before: without('+').join(''), after: without('-').join('') };
    }),
  }));
}

/** The lines that a change adds. */
export const addedBy = ({ hunks }: Patch): string[] =>
  hunks.flatMap(({ before, after }) => after.split('\n').filter((line) => line !== '' && !before.includes(line)));

/**
 * The text of a file after a change.
 * @param text null if there is no such file
 * @throws Error if the lines that are to be there are not there exactly once, or a new file is there already
 */
export function patched(text: string | null, { file, hunks }: Patch): string {
  return hunks.reduce<string | null>((now, { before, after }) => {
    if (before === '') {
      if (now !== null) {
        throw new Error(`${file} is there already`);
      }
      return after;
    }
    const lines = now ?? '';
    const places = [...lines.matchAll(/^/gm)].map(({ index }) => index).filter((at) => lines.startsWith(before, at));
    const [place = 0] = places;
    if (places.length !== 1) {
      throw new Error(`${file} has these lines ${places.length} times:\n${before}`);
    }
    return `${lines.slice(0, place)}${after}${lines.slice(place + before.length)}`;
  }, text) as string;
}
