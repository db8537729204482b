import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { serveBuiltExample } from './builtExample.ts';
import type { ExamplePage } from './examplePage.ts';
import { stageExample } from './exampleStage.ts';

const stage = stageExample();

/** Types a code at the door. */
async function type(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code or id of a ticket').fill(code);
  await page.keyboard.press('Enter');
}

/** What the door says of the latest scan. */
async function says(page: Page, words: string): Promise<void> {
  await page.locator('.verdict', { hasText: words }).waitFor();
}

/** Waits until the list of this name has these people, the latest first. */
async function lists(page: Page, title: string, people: string[]): Promise<void> {
  const list = page.getByRole('region', { name: title });
  await list.getByRole('heading', { name: `${title} ${people.length}`, exact: true }).waitFor();
  expect(await list.locator('b').allInnerTexts()).toEqual(people);
}

/** Cuts a browser off from the API; answers who was sent when it is mended, in order. */
async function cutOff({ page }: ExamplePage): Promise<{ mend(): void; sent: string[] }> {
  let isDown = true;
  const sent: string[] = [];
  await page.context().route(stage.example.api, (route) => {
    if (isDown) {
      return route.abort();
    }
    const { query = '', variables } = route.request().postDataJSON() as {
      query?: string;
      variables?: { userId: string };
    };
    if (query.startsWith('mutation CheckIn') && variables !== undefined) {
      sent.push(variables.userId);
    }
    return route.continue();
  });
  return { mend: () => void (isDown = false), sent };
}

describe('the door', () => {
  it('checks in who has a seat, by the code of their ticket, and says what is wrong with others', async () => {
    const eventId = await stage.backstage.event(['ada', 'bo', 'cleo'], { capacity: 2, title: 'At the door' });
    const [dora, ada] = [await stage.see(eventId, 'dora'), await stage.see(eventId, 'ada')];
    await ada.page.getByRole('img', { name: 'Your ticket, to be scanned at the door' }).waitFor();
    expect(await ada.page.getByRole('link', { name: 'The door' }).count()).toBe(0);
    const { page } = dora;
    await page.getByRole('link', { name: 'The door' }).click();
    await dora.live();
    await page.getByRole('heading', { name: 'At the door' }).waitFor();
    await type(page, `ticket:${eventId}:ada`);
    await says(page, 'ada Checked in at');
    await type(page, 'ada');
    await says(page, 'ada Was checked in already at');
    await dora.screenshots('example-door');
    await ada.screenshots('example-ticket');
    await type(page, 'cleo');
    await says(page, 'cleo On the waitlist, without a seat.');
    await type(page, 'zoe');
    await says(page, 'zoe Not registered for this event.');
    await type(page, 'ticket:another:ada');
    await dora.sees('The ticket of ada is for another event.');
    await lists(page, 'Not let in', ['zoe', 'cleo']);
    await dora.button('Dismiss zoe').click();
    await lists(page, 'Not let in', ['cleo']);
    await ada.button('Give up my seat').click();
    await ada.button('Yes, give it up').click();
    await ada.sees('You have been let in already, so the seat stays yours.');
    await lists(page, 'Checked in here', ['ada']);
    await dora.button('Undo ada').click();
    await lists(page, 'Taken back', ['ada']);
    await ada.button('Give up my seat').click();
    await ada.button('Yes, give it up').click();
    await ada.sees('You have left.');
    await dora.button('Try cleo again').click();
    await lists(page, 'Checked in here', ['cleo']);
    await lists(page, 'Taken back', ['ada']);
  });

  it('notes scans without connection, also after a reload and in a second tab, and sends each once, in order', async () => {
    const eventId = await stage.backstage.event(['ada', 'bo', 'cleo'], { capacity: 3 });
    const olga = await stage.open(`#/door/${eventId}`, { as: 'olga' });
    const { page } = olga;
    const { mend, sent } = await cutOff(olga);
    for (const userId of ['bo', 'ada', 'zoe']) {
      await type(page, userId);
    }
    await lists(page, 'To be sent', ['zoe', 'ada', 'bo']);
    await page.reload();
    await lists(page, 'To be sent', ['zoe', 'ada', 'bo']);
    await dropped(page, 'ada');
    const second = await page.context().newPage();
    await second.goto(`${olga.address}/?as=olga#/door/${eventId}`);
    await type(second, 'cleo');
    for (const tab of [page, second]) {
      await lists(tab, 'To be sent', ['cleo', 'zoe', 'bo']);
    }
    mend();
    await second.evaluate("dispatchEvent(new Event('online'))");
    for (const tab of [page, second]) {
      await lists(tab, 'Checked in here', ['cleo', 'bo']);
      await lists(tab, 'Not let in', ['zoe']);
      // By the moment of the scan, which was long before.
      expect(await tab.getByText('Was checked in already').count()).toBe(0);
    }
    expect(sent).toEqual(['bo', 'zoe', 'cleo']);
    // What was aborted is reported.
    olga.incidents.splice(0);
  });

  it('scans with the camera, where the browser can', async () => {
    const eventId = await stage.backstage.event(['ada'], { capacity: 3 });
    const dora = await stage.open(`#/door/${eventId}`, { as: 'dora' });
    await dora.page.addInitScript(`
      window.BarcodeDetector = class { detect = async () => [{ rawValue: 'ticket:${eventId}:ada' }]; };
      navigator.mediaDevices.getUserMedia = async () => {
        const canvas = document.createElement('canvas');
        canvas.getContext('2d').fillRect(0, 0, 10, 10);
        return canvas.captureStream();
      };
    `);
    await dora.reload();
    await dora.button('Scan with the camera').click();
    await says(dora.page, 'ada Checked in at');
    await dora.button('Camera off').click();
    await lists(dora.page, 'Checked in here', ['ada']);
  });
});

