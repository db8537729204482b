import { SourceMap } from 'node:module';

/** Maps a 1-based place of a bundle to 'file:line:column' of its source; null for what has none. */
export type FindSource = (line: number, column: number) => string | null;

/**
 * Maps a 1-based place of a bundle to 'file:line:column' of the source that it was made of, by the JSON text of the
 * bundle's source map; null for what has no source. Throws SyntaxError for a text that is no JSON.
 */
export function sourceFinder(mapText: string): FindSource {
  let map: SourceMap | undefined;
  return (line, column) => {
    map ??= new SourceMap(JSON.parse(mapText));
    const entry = map.findEntry(line - 1, column - 1);
    return 'originalLine' in entry && entry.originalSource !== undefined
      ? `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
      : null;
  };
}
