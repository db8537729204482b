import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { FOLDERS, importsOf, readSource, ROOT, sourceFilesIn, type Folder } from './sourceFiles.ts';

/** Packages with a surface: they are imported by name. */
const PACKAGES = ['packages/appsync-local', 'packages/dynamodb-contention'] as const;

/** Which of our folders a folder may import from, besides itself. */
const ARROWS: Record<Folder, readonly string[]> = {
  domain: [],
  resolvers: ['domain'],
  lambda: ['domain'],
  // Synthesis judges the bundles as the local AppSync would.
  infra: ['domain', 'packages/appsync-local'],
  client: [],
  examples: [],
  // What is watched is bundled as synthesis does it.
  tools: ['domain', 'lambda', 'infra', 'packages/appsync-local'],
  'packages/appsync-local': [],
  'packages/dynamodb-contention': [],
  'packages/bench': ['domain', 'lambda', 'client', 'tools', ...PACKAGES],
  'packages/legacy-migration': ['domain', 'lambda', 'tools', ...PACKAGES],
  test: FOLDERS.filter((folder) => folder !== 'packages/bench'),
};

/** Files of the client package that are for one library, by whose types they are checked. */
const TYPES_OF_CLIENTS: Record<string, string> = {
  'client/apollo.ts': '@apollo/client',
  'client/graphcache.ts': '@urql/exchange-graphcache',
};
/** The file of the client package that is for React, and that no other one needs. */
const HOOKS = 'client/react.ts';

/** Which of our folders the tests of a package may import from besides. */
const ARROWS_OF_TESTS: Partial<Record<Folder, readonly string[]>> = {
  'packages/dynamodb-contention': ['packages/appsync-local'],
  'packages/legacy-migration': ['test'],
};

/** A folder of packages/ that has a surface: its name, and what may be imported by that name. */
interface Surface {
  folder: Folder;
  name: string;
  entries: string[];
}

const SURFACES = FOLDERS.filter((folder) => folder.startsWith('packages/')).flatMap((folder): Surface[] => {
  const file = `${ROOT}${folder}/package.json`;
  const { name, exports = {} } = JSON.parse(readFileSync(file, 'utf8')) as { name: string; exports?: object | string };
  const entries = (typeof exports === 'string' ? ['.'] : Object.keys(exports)).map((entry) => posix.join(name, entry));
  return entries.length === 0 ? [] : [{ folder, name, entries }];
});

interface Import {
  folder: Folder;
  path: string;
  /** As it is written. */
  imported: string;
  /** Whether it leads into one of our folders. */
  isOurs: boolean;
  /** The file from the root, or for a package its folder; what is not ours as it is written. */
  target: string;
}

const everyImport = FOLDERS.flatMap((folder) =>
  sourceFilesIn(folder).flatMap((source) =>
    importsOf(source).map((imported): Import => {
      const isPath = imported.startsWith('.');
      const surface = SURFACES.find(({ name }) => imported === name || imported.startsWith(`${name}/`));
      const target = isPath ? posix.join(posix.dirname(source.path), imported) : surface && `${surface.folder}/`;
      return { folder, path: source.path, imported, isOurs: target !== undefined, target: target ?? imported };
    }),
  ),
);

/** Imports along no arrow. */
function againstArrows(imports: readonly Import[]): Import[] {
  return imports.filter(({ folder, path, isOurs, target }) => {
    const ofTests = isTest(path) ? (ARROWS_OF_TESTS[folder] ?? []) : [];
    return isOurs && ![folder, ...ARROWS[folder], ...ofTests].some((one) => target.startsWith(`${one}/`));
  });
}

function isTest(path: string): boolean {
  return /^(packages\/[^/]+\/)?test\//.test(path);
}

/** Imports of a package from elsewhere that are not of its surface. */
function pastTheSurface({ folder: home, name, entries }: Surface, imports: readonly Import[]): Import[] {
  return imports.filter(
    ({ folder, imported, target }) =>
      folder !== home &&
      target.startsWith(`${home}/`) &&
      !(imported.startsWith(name) ? entries.includes(imported) : !imported.startsWith('.')),
  );
}

describe('imports between folders', () => {
  it.each(FOLDERS)('of %s follow the arrows of the design', (folder) => {
    expect(againstArrows(everyImport.filter((one) => one.folder === folder))).toEqual([]);
  });

  it('lead into tests from tests only', () => {
    // The surface for tests hands out the helpers of tests.
    const surface = 'packages/appsync-local/testing.ts';
    const astray = everyImport.filter(({ path, target }) => isTest(target) && !isTest(path) && path !== surface);
    expect(astray).toEqual([]);
  });

  it('would be found out where a program imports what only its tests may', () => {
    const folder = 'packages/legacy-migration';
    const [ofProgram, ofTest] = ['src/migrate.ts', 'test/commands.test.ts'].map((file): Import => ({
      folder,
      path: `${folder}/${file}`,
      imported: '../../../test/support/tier.ts',
      isOurs: true,
      target: 'test/support/tier.ts',
    }));
    expect(againstArrows([ofProgram!, ofTest!])).toEqual([ofProgram]);
  });

  it('take nothing from the domain into infra but its names', () => {
    const taken = everyImport.filter(({ folder, target }) => folder === 'infra' && target.startsWith('domain/'));
    expect(new Set(taken.map(({ target }) => target))).toEqual(new Set(['domain/groups.ts', 'domain/keys.ts']));
  });
});

describe('our packages', () => {
  it.each(SURFACES.map((surface) => [surface.name, surface] as const))(
    '%s is imported by its name and its surface only',
    (_name, surface) => expect(pastTheSurface(surface, everyImport)).toEqual([]),
  );

  it('would be found out by a path, or by a name with more than the surface has', () => {
    const [surface] = SURFACES.filter(({ name }) => name === 'appsync-local');
    const target = `${surface!.folder}/`;
    const imports = ['../packages/appsync-local/index.ts', 'appsync-local/src/cli.ts', 'appsync-local'].map(
      (imported): Import => ({ folder: 'tools', path: 'tools/start.ts', imported, isOurs: true, target }),
    );
    expect(pastTheSurface(surface!, imports).map(({ imported }) => imported)).toEqual(
      imports.slice(0, 2).map(({ imported }) => imported),
    );
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

  it('of clients are unknown to the client package, but for types and React, each in the file that is for it', () => {
    const isOfTypes = ({ path, target }: Import) =>
      TYPES_OF_CLIENTS[path] === target &&
      readSource(path).syntax.statements.every(
        (statement) =>
          !ts.isImportDeclaration(statement) ||
          (statement.moduleSpecifier as ts.StringLiteral).text !== target ||
          statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
      );
    const foreign = everyImport.filter(
      (one) =>
        one.folder === 'client' &&
        !one.isOurs &&
        one.target !== '@graphql-typed-document-node/core' &&
        !(one.path === HOOKS && one.target === 'react') &&
        !isOfTypes(one),
    );
    expect(foreign).toEqual([]);
    expect(everyImport.filter(({ folder, target }) => folder === 'client' && target === HOOKS)).toEqual([]);
  });

  it('of CDK stay in infra', () => {
    const cdk = everyImport.filter(({ target }) => /^(aws-cdk-lib|constructs|cdk-nag)\b/.test(target));
    // The local AppSync shows with an app of its own that it serves any.
    const sample = 'packages/appsync-local/test/sample/';
    const isAllowed = ({ folder, path }: Import) => ['infra', 'test'].includes(folder) || path.startsWith(sample);
    expect(cdk.filter((one) => !isAllowed(one))).toEqual([]);
  });
});