describe('the app as it is deployed', () => {
  it('opens without connection, and the door of it sends what was scanned once there is one', async () => {
    const eventId = await stage.backstage.event(['ada'], { capacity: 3 });
    const built = await serveBuiltExample(stage.example.app);
    try {
      const olga = await stage.open(`#/door/${eventId}`, { as: 'olga' }, built.app);
      const { page } = olga;
      await page.waitForFunction('navigator.serviceWorker.controller !== null');
      await page.context().setOffline(true);
      await page.reload();
      await type(page, 'ada');
      await lists(page, 'To be sent', ['ada']);
      await page.context().setOffline(false);
      await lists(page, 'Checked in here', ['ada']);
      await olga.live();
      // What was aborted is reported.
      olga.incidents.splice(0);
    } finally {
      await built.close();
    }
  });

  it('is the new one at the next load, with connection and then without, and keeps nothing that the API says', async () => {
    const built = await serveBuiltExample(stage.example.app);
    try {
      const olga = await stage.open('#/', { as: 'olga' }, built.app);
      const { page } = olga;
      const release = () => page.locator('meta[name=release]').getAttribute('content');
      await page.waitForFunction('navigator.serviceWorker.controller !== null');
      const [first] = await keptVersions(page);
      expect(first?.files.sort()).toEqual([
        '/',
        '/amplify_outputs.json',
        expect.stringMatching(/^\/assets\/SignIn-/),
        expect.stringMatching(/^\/assets\/cognito-/),
        expect.stringMatching(/^\/assets\/index-.*\.(js|css)$/),
        expect.stringMatching(/^\/assets\/index-.*\.(js|css)$/),
      ]);
      await built.release('second');
      await olga.reload();
      expect(await release()).toBe('second');
      await expect
        .poll(async () => (await keptVersions(page)).map(({ name }) => name), { timeout: 300_000 })
        .toEqual([expect.not.stringMatching(`^${first?.name}$`)]);
      await page.context().setOffline(true);
      await page.reload();
      await page.getByRole('heading', { name: 'What’s on' }).waitFor();
      expect(await release()).toBe('second');
      // What fails without connection is reported, until the page is left.
      await page.goto('about:blank');
      olga.incidents.splice(0);
    } finally {
      await built.close();
    }
  });
});

/** What the service worker of a page keeps, by its versions. */
async function keptVersions(page: Page): Promise<{ name: string; files: string[] }[]> {
  return page.evaluate(`(async () => {
    const names = await caches.keys();
    const pathsIn = async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
    return Promise.all(names.map(async (name) => ({ name, files: await pathsIn(name) })));
  })()`);
}

/** Takes back a scan that was not sent. */
async function dropped(page: Page, userId: string): Promise<void> {
  await page.getByRole('button', { name: `Undo ${userId}`, exact: true }).click();
}
