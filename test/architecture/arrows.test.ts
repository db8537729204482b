import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Folder } from './sourceFiles.ts';
import { FOLDERS, importsOf, sourceFilesIn } from './sourceFiles.ts';

/** Which of our folders a folder may import from, besides itself. */
const ARROWS: Record<Folder, readonly string[]> = {
  domain: [],
  resolvers: ['domain'],
  lambda: ['domain'],
  infra: ['domain'],
  client: [],
  examples: [],
  tools: ['domain', 'lambda', 'packages/appsync-local'],
  'packages/appsync-local': [],
  'packages/dynamodb-contention': ['packages/appsync-local'],
  'packages/bench': FOLDERS,
  'packages/legacy-migration': FOLDERS,
  test: FOLDERS,
};

const everyImport = FOLDERS.flatMap((folder) =>
  sourceFilesIn(folder).flatMap((source) =>
    importsOf(source).map((imported) => {
      const isOurs = imported.startsWith('.');
      return {
        folder,
        path: source.path,
        isOurs,
        target: isOurs ? posix.join(posix.dirname(source.path), imported) : imported,
      };
    }),
  ),
);

describe('imports between folders', () => {
  it.each(FOLDERS)('of %s follow the arrows of the design', (folder) => {
    const allowed = [folder, ...ARROWS[folder]];
    const astray = everyImport.filter(
      ({ folder: from, isOurs, target }) =>
        from === folder && isOurs && !allowed.some((one) => target.startsWith(`${one}/`)),
    );
    expect(astray).toEqual([]);
  });

  it('take nothing from the domain into infra but its names', () => {
    const taken = everyImport.filter(({ folder, target }) => folder === 'infra' && target.startsWith('domain/'));
    expect(new Set(taken.map(({ target }) => target))).toEqual(new Set(['domain/keys.ts']));
  });
});

describe('packages', () => {
  it('are unknown to the domain', () => {
    expect(everyImport.filter(({ folder, isOurs }) => folder === 'domain' && !isOurs)).toEqual([]);
  });

  it('of resolvers are AppSync’s own', () => {
    const foreign = everyImport.filter(
      ({ folder, isOurs, target }) => folder === 'resolvers' && !isOurs && !target.startsWith('@aws-appsync/utils'),
    );
    expect(foreign).toEqual([]);
  });

  it('of clients are unknown to the client package', () => {
    const foreign = everyImport.filter(
      ({ folder, isOurs, target }) => folder === 'client' && !isOurs && target !== '@graphql-typed-document-node/core',
    );
    expect(foreign).toEqual([]);
  });

  it('of CDK stay in infra', () => {
    const cdk = everyImport.filter(({ target }) => /^(aws-cdk-lib|constructs|cdk-nag)\b/.test(target));
    expect(cdk.filter(({ folder }) => folder !== 'infra' && folder !== 'test')).toEqual([]);
  });
});
