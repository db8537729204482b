import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../support/world.ts';
import { ciCommands, linkedFiles, ROOT } from './commands.ts';
import { anchorsOf, blocksOf, commandsOf, isKnownToSdk, pageOf } from './deployCommands.ts';

const PAGES = { 'deploy.md': pageOf('deploy.md'), 'runbook.md': pageOf('runbook.md') };
const TEXT = Object.values(PAGES).join('\n');
const NEEDS_NOTHING = commandsOf(TEXT, 'sh');
/** A variable that is set to what a command prints stands for the command. */
const NEEDS_AN_ACCOUNT = commandsOf(TEXT, 'sh account').map((command) => command.replace(/^[A-Z_]+=\$\((.*)\)$/, '$1'));
/** Options of the AWS CLI itself. */
const OF_THE_CLI = ['query', 'output', 'cli-binary-format', 'cli-read-timeout'];
const [OUTPUTS_BLOCK = ''] = blocksOf(TEXT, 'sh outputs');

const scratch = mkdtempSync(join(tmpdir(), 'deploy-docs-'));
const templateOf = (state: string, stack: string) =>
  join(scratch, state, `EventRegistration-prod-${stack}.template.json`);
let api: World;
beforeAll(async () => {
  api = await startWorld();
});
afterAll(async () => {
  await api?.close();
  rmSync(scratch, { recursive: true });
});

/**
 * Runs a shell command in the project's folder; what it writes goes to the scratch folder. Throws with its output when
 * it fails.
 */
async function run(command: string): Promise<string> {
  const here = command
    .replaceAll(/\bbuild\/(before|after)\b/g, join(scratch, '$1'))
    .replaceAll('cdk-outputs.json', join(scratch, 'cdk-outputs.json'))
    .replace(/^npm run (?:smoke|outputs) .*--local/m, `$& --url ${api.running.url}`)
    .replaceAll(/^npm run outputs .*$/gm, `$& --out ${join(scratch, 'amplify_outputs.json')}`);
  const { stdout, stderr } = await promisify(execFile)('sh', ['-ec', here], { cwd: fileURLToPath(ROOT) });
  return `${stdout}${stderr}`;
}

describe('commands that need no account', () => {
  const outputs = new Map<string, string>();

  it('work as they are written, in their order', async () => {
    for (const command of NEEDS_NOTHING) {
      if (!ciCommands().includes(command)) {
        outputs.set(command, await run(command));
      }
    }
    expect([...outputs.keys()].map((command) => command.split(' ').slice(0, 3).join(' '))).toEqual([
      'npx cdk synth',
      'npm run smoke',
      'npm run outputs',
      'npx cdk synth',
      'npx cdk diff',
      'npx cdk diff',
    ]);
  });

  it('compare two states of the sources: no difference if there is none', () => {
    const diffs = [...outputs].filter(([command]) => command.startsWith('npx cdk diff')).map(([, output]) => output);
    expect(diffs).toEqual([
      expect.stringContaining('There were no differences'),
      expect.stringContaining('There were no differences'),
    ]);
  });

  it('show it when a change would replace the table', async () => {
    const [file, diff] = [
      templateOf('before', 'Data'),
      NEEDS_NOTHING.find((command) => command.includes('diff EventRegistration-prod-Data')) ?? '',
    ];
    const before = JSON.parse(readFileSync(file, 'utf8')) as {
      Resources: Record<string, { Type: string; Properties: object }>;
    };
    for (const { Type, Properties } of Object.values(before.Resources)) {
      if (Type === 'AWS::DynamoDB::Table') {
        Object.assign(Properties, { TableName: 'Events' });
      }
    }
    writeFileSync(file, JSON.stringify(before));
    expect(await run(diff)).toMatch(/AWS::DynamoDB::Table EventTable.*replace/);
  });

  it('read the outputs of a deployment into the variables of all other commands, and into amplify_outputs.json', async () => {
    const { Outputs } = JSON.parse(readFileSync(templateOf('after', 'Api'), 'utf8')) as {
      Outputs: Record<string, unknown>;
    };
    const values = Object.fromEntries(Object.keys(Outputs).map((name) => [name, `value-of-${name}`]));
    writeFileSync(join(scratch, 'cdk-outputs.json'), JSON.stringify({ 'EventRegistration-prod-Api': values }));
    const printed = await run(`${OUTPUTS_BLOCK}\necho "$URL $KEY $REGION $TABLE $LANE $POOL $ALARM_TOPIC"`);
    const names = ['ApiUrl', 'ApiKey', 'Region', 'TableName', 'LaneTableName', 'UserPoolId', 'AlarmTopicArn'];
    expect(printed.split('\n')).toContain(names.map((name) => `value-of-${name}`).join(' '));
    expect(JSON.parse(readFileSync(join(scratch, 'amplify_outputs.json'), 'utf8'))).toMatchObject({
      data: { url: 'value-of-ApiUrl' },
    });
  });
});

