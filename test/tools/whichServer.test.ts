import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { noteServer, noteStart } from 'appsync-local/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROGRAMS, programOf } from './programs.ts';

/** Nobody listens there. */
const [ONE, OTHER] = ['http://localhost:1/graphql', 'http://localhost:2/graphql'];
const folder = mkdtempSync(join(tmpdir(), 'which-server-'));
const several = join(folder, 'several');
const single = join(folder, 'single');
const starting = join(folder, 'starting');
let notes: { close(): Promise<void> }[] = [];
beforeAll(() => {
  notes = [
    noteServer(several, { url: ONE, dynamodb: 'http://127.0.0.1:1' }),
    noteServer(several, { url: OTHER, dynamodb: 'http://127.0.0.1:2' }),
    noteServer(single, { url: OTHER, dynamodb: 'http://127.0.0.1:2' }),
    noteStart(starting),
  ];
});
afterAll(async () => {
  await Promise.all(notes.map((note) => note.close()));
  rmSync(folder, { recursive: true });
});

/** The tools that look for a server, with what asks them to, and the option that names one. */
const TOOLS: [tool: string, args: string[], option: string][] = [
  ['demo', [], '--url'],
  ['simulate', ['--people', '1', '--seconds', '0'], '--url'],
  ['outputs', ['--local', '--out', join(folder, 'amplify_outputs.json')], '--url'],
  ['smoke', ['--local'], '--url'],
  ['audit', [], '--url'],
  ['example', ['--port', '0'], '--api'],
  ['demo:legacy', ['--count', '0'], '--url'],
];
/** They take a state directory, and need no server. */
const WITHOUT = ['start', 'token'];

/** Runs a tool as package.json does; what it prints on stderr. */
async function run(tool: string, args: string[], stateDir: string): Promise<{ exitCode: number; stderr: string }> {
  const argv = ['--import', 'tsx', programOf(tool), ...args, '--state-dir', stateDir];
  return promisify(execFile)(process.execPath, argv).then(
    ({ stderr }) => ({ exitCode: 0, stderr }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ exitCode: code, stderr }),
  );
}

describe.each(TOOLS)('npm run %s', (tool, args, option) => {
  it('names the servers that run, where there are several, and the option that chooses', async () => {
    expect(await run(tool, args, several)).toEqual({
      exitCode: 2,
      stderr: `error: 2 servers are running here: say which with ${option}, of ${ONE}, ${OTHER}\n`,
    });
  });

  it('waits for none that is starting, and says so', async () => {
    expect(await run(tool, args, starting)).toEqual({
      exitCode: 2,
      stderr: `error: npm start is starting with its state in ${starting}: call this again once it says where it serves\n`,
    });
  });

  it('goes to the only one, wherever it listens', async () => {
    const { exitCode, stderr } = await run(tool, args, single);
    expect(exitCode).toBeGreaterThan(0);
    expect(stderr).toMatch(/localhost:2\b|127\.0\.0\.1:2\b/);
  });
});

it('every tool with a state directory is one of those, or needs no server', () => {
  const textsOf = (path: string): string => {
    const folder = path.slice(0, -'.ts'.length);
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts')) : [];
    return [path, ...files.map((file) => `${folder}/${file}`)].map((file) => readFileSync(file, 'utf8')).join('');
  };
  const local = PROGRAMS.filter((path) => path === programOf('start') || /option\('--state-dir/.test(textsOf(path)));
  expect(local.sort()).toEqual([...TOOLS.map(([tool]) => tool), ...WITHOUT].map(programOf).sort());
});
