import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadCertificate } from 'appsync-local/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';
import { openWindow, type Window } from './browser.ts';
import { ConsolePage, type ShownAnswer } from './consolePage.ts';

let world: World;
let window: Window;
let consolePage: ConsolePage;

beforeAll(async () => {
  world = await startWorld({ operationsDir: 'client/operations' });
  const demo = ['--import', 'tsx', 'tools/demo.ts', '--url', world.running.url, '--state-dir', world.stateDir];
  await promisify(execFile)(process.execPath, demo);
});

afterAll(() => world?.close());

beforeEach(async () => {
  window = await openWindow();
  consolePage = await openConsole();
});

afterEach(async () => {
  await window.close();
  expect(consolePage.incidents).toEqual([]);
});

function openConsole({ running } = world): Promise<ConsolePage> {
  return ConsolePage.open(window.context, new URL('/', running.url).href);
}

/** The console of a server of its own; the server is closed after the test, unless that has happened before. */
async function openOwnConsole(options: WorldOptions = {}) {
  const own = await startWorld({ operationsDir: 'client/operations', ...options });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= own.close());
  onTestFinished(close);
  return { own, close, page: await openConsole(own) };
}

describe('the console', () => {
  it('runs an operation of client/operations with the API key, and loads everything from its own server', async () => {
    await consolePage.choose('ListEvents');
    const { data } = await consolePage.run();
    expect(data.listEvents.items.map(({ eventId }: { eventId: string }) => eventId)).toContain('demo-concert');
    expect(await consolePage.hint()).toBe('Requests carry the API key; nobody is signed in.');
    expect(consolePage.requested.length).toBeGreaterThan(4);
    await consolePage.screenshot('query');
  });

  it('shows a field that the identity may not see as null, with its error', async () => {
    await consolePage.choose('GetEventAsViewer');
    const { data, errors } = await consolePage.run();
    expect(data.getEvent).toMatchObject({ eventId: 'demo-concert', organizer: null });
    expect(errors?.map(({ message }) => message)).toContain('Not Authorized to access organizer on type Event');
    await consolePage.screenshot('denied');
  });

  it('registers somebody who signs in under a name of their own, and remembers them', async () => {
    await consolePage.become('User', 'emma');
    await consolePage.choose('CreateUser');
    expect(await consolePage.run()).toMatchObject({ data: { createUser: { userId: 'emma' } } });
    await consolePage.choose('RegisterForEvent', { userId: 'emma', eventId: 'demo-workshop' });
    expect(await consolePage.run()).toMatchObject({ data: { registerForEvent: { registrationStatus: 'REGISTERED' } } });
    await consolePage.page.reload();
    expect(await consolePage.hint()).toBe('Signed in as emma.');
  });

  it.each([
    ['Organizer', 'ListWaitlist', 'Signed in as olga, member of organizers.'],
    ['Admin', 'ListWaitlist', 'Signed in as root, member of admins.'],
    ['Backend', 'ListWaitlist', 'Requests are signed with the local IAM credentials.'],
  ])('becomes %s by one click, and may %s', async (role, operation, hint) => {
    await consolePage.become(role);
    expect(await consolePage.hint()).toBe(hint);
    await consolePage.choose(operation);
    const { data } = await consolePage.run();
    expect(data.listWaitlist.items.length).toBeGreaterThan(0);
  });

  it.each(['API key', 'User', 'Organizer', 'Admin', 'Backend'])('listens as %s', async (role) => {
    await consolePage.become(role);
    await consolePage.choose('OnEventChanged');
    expect(await consolePage.run()).toMatchObject({ extensions: { subscription: 'started' } });
  });

  it('shows why a subscription is refused', async () => {
    await consolePage.become('User', 'emma');
    await consolePage.choose('OnRegistrationChanged', { userId: 'ada' });
    const { errors } = await consolePage.run();
    expect(errors?.[0]?.errorType).toBe('Unauthorized');
  });

  it('shows in one tab the promotion that is caused in another', async () => {
    await consolePage.become('User', 'cleo');
    await consolePage.choose('OnRegistrationChanged');
    expect(await consolePage.run()).toMatchObject({ extensions: { subscription: 'started' } });

    const otherTab = await openConsole();
    await otherTab.become('Admin');
    await otherTab.choose('UnregisterFromEvent', { userId: 'ada', eventId: 'demo-concert' });
    expect(await otherTab.run()).toMatchObject({
      data: { unregisterFromEvent: { promoted: true, promotedUserId: 'cleo' } },
    });

    const message = await consolePage.subscription('OnRegistrationChanged').locator('pre').first().innerText();
    const { data } = JSON.parse(message) as ShownAnswer;
    expect(data.onRegistrationChanged).toMatchObject({
      userId: 'cleo',
      eventId: 'demo-concert',
      registrationStatus: 'REGISTERED',
    });
    expect(data.onRegistrationChanged.promotedAt).toEqual(expect.any(String));
    expect(otherTab.incidents).toEqual([]);
    await consolePage.page.bringToFront();
    await consolePage.screenshot('promotion');
  });
});

