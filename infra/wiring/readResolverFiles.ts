import { readdirSync, type Dirent } from 'node:fs';
import { readPipeline } from './readPipeline.ts';
import { chooseDataSource } from './chooseDataSource.ts';
import { coordinateOf, type ResolverFile } from './resolverFile.ts';
import type { WiringProblem } from './wiringError.ts';

/** Code that resolvers share; it holds no resolvers. */
const SHARED_FOLDER = 'shared';

const UNIT_FILE = /^([A-Z]\w*)\.([a-z]\w*)(\.none|\.reader|\.lane|\.lambda|\.settle)?\.ts$/;
const PIPELINE_FOLDER = /^([A-Z]\w*)\.([a-z]\w*)$/;
const DOMAIN_FOLDER = /^[a-z]\w*$/;

/**
 * Reads the resolvers folder by its file grammar: `<Type>.<field>.ts` is a unit resolver on the table, `.none.ts` one
 * without a data source, `.lane.ts` one on the table of lanes, `.lambda.ts` one on the Lambda that waits in lanes,
 * `.settle.ts` one on the Lambda that settles all else, and a folder
 * `<Type>.<field>/` a pipeline. They may lie in folders of any name but `shared`, which is passed over.
 * @returns resolvers in order of coordinate, and what breaks the grammar
 */
export function readResolverFiles(resolversFolder: string): { resolvers: ResolverFile[]; problems: WiringProblem[] } {
  const resolvers: ResolverFile[] = [];
  const problems: WiringProblem[] = [];
  readFolder(resolversFolder, '', resolvers, problems);
  resolvers.sort((a, b) => (coordinateOf(a) < coordinateOf(b) ? -1 : 1));
  resolvers.forEach((resolver, index) => {
    const before = resolvers[index - 1];
    if (before !== undefined && coordinateOf(before) === coordinateOf(resolver)) {
      problems.push({ kind: 'TWO_RESOLVERS', coordinate: coordinateOf(resolver), file: resolver.file });
    }
  });
  return { resolvers, problems };
}

function readFolder(root: string, below: string, resolvers: ResolverFile[], problems: WiringProblem[]): void {
  for (const entry of entriesOf(`${root}/${below}`)) {
    const file = `${below}${entry.name}`;
    const pipeline = entry.isDirectory() ? PIPELINE_FOLDER.exec(entry.name) : null;
    const unit = entry.isFile() ? UNIT_FILE.exec(entry.name) : null;
    if (pipeline !== null) {
      const [, type = '', field = ''] = pipeline;
      const names = entriesOf(`${root}/${file}`).map(({ name }) => name);
      const read = readPipeline({ type, field, folder: file, names });
      resolvers.push(read.resolver);
      problems.push(...read.problems);
    } else if (unit !== null) {
      const [, type = '', field = '', suffix] = unit;
      const dataSource = chooseDataSource(type, suffix);
      resolvers.push({ kind: 'UNIT', type, field, file, bundle: coordinateOf({ type, field }), dataSource });
    } else if (entry.isDirectory() && DOMAIN_FOLDER.test(entry.name)) {
      if (file !== SHARED_FOLDER) {
        readFolder(root, `${file}/`, resolvers, problems);
      }
    } else {
      problems.push({ kind: 'UNKNOWN_FILE', file });
    }
  }
}

function entriesOf(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
}
