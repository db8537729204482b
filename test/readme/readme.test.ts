import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FOLDERS } from '../architecture/sourceFiles.ts';
import {
  blocksOfMany,
  ciCommands,
  linkedFiles,
  README,
  ROOT,
  RUN_COMMANDS,
  shellCommands,
  unknownScripts,
} from './commands.ts';

const COMMANDS = shellCommands(README);

/** Never run by a check: they change an AWS account, which no check has. `cdk synth` makes the same templates. */
const NEEDS_AN_ACCOUNT = ['npx cdk deploy --all', 'npx cdk deploy --all --context stage=prod'];

/** Pages of commands for whoever reads along at a terminal; those for operators have sequences, too. */
const TO_PASTE = [
  'README.md',
  'docs/guide.md',
  'docs/audit.md',
  'docs/migration.md',
  'docs/performance.md',
  'packages/appsync-local/README.md',
  'packages/bench/README.md',
  'packages/legacy-migration/README.md',
];

/** Run by test/browser, which looks at what it serves. */
const IN_BROWSER = ['npm run example'];

function unknownCommands(commands: string[]): string[] {
  const inCi = ciCommands();
  const known = [...RUN_COMMANDS, ...NEEDS_AN_ACCOUNT, ...IN_BROWSER];
  const isInCi = (command: string) => inCi.some((line) => line === command || line.startsWith(`${command} `));
  return commands.filter((command) => !known.includes(command) && !isInCi(command));
}

describe('README commands', () => {
  it('are run by a deep test, in a browser or by .ci/run, or need an AWS account', () => {
    expect(unknownCommands(COMMANDS)).toEqual([]);
    expect(COMMANDS).toEqual(expect.arrayContaining(['npm ci', 'npm run example', 'npm start', ...NEEDS_AN_ACCOUNT]));
  });

  it('would be noticed if no check knew them', () => {
    const text = '```sh\nnpm ci && npm run frobnicate  # quietly\nnpx \\\n  cdk destroy\n```\n';
    expect(unknownCommands(shellCommands(text))).toEqual(['npm run frobnicate', 'npx cdk destroy']);
  });

  it.each(TO_PASTE)('stand in blocks of one each, to be pasted: %s', (file) => {
    expect(blocksOfMany(readFileSync(new URL(file, ROOT), 'utf8'))).toEqual([]);
    expect(blocksOfMany('```sh\nnpm ci && npm start\n```\n\n```sh\nnpm start\nnpm test\n```\n')).toHaveLength(2);
  });

  it('name only scripts that package.json has', () => {
    expect(unknownScripts(README)).toEqual([]);
  });
});

describe('README', () => {
  it('links to files that exist', () => {
    expect(linkedFiles(README).filter((file) => !existsSync(new URL(decodeURI(file), ROOT)))).toEqual([]);
  });

  it('maps all folders of sources, and none that is not there', () => {
    const mapped = [...README.matchAll(/^\| `([\w.][\w./-]*)`\s+\|/gm)].map(([, name = '']) => name);
    expect(FOLDERS.filter((folder) => !mapped.includes(`${folder}/`))).toEqual([]);
    expect(mapped.filter((name) => !existsSync(new URL(name, ROOT)))).toEqual([]);
  });
});

describe('CONTRIBUTING.md', () => {
  const text = readFileSync(new URL('CONTRIBUTING.md', ROOT), 'utf8');

  it('names only scripts that package.json has', () => {
    expect(unknownScripts(text)).toEqual([]);
  });

  it('names only files and folders that there are', () => {
    const named = [
      ...text.matchAll(/(?<=`|run )((?:domain|resolvers|lambda|client|test|docs)\/[\w./-]*)(?=`| -u`)/g),
    ].map(([path]) => path);
    expect(named.filter((path) => !existsSync(new URL(path, ROOT)))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });
});