describe('the activity of the console', () => {
  it('keeps each subscription with its identity and a stop of its own, whatever tab is in front', async () => {
    await consolePage.become('User', 'emma');
    for (const operation of ['OnEventChanged', 'OnRegistrationChanged']) {
      await consolePage.choose(operation);
      await consolePage.run();
    }
    await consolePage.become('Admin');
    await consolePage.choose('ListEvents');
    expect(await consolePage.run()).toHaveProperty('data.listEvents');
    const [event, own] = ['OnEventChanged', 'OnRegistrationChanged'].map((name) => consolePage.subscription(name));
    expect(await event?.locator('header').innerText()).toMatch(/listening. Signed in as emma/);
    await event?.getByRole('button', { name: 'Stop' }).click();
    expect(await event?.locator('em').innerText()).toBe('ended');
    expect(await own?.locator('em').innerText()).toBe('listening');
  });

  it('copies the last request as a command that gives the same answer', async () => {
    await window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await consolePage.choose('ListEvents');
    const { data } = await consolePage.run();
    expect(await consolePage.page.locator('.console-request').innerText()).toMatch(/ListEvents \d+ ms/);
    await consolePage.page.getByRole('button', { name: 'Copy as curl' }).click();
    await consolePage.page.getByText('curl copied').waitFor();
    const command = await consolePage.page.evaluate<string>('navigator.clipboard.readText()');
    const { stdout } = await promisify(execFile)('sh', ['-c', command]);
    const copied = JSON.parse(stdout) as ShownAnswer;
    expect(copied.data.listEvents.items.map(({ eventId }: { eventId: string }) => eventId)).toEqual(
      data.listEvents.items.map(({ eventId }: { eventId: string }) => eventId),
    );
    await consolePage.page.getByRole('button', { name: 'Copy as fetch' }).click();
    await consolePage.page.getByText('fetch copied').waitFor();
    const code = await consolePage.page.evaluate<string>('navigator.clipboard.readText()');
    expect(code).toMatch(/^await fetch\("http/);
  });

  it('copies under HTTPS a command that trusts the certificate of the server', async () => {
    await window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const stateDir = await mkdtemp(join(tmpdir(), 'event-registration-https-'));
    onTestFinished(() => rm(stateDir, { recursive: true, force: true }));
    const { page } = await openOwnConsole({ stateDir, certificate: await loadCertificate(stateDir) });
    await page.choose('ListEvents');
    const { data } = await page.run();
    await page.page.getByRole('button', { name: 'Copy as curl' }).click();
    await page.page.getByText('curl copied').waitFor();
    const command = await page.page.evaluate<string>('navigator.clipboard.readText()');
    const { stdout } = await promisify(execFile)('sh', ['-c', command]);
    expect(JSON.parse(stdout)).toEqual({ data });
    expect(page.incidents).toEqual([]);
  });

  it('tells what the resolvers of the last request did, step by step', async () => {
    await consolePage.become('User', 'finn');
    await consolePage.choose('CreateUser');
    expect(await consolePage.run()).toMatchObject({ data: { createUser: { userId: 'finn' } } });
    await consolePage.choose('RegisterForEvent', { userId: 'finn', eventId: 'demo-concert' });
    expect(await consolePage.run()).toMatchObject({ data: { registerForEvent: { registrationStatus: 'WAITLISTED' } } });
    const log = consolePage.page.locator('.console-log');
    expect(await log.locator('summary').innerText()).toBe('Resolvers: 1');
    await log.locator('summary').click();
    const steps = await log.getByRole('region', { name: 'registerForEvent' }).getByRole('listitem').allInnerTexts();
    expect(steps).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^request [\d.]+ ms$/),
        expect.stringMatching(/reserveSeat\S* [\d.]+ ms, \S+ TransactWriteItems of \d+ in [\d.]+ ms answered \S+: /),
        expect.stringMatching(/joinWaitlist\S* [\d.]+ ms, \S+ TransactWriteItems of \d+ in [\d.]+ ms$/),
      ]),
    );
    await consolePage.screenshot('log');
  });

  it('says in a sentence that the server is gone', async () => {
    await consolePage.page.route('**/console/proof', (route) => route.abort());
    await consolePage.choose('ListEvents');
    const { errors } = await consolePage.run();
    expect(errors).toEqual([{ message: expect.stringMatching(/^The local server does not answer at http/) }]);
    consolePage.incidents.length = 0;
  });

  it('says in a sentence that a running subscription has lost its server, and has nothing to stop any more', async () => {
    const { close, page } = await openOwnConsole();
    await page.choose('OnEventChanged');
    expect(await page.run()).toMatchObject({ extensions: { subscription: 'started' } });
    const subscription = page.subscription('OnEventChanged');
    expect(await subscription.getByRole('button').allInnerTexts()).toEqual(['Stop']);
    await close();
    await subscription.getByRole('button', { name: 'Remove' }).waitFor();
    expect(await subscription.getByRole('button').allInnerTexts()).toEqual(['Remove']);
    expect(await subscription.locator('em').innerText()).toBe('ended');
    const messages = await subscription.locator('pre').allInnerTexts();
    expect(messages.map((text) => JSON.parse(text) as ShownAnswer)).toEqual([
      {
        errors: [
          {
            message: expect.stringMatching(
              /^The connection to the local server is lost \(\d+\): run this again once it is back\.$/,
            ),
          },
        ],
      },
    ]);
    expect(page.incidents).toEqual([]);

    // Run again, it ends before it begins.
    await page.run();
    const again = page.subscription('OnEventChanged');
    await again.getByRole('button', { name: 'Remove' }).waitFor();
    expect(JSON.parse(await again.locator('pre').innerText())).toEqual({
      errors: [
        { message: expect.stringMatching(/^The local server does not answer at http\S+: is it still running\?$/) },
      ],
    });
    expect(await page.page.getByRole('article', { name: 'OnEventChanged' }).count()).toBe(2);
  });

  it.each(['light', 'dark'] as const)('fits windows from 320 px on in %s colours', async (scheme) => {
    await consolePage.page.emulateMedia({ colorScheme: scheme });
    await consolePage.choose('OnEventChanged');
    await consolePage.run();
    await consolePage.choose('ListEvents');
    await consolePage.run();
    await consolePage.page.getByText(/^Resolvers/).click();
    for (const width of [320, 390, 768, 1280]) {
      await consolePage.page.setViewportSize({ width, height: 844 });
      expect(await consolePage.fits()).toBe(true);
      const answer = consolePage.page.locator('.graphiql-response');
      await answer.scrollIntoViewIfNeeded();
      expect((await answer.boundingBox())?.height).toBeGreaterThan(150);
      await consolePage.page.getByRole('button', { name: /Execute query/ }).click({ trial: true });
      await consolePage.screenshot(`console-${width}-${scheme}`);
    }
  });
});

