import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FOLDERS } from '../architecture/sourceFiles.ts';
import { shell } from '../scenario/npmStart.ts';
import { ciCommands, linkedFiles, README, ROOT, shellCommands, unknownScripts } from './commands.ts';
import { startCommandServer } from './commandServer.ts';

const COMMANDS = shellCommands(README);

/** Run below, in the order of the README, against a server of their own. */
const RUN_HERE = COMMANDS.filter((command) => /^(npm start$|npm run demo$|npm run -s token -- |curl )/.test(command));

/** Never run by a check: they change an AWS account, which no check has. `cdk synth` makes the same templates. */
const NEEDS_AN_ACCOUNT = ['npx cdk deploy --all', 'npx cdk deploy --all --context stage=prod'];

function unknownCommands(commands: string[]): string[] {
  const inCi = ciCommands();
  const isInCi = (command: string) => inCi.some((line) => line === command || line.startsWith(`${command} `));
  return commands.filter(
    (command) => !RUN_HERE.includes(command) && !NEEDS_AN_ACCOUNT.includes(command) && !isInCi(command),
  );
}

describe('README commands', () => {
  const server = startCommandServer();

  it('work as they are written there', async () => {
    const outputs = new Map<string, string>([['npm start', server.output]]);
    for (const command of RUN_HERE)
      if (!outputs.has(command)) outputs.set(command, await shell(server.addressed(command)));
    const outputsOf = (start: string) =>
      [...outputs].flatMap(([command, output]) => (command.startsWith(start) ? output : []));
    expect(outputsOf('npm run demo')).toEqual([expect.stringContaining('cleo and dan are waiting')]);
    expect(outputsOf('npm run -s token').length).toBeGreaterThan(1);
    for (const token of outputsOf('npm run -s token')) expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(outputsOf('curl').map((answer) => JSON.parse(answer))).toEqual([
      {
        data: {
          createUser: { userId: 'alice' },
          registerForEvent: { registrationStatus: 'WAITLISTED', position: 3, waitlistCount: 3 },
        },
      },
    ]);
  });

  it('can be repeated: the demo changes nothing the second time', async () => {
    const demo = server.addressed('npm run demo');
    expect(await shell(demo)).toBe(await shell(demo));
  });

  it('are run here or by .ci/run, or need an AWS account', () => {
    expect(unknownCommands(COMMANDS)).toEqual([]);
    expect(COMMANDS).toEqual(expect.arrayContaining(['npm ci', 'npm start', 'npm test', ...NEEDS_AN_ACCOUNT]));
  });

  it('would be noticed if no check knew them', () => {
    const text = '```sh\nnpm ci && npm run frobnicate  # quietly\nnpx \\\n  cdk destroy\n```\n';
    expect(unknownCommands(shellCommands(text))).toEqual(['npm run frobnicate', 'npx cdk destroy']);
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
