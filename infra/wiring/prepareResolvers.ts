import { bundleResolvers } from '../bundling/resolverBundles.ts';
import { compareWithSchema } from './compareWithSchema.ts';
import { readResolverFiles } from './readResolverFiles.ts';
import type { ResolverFile } from './resolverFile.ts';
import { handlerFilesOf } from './resolverFile.ts';
import { WiringError } from './wiringError.ts';

/** Where things are: absolute paths, without a slash at the end. */
export interface ResolverFolders {
  resolversFolder: string;
  /** Emptied and filled with one `<bundle>.js` for each handler file. */
  outputFolder: string;
}

/**
 * Reads, checks and bundles all resolvers of a schema. Names are checked before anything is bundled, so a missing file
 * is reported as such.
 * @returns the resolvers in order of coordinate
 * @throws WiringError naming every problem found
 */
export function prepareResolvers(
  schemaText: string,
  { resolversFolder, outputFolder }: ResolverFolders,
): ResolverFile[] {
  const { resolvers, problems } = readResolverFiles(resolversFolder);
  refuse([...problems, ...compareWithSchema(schemaText, resolvers)]);
  refuse(bundleResolvers(resolversFolder, handlerFilesOf(resolvers), outputFolder));
  return resolvers;
}

function refuse(problems: WiringError['problems']): void {
  if (problems.length > 0) {
    throw new WiringError(problems);
  }
}
