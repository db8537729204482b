import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { INPUTS } from '../../tools/start/keptAssembly.ts';

const project = resolve(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'watch-'));
const FILE = join(copy, 'resolvers/event/Query.getEvent.ts');
let server: ChildProcess;
let printed = '';
let said = '';
let onText = (): void => undefined;

/** Waits until something has been printed. */
async function until(isThere: () => boolean): Promise<void> {
  while (!isThere()) {
    await new Promise<void>((resume) => {
      onText = resume;
    });
  }
}

beforeAll(async () => {
  for (const input of [...INPUTS, 'tools']) {
    cpSync(join(project, input), join(copy, input), { recursive: true });
  }
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  const options = ['--watch', '--port', '0', '--in-memory', '--operations', join(project, 'client/operations')];
  server = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), 'tools/start.ts', ...options, '--state-dir', join(copy, 'state')],
    { cwd: copy, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  server.stdout!.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    onText();
  });
  server.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    onText();
  });
  await until(() => printed.includes('\nTry '));
});

afterAll(async () => {
  const ended = new Promise((resume) => server.once('exit', resume));
  server.kill('SIGTERM');
  await ended;
  rmSync(copy, { recursive: true });
});

/** What the API answers about an event that is not there. */
async function answer(): Promise<string> {
  const [, url = ''] = /^GraphQL +(\S+)$/m.exec(printed) ?? [];
  const [, apiKey = ''] = /^API key +(\S+)$/m.exec(printed) ?? [];
  const query = '{ getEvent(eventId: "01ARZ3NDEKTSV4RRFFQ69G5FAV") { eventId } }';
  const init = { method: 'POST', headers: { 'x-api-key': apiKey }, body: JSON.stringify({ query }) };
  return (await fetch(url, init)).text();
}

it('serves a resolver as it is saved, at the same URL and with the same key, and goes on with it while a later one is broken', async () => {
  expect(await answer()).toBe('{"data":{"getEvent":null}}');
  const syntheses = said.split('Synthesising').length;
  const head = 'export function request(ctx: Context<QueryGetEventArgs, Stash>) {\n';
  writeFileSync(FILE, readFileSync(FILE, 'utf8').replace(head, `${head}  raise(busy('NOT_MADE'));\n`));
  await until(() => said.includes('Live after'));
  expect(await answer()).toContain('"errorType":"Busy"');
  appendFileSync(FILE, 'let 1;\n');
  await until(() => said.includes('The version before goes on.'));
  expect(said).toMatch(/resolvers\/event\/Query\.getEvent\.ts:\d+:5: Expected ";" but found "1"/);
  expect(await answer()).toContain('"errorType":"Busy"');
  expect(said.split('Synthesising')).toHaveLength(syntheses);
});
