import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  nonEmpty,
  numberFrom,
  oneOf,
  parseEndpoint,
  parsePort,
  parseUrl,
  wholeNumberFrom,
} from '../../tools/frame/argument.ts';
import { npmHint } from '../../tools/frame/npmHint.ts';
import { defineTool, notDone, runTool } from '../../tools/frame/tool.ts';
import { UsageError } from '../../tools/frame/usageError.ts';
import { PROGRAMS } from './programs.ts';

class Expected extends Error {
  override readonly name = 'Expected';
}

/** Runs a tool in this process, as if called with these arguments. */
async function run(
  act: (options: { loud: boolean; left?: number }, name: string) => Promise<number | void>,
  exitOf?: Parameters<typeof runTool>[2],
  args = ['ada'],
): Promise<{ exitCode: typeof process.exitCode; printed: unknown[] }> {
  process.argv = ['node', 'try', ...args];
  const print = vi.spyOn(console, 'error').mockReturnValue(undefined);
  const command = defineTool('try', 'tries')
    .argument('<name>')
    .option('--loud', 'loudly', false)
    .option('--left <number>', 'to the left', numberFrom(0, 5));
  await runTool(command, act, exitOf);
  return { exitCode: process.exitCode, printed: print.mock.calls.flat() };
}

const { argv } = process;
beforeEach(() => void (process.exitCode = undefined));
afterEach(() => {
  process.argv = argv;
  process.exitCode = undefined;
  process.stdout.removeAllListeners('error');
  vi.restoreAllMocks();
});

describe('runTool', () => {
  it('hands on options and arguments, and ends with 0 or what the tool answers', async () => {
    const act = vi.fn(async () => undefined);
    expect(await run(act, undefined, ['ada', '--left', '3'])).toEqual({ exitCode: 0, printed: [] });
    expect(act).toHaveBeenCalledWith({ loud: false, left: 3 }, 'ada');
    expect(await run(async () => 1)).toEqual({ exitCode: 1, printed: [] });
  });

  it.each<[string, () => unknown, string]>([
    ['a UsageError', () => new UsageError('say more'), 'error: say more'],
    ['a file that is not there', () => readFileSync('/nowhere'), 'error: there is no /nowhere'],
    ['a folder that is not there', () => readFileSync('/no/where'), 'error: there is no folder /no'],
    ['a folder in place of a file', () => readFileSync('/'), 'error: EISDIR: illegal operation on a directory'],
    ['what the tool expects', () => new Expected('not today'), 'error: not today'],
  ])('ends with 2 and one sentence for %s', async (_what, make, sentence) => {
    const act = async () => Promise.reject(make());
    const { exitCode, printed } = await run(act, notDone(Expected));
    expect({ exitCode, printed }).toEqual({ exitCode: 2, printed: [expect.stringContaining(sentence)] });
  });

  it('ends as the tool says for an error of its own', async () => {
    const exitOf = ({ name }: Error) => ({ sentence: name, exitCode: 7 });
    expect(await run(() => Promise.reject(new Expected('?')), exitOf)).toEqual({
      exitCode: 7,
      printed: ['error: Expected'],
    });
  });

  it('shows the stack of a fault', async () => {
    const fault = new TypeError('undefined is not a function');
    expect(await run(() => Promise.reject(fault), notDone(Expected))).toEqual({ exitCode: 2, printed: [fault] });
  });

  it('ends the process with 2 for a mistake in the command line, and with 0 for --help', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    vi.spyOn(process, 'exit').mockImplementation((exitCode) => {
      throw new Error(`exit ${exitCode}`);
    });
    const act = vi.fn(async () => 0);
    await expect(run(act, undefined, ['ada', '--left', '9'])).rejects.toThrow('exit 2');
    await expect(run(act, undefined, [])).rejects.toThrow('exit 2');
    await expect(run(act, undefined, ['--help'])).rejects.toThrow('exit 0');
    expect(act).not.toHaveBeenCalled();
  });
});

