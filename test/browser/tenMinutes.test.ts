import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { REFUSALS } from 'appsync-local/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startNpm, type NpmProcess } from '../../tools/running/startNpm.ts';
import { copyCheckout } from '../client/copyCheckout.ts';
import { TEN_MINUTES } from '../docs/tenMinutes.ts';
import { shellCommands } from '../readme/commands.ts';
import { startCommandServer } from '../readme/commandServer.ts';
import { shell } from '../scenario/shell.ts';
import { openWindow, screenshotPath, type Window } from './browser.ts';

const COMMANDS = shellCommands(TEN_MINUTES);
/** The whole of src/App.tsx. */
const [, APP = ''] = /^```tsx\n(.*?)^```$/ms.exec(TEN_MINUTES) ?? [];
const ADDRESS = /http:\/\/localhost:\d+\//;
const server = startCommandServer();

let folder: string;
let clone: string;
/** The folder beside it that the chapter makes. */
let mine: string;
let dev: NpmProcess | undefined;
let window: Window | undefined;
let page: Page;
const incidents: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-registration-frontend-'));
  [clone, mine] = [join(folder, 'clone'), join(folder, 'my-front')];
  await copyCheckout(clone);
});
afterAll(async () => {
  await window?.close();
  await dev?.destroy();
  await rm(folder, { recursive: true, force: true });
});

const command = (start: string): string => {
  const found = COMMANDS.filter((one) => one.startsWith(start));
  expect(found, `of ${COMMANDS.join('\n')}`).toHaveLength(1);
  return found[0]!;
};
const runIn = (cwd: string, start: string) => promisify(execFile)('sh', ['-c', command(start)], { cwd });
const sees = (text: string, shown = page) => shown.getByText(text, { exact: true }).waitFor();

/** One walk through the chapter, in its order: each step builds on the one before. */
it('makes a frontend in a folder of its own, with the client that the clone packs', async () => {
  expect(COMMANDS.map((one) => one.split(' ', 3).join(' '))).toEqual([
    'npm run demo',
    'npm create --yes',
    'npm pack ./client',
    'cd ../my-front',
    'npm i ./event-registration-client-0.1.0.tgz',
    'npm run dev',
    'curl -sS http://localhost:4000/graphql',
    'npm run build',
  ]);
  await shell(server.addressed(command('npm run demo')));
  await runIn(clone, 'npm create');
  await runIn(clone, 'npm pack');
  await runIn(mine, 'npm i ');
  await writeFile(join(mine, 'src/App.tsx'), server.addressed(APP));
});

it('shows the event with a button, and a place that moves up by itself when ada leaves', async () => {
  const [, ...args] = command('npm run dev').split(' ');
  dev = await startNpm([...args, '--prefix', mine], (output) => ADDRESS.test(stripVTControlCharacters(output)));
  window = await openWindow();
  page = await window.context.newPage();
  page.on('pageerror', ({ message }) => incidents.push(message));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && incidents.push(message.text()));
  await page.goto(ADDRESS.exec(stripVTControlCharacters(dev.output))![0]);
  await page.getByRole('heading', { name: 'Concert in the yard' }).waitFor();
  await sees('2 of 2 seats taken, 2 waiting');
  await page.getByRole('button', { name: 'Sign up and join' }).click();
  await sees('You are number 3 of 3.');
  await page.getByRole('button').waitFor({ state: 'detached' });
  await sees('2 of 2 seats taken, 3 waiting');
  await page.screenshot({ path: screenshotPath('ten-minutes') });
  await page.evaluate("document.body.dataset.loaded = 'once'");
  expect(await shell(server.addressed(command('curl')))).toContain('"promoted":true');
  await sees('You are number 2 of 2.');
  expect(await page.evaluate('document.body.dataset.loaded')).toBe('once');
  expect(incidents).toEqual([]);
});

it('says that there is no connection where there is none', async () => {
  const cut = await window!.context.newPage();
  await cut.route('**/graphql', (route) => route.abort());
  await cut.goto(page.url());
  await sees('No connection.', cut);
  await cut.close();
});

it('says what the API says of a token that it refuses', async () => {
  const stranger = await window!.context.newPage();
  const headers = { 'access-control-allow-origin': '*' };
  await stranger.route('**/local/token', (route) => route.fulfill({ body: 'nobody', headers }));
  await stranger.goto(page.url());
  await sees(REFUSALS.badToken, stranger);
  await stranger.close();
});

it('has types that are right, as the last step checks', async () => {
  expect((await runIn(mine, 'npm run build')).stdout).toMatch(/^dist\/index\.html/m);
});