it('shows the tab of the operation that was chosen, however many are open on a phone', async () => {
  await consolePage.page.setViewportSize({ width: 390, height: 844 });
  for (const name of ['GetEvent', 'ListEvents', 'OnEventChanged', 'GetUser']) {
    await consolePage.choose(name);
    const [tabs, tab] = await Promise.all(
      ['.graphiql-tabs', '.graphiql-tab-active'].map((css) => consolePage.page.locator(css).boundingBox()),
    );
    expect(tab!.x).toBeLessThan(tabs!.x + tabs!.width);
    expect(tab!.x + tab!.width).toBeGreaterThan(tabs!.x);
  }
  await consolePage.page.setViewportSize({ width: 1280, height: 844 });
});

it('breaks the names of operations between their words only', async () => {
  /** In how many lines each name is, and how many of its words are in more than one. */
  const lines = () =>
    consolePage.page.evaluate<{ lines: number; broken: number }[]>(`
      [...document.querySelectorAll('.console-operations button > span:last-child')].map((name) => {
        const words = [...name.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((word) => {
          const range = document.createRange();
          range.selectNodeContents(word);
          return [...range.getClientRects()];
        });
        return {
          lines: new Set(words.flat().map(({ top }) => top)).size,
          broken: words.filter((rects) => rects.length > 1).length,
        };
      })`);
  for (const width of [320, 390, 768, 1280]) {
    await consolePage.page.setViewportSize({ width, height: 844 });
    expect((await lines()).filter(({ broken }) => broken > 0)).toEqual([]);
  }
  // Where there is little room, whatever the font.
  await consolePage.page.addStyleTag({ content: '.console-operations { width: 170px }' });
  const narrow = await lines();
  expect(narrow.some((name) => name.lines > 1)).toBe(true);
  expect(narrow.filter(({ broken }) => broken > 0)).toEqual([]);
  await consolePage.screenshot('operations-narrow');
});

describe('the console in dark colours', () => {
  it('follows the system', async () => {
    await window.close();
    window = await openWindow('dark');
    consolePage = await openConsole();
    await consolePage.become('Organizer');
    await consolePage.choose('ListEventRegistrations');
    await consolePage.run();
    const background = await consolePage.page.evaluate<string>(
      "getComputedStyle(document.querySelector('.console-bar')).backgroundColor",
    );
    expect(Math.max(...(background.match(/\d+/g) ?? []).slice(0, 3).map(Number))).toBeLessThan(100);
    await consolePage.screenshot('dark');
  });
});