describe.each([
  ['person', "missing required argument 'address'"],
  ['token', "missing required argument 'username'"],
])('npm run %s', (tool, mistake) => {
  it('without its argument names --help', () => {
    const { status, stdout, stderr } = spawnSync('npm', ['run', '-s', tool], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `error: ${mistake}\nnpm run ${tool} -- --help shows the usage.\n`,
    });
  });
});

describe('arguments', () => {
  it.each<[string, (text: string) => unknown, string, unknown, string[], string]>([
    ['numberFrom', numberFrom(0, 1), '0.5', 0.5, ['', ' ', '2', '-1', 'half'], 'A number from 0 to 1, please.'],
    ['wholeNumberFrom', wholeNumberFrom(1, 9), '3', 3, ['', '0', '2.5', '10'], 'A whole number from 1 to 9, please.'],
    ['nonEmpty', nonEmpty, 'alice', 'alice', ['', '  '], 'A text with a character that can be seen, please.'],
    ['oneOf', oneOf(['door', 'admins']), 'door', 'door', ['', 'doors', 'Door'], 'One of door, admins, please.'],
    ['parsePort', parsePort, '0', 0, ['', '-1', '65536', '1e3'], 'A port is a number from 0 to 65535.'],
    ['parseUrl', parseUrl, 'http://x/', 'http://x/', ['x', 'ftp://x/', 'http:'], 'This is not an http or https URL.'],
  ])('%s takes what it is meant for, and says what it would have taken', (_name, parse, good, value, bad, sentence) => {
    expect(parse(good)).toBe(value);
    for (const text of bad) {
      expect(() => parse(text), text).toThrow(sentence);
    }
  });
});

describe('parseEndpoint', () => {
  it.each([
    ['http://localhost:4720', 'http://localhost:4720/graphql'],
    ['http://localhost:4720/', 'http://localhost:4720/graphql'],
    ['http://localhost:4720/graphql', 'http://localhost:4720/graphql'],
    ['https://api.example.com/v2', 'https://api.example.com/v2'],
  ])('takes %s for %s', (text, endpoint) => expect(parseEndpoint(text)).toBe(endpoint));

  it('refuses what is no URL', () =>
    expect(() => parseEndpoint('localhost:4720')).toThrow('This is not an http or https URL.'));
});

describe('npmHint', () => {
  const call = (kept: Record<string, string>) => ({ command: 'npm start', kept: (name: string) => kept[name] });

  it('shows where the -- goes that npm asks for', () => {
    expect(npmHint(['port', 'in-memory', 'host'], call({ port: 'true', 'in-memory': 'true', other: 'x' }))).toBe(
      'npm kept --port and --in-memory to itself: options stand after a --, as in npm start -- --port …',
    );
  });

  it('says nothing where nothing was left out, where npm was not asked, and of options that are npm’s own', () => {
    expect(npmHint(['port'], call({}))).toBeNull();
    expect(npmHint(['port'], null)).toBeNull();
    expect(npmHint(['access', 'key'], call({ access: 'public', key: 'x' }))).toBeNull();
  });
});

describe('every tool', () => {
  it('says so where its options stand before the -- of npm', () => {
    const { status, stderr } = spawnSync('npm', ['start', '-s', '--port', '4725'], { encoding: 'utf8' });
    expect(stderr).toContain('error: npm kept --port to itself: options stand after a --, as in npm start -- --port …');
    expect(status).toBe(2);
  });

  it('is run by the frame', () => {
    expect(PROGRAMS.filter((path) => !/^await runTool\(/m.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  it('says what went wrong without the name of a class', () => {
    const ends = PROGRAMS.filter((path) => /sentence: .*\.name\b/.test(readFileSync(path, 'utf8')));
    expect(ends).toEqual([]);
  });

  it('has a script in package.json', () => {
    const tools = readdirSync('tools').filter((name) => name.endsWith('.ts'));
    expect(PROGRAMS).toEqual(expect.arrayContaining(tools.map((name) => `tools/${name}`)));
  });
});
