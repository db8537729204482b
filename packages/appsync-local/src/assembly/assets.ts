import { existsSync, readFileSync } from 'node:fs';
import { AssemblyError } from './types.ts';

/** Finds the assets that a template points to. */
export interface AssetReader {
  /** The absolute path of an asset by its S3 key. Throws AssemblyError for an unknown key. */
  pathOf(key: string): string;
  /** The text of an asset by its location "s3://bucket/key". */
  textAt(location: string): string;
  /** The source map of that text, if there is one: it stands beside the asset, as `<its file>.map`. */
  sourceMapAt(location: string): string | undefined;
}

/** Builds a reader over the assets of an assembly (object key to path). */
export function createAssetReader(assets: Map<string, string>): AssetReader {
  const pathOf = (key: string): string => {
    const path = assets.get(key);
    if (path === undefined) {
      throw new AssemblyError(`the template points to the asset ${key}, which the assembly does not have`);
    }
    return path;
  };
  const pathAt = (location: string): string => pathOf(location.replace(/^s3:\/\/[^/]+\//, ''));
  return {
    pathOf,
    textAt: (location) => readFileSync(pathAt(location), 'utf8'),
    sourceMapAt: (location) => {
      const map = `${pathAt(location)}.map`;
      return existsSync(map) ? readFileSync(map, 'utf8') : undefined;
    },
  };
}