describe('commands that need an account', () => {
  const starting = (start: string) => NEEDS_AN_ACCOUNT.filter((command) => command.startsWith(start));
  const optionsIn = (command: string) => [...command.matchAll(/ --([a-z][\w-]*)/g)].map(([, option = '']) => option);

  it('are of tools that a reader has', () => {
    const others = NEEDS_AN_ACCOUNT.filter(
      (command) =>
        !/^(aws [a-z-]+ [a-z-]+( |$)|npx cdk |npm run [a-z]+ -- |npm ci$|git [a-z]+ )/.test(command) &&
        !/^(node -p |curl -sS |date |read -rs |output \w+$|[A-Z_]+=[\w-]+$)/.test(command),
    );
    expect(others).toEqual([]);
    expect(NEEDS_AN_ACCOUNT.length).toBeGreaterThan(20);
  });

  it('of the AWS CLI have operations and options that the service knows, as far as its SDK is here', () => {
    const judged = starting('aws ').map((command) => {
      const [, service = '', operation = ''] = command.split(' ');
      const options = optionsIn(command).filter((option) => !OF_THE_CLI.includes(option));
      return {
        command,
        isKnown:
          operation === 'wait'
            ? /wait table-exists --table-name/.test(command)
            : isKnownToSdk(service, operation, options),
      };
    });
    expect(judged.filter(({ isKnown }) => isKnown === false)).toEqual([]);
    expect(judged.filter(({ isKnown }) => isKnown === true).length).toBeGreaterThan(8);
    expect(isKnownToSdk('dynamodb', 'restore-the-table', [])).toBe(false);
    expect(isKnownToSdk('dynamodb', 'describe-table', ['tablename-of-it'])).toBe(false);
  });

  it('of the CDK name stacks that there are, a stage, and options of the CLI', async () => {
    const subcommandOf = (command: string) => command.split(' ')[2] ?? '';
    const helps = new Map<string, string>();
    for (const subcommand of new Set(starting('npx cdk ').map(subcommandOf))) {
      helps.set(subcommand, await run(`npx cdk ${subcommand} --help`));
    }
    for (const command of starting('npx cdk ')) {
      const subcommand = subcommandOf(command);
      const help = helps.get(subcommand) ?? '';
      expect(optionsIn(command).filter((option) => !help.includes(`--${option}`))).toEqual([]);
      const stacks = [...command.matchAll(/EventRegistration-[\w-]+/g)].map(([stack]) => stack);
      expect(
        stacks.filter((stack) => !['EventRegistration-prod-Data', 'EventRegistration-prod-Api'].includes(stack)),
      ).toEqual([]);
      expect(subcommand === 'bootstrap' || command.includes('--context stage=prod')).toBe(true);
    }
  });

  it('of this project have the options of its commands', async () => {
    const scriptOf = (command: string) => command.split(' ')[2] ?? '';
    const helps = new Map<string, string>();
    for (const script of new Set(starting('npm run ').map(scriptOf))) {
      helps.set(script, await run(`npm run -s ${script} -- --help`));
    }
    for (const command of starting('npm run ')) {
      const help = helps.get(scriptOf(command)) ?? '';
      expect(optionsIn(command).filter((option) => !help.includes(`--${option}`))).toEqual([]);
    }
  });

  it('use files that are there, or that a command before has written', () => {
    const files = NEEDS_AN_ACCOUNT.flatMap((command) =>
      [...command.matchAll(/file:\/\/(\S+)/g)].map(([, file = '']) => file),
    );
    const written = NEEDS_AN_ACCOUNT.flatMap((command) =>
      [...command.matchAll(/ > (\S+)$/g)].map(([, file = '']) => file),
    );
    expect(files.filter((file) => !written.includes(file) && !existsSync(new URL(file, ROOT)))).toEqual([]);
  });
});

describe.each(Object.entries(PAGES))('docs/%s', (name, text) => {
  it('links to files and headings that there are', () => {
    expect(linkedFiles(text).filter((file) => !existsSync(new URL(`docs/${file}`, ROOT)))).toEqual([]);
    const anchored = [...text.matchAll(/\]\(([\w.]*)#([\w-]+)\)/g)].map(([, file = '', anchor = '']) => ({
      file: file || name,
      anchor,
    }));
    expect(anchored.filter(({ file, anchor }) => !anchorsOf(pageOf(file)).includes(anchor))).toEqual([]);
  });
});
