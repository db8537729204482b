import { SourceMap } from 'node:module';
import { codeFileName } from './sandbox.ts';

/**
 * Maps 'line:column' of the script that ran to 'code.js:line:column' of the uploaded text; null if there is no such
 * place.
 */
export function placeFinder(readMap: () => object): (place: string | null) => string | null {
  let map: SourceMap | undefined;
  return (place) => {
    if (place === null) {
      return null;
    }
    const [line, column] = place.split(':').map(Number) as [number, number];
    map ??= new SourceMap(JSON.parse(JSON.stringify(readMap())));
    const entry = map.findEntry(line - 1, column - 1);
    if (!('originalLine' in entry)) {
      return null;
    }
    return `${codeFileName}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  };
}
