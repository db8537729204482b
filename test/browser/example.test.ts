import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { isPortFree } from '../../local/http/port.ts';
import { processesOfGroup } from '../scenario/processGroup.ts';
import { Backstage } from './backstage.ts';
import { ExamplePage } from './examplePage.ts';
import { npmRunExample, type Example } from './npmRunExample.ts';
import { layWire } from './wire.ts';

let stateDir: string;
let example: Example;
let backstage: Backstage;
const opened: ExamplePage[] = [];

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'event-registration-example-'));
  example = await npmRunExample('--port', '0', '--api-port', '0', '--in-memory', '--assembly', inject('assemblyDir'), '--state-dir', stateDir);
  backstage = new Backstage(example.api, stateDir);
});

afterEach(async () => {
  const pages = opened.splice(0);
  await Promise.all(pages.map((page) => page.close()));
  expect(pages.flatMap(({ incidents }) => incidents)).toEqual([]);
});

afterAll(async () => {
  await example?.destroy();
  await rm(stateDir, { recursive: true, force: true });
});

async function open(...args: Parameters<typeof ExamplePage.open>): Promise<ExamplePage> {
  const page = await ExamplePage.open(...args);
  opened.push(page);
  return page;
}

const see = (eventId: string, as?: string) => open(example.app, `#/event/${eventId}`, { as });

describe('the pictures', () => {
  it('of an evening that is sold out, on a desk and on a phone', async () => {
    const guests = ['ada', 'bo', 'cleo', 'dan', 'emma', 'finn', 'greta', 'hugo', 'ida', 'jon', 'kira', 'leo', 'mia', 'nora', 'otto', 'pia', 'quinn', 'rosa', 'sam', 'tilda', 'uwe', 'vera', 'wim', 'yara', 'zoe', 'anton', 'bea', 'carl', 'dora', 'emil'];
    const eventId = await backstage.event(guests, {
      capacity: 24,
      title: 'A night of new music',
      description: 'Three young quartets, one old hall, and soup in the break. Doors open half an hour before.',
      location: 'The old boathouse',
      date: '2027-06-18T18:30:00Z',
    });
    const [desk, phone] = await Promise.all([
      open(example.app, `#/event/${eventId}`, { as: 'bea', viewport: { width: 1080, height: 720 } }),
      open(example.app, `#/event/${eventId}`, { as: 'yara', colorScheme: 'dark', viewport: { width: 390, height: 844 } }),
    ]);
    await desk.isInLine('3rd');
    await desk.screenshot('example-waiting');
    await phone.screenshot('example-phone-seat');
    await phone.go('#/');
    await phone.screenshot('example-phone-events');
    const waiting = await open(example.app, `#/event/${eventId}`, { as: 'zoe', colorScheme: 'dark', viewport: { width: 390, height: 844 } });
    await backstage.leave('ada', eventId);
    await waiting.sees('You’re in!');
    await waiting.screenshot('example-phone-promoted');
    await desk.isInLine('2nd');
    await desk.go('#/');
    await desk.screenshot('example-events');
    const olga = await open(example.app, `#/organize/${eventId}`, { as: 'olga', viewport: { width: 1080, height: 820 } });
    await olga.screenshot('example-organizer');
    await olga.go('#/organize');
    await olga.screenshot('example-new-event');
  });
});

describe('two people in two windows', () => {
  it('see each other’s changes: the one who waits moves up, and is promoted, without a reload', async () => {
    const eventId = await backstage.event(['ada', 'bo', 'cleo', 'dan'], { capacity: 2 });
    const [ada, dan] = await Promise.all([see(eventId, 'ada'), see(eventId, 'dan')]);
    await dan.page.evaluate("document.title = 'never loaded again'");
    await dan.isInLine('2nd');

    await ada.button('Give up my seat').click();
    await ada.button('Yes, give it up').click();
    await ada.sees('You have left. The next person in line has your seat now.');
    await dan.isInLine('1st');
    await dan.isTold('You moved up. You are 1st in line now.');

    await backstage.leave('bo', eventId);
    await dan.sees('You’re in!');
    await dan.isTold('A seat has become free, and it is yours.');
    await dan.page.getByRole('img', { name: '2 of 2 seats taken, one of them is yours' }).waitFor();
    await ada.page.getByRole('img', { name: '2 of 2 seats taken' }).waitFor();
    expect(await dan.page.title()).toBe('never loaded again');
  });

  it.each([
    [true, 'Somebody was faster, so you are 1st in line.', { seated: 1, waiting: 1 }],
    [false, 'Somebody was faster: every seat is taken, and this event has no waitlist.', { seated: 1, waiting: 0 }],
  ])('click the last seat at once (waitlist: %s): one has it, the other is told the truth', async (waitlistEnabled, words, counts) => {
    const eventId = await backstage.event([], { capacity: 1, waitlistEnabled });
    const pages = await Promise.all([see(eventId, 'emma'), see(eventId, 'finn')]);
    // Both have clicked before the API hears of the first: no page can know better.
    let release = (): void => undefined;
    const bothClicked = new Promise<void>((resolve) => (release = resolve));
    let clicks = 0;
    for (const { page } of pages) {
      await page.route(example.api, async (route) => {
        if (/mutation RegisterForEvent/.test(route.request().postData() ?? '') && ++clicks === 2) release();
        if (/mutation RegisterForEvent/.test(route.request().postData() ?? '')) await bothClicked;
        await route.continue();
      });
    }
    await Promise.all(pages.map((page) => page.button('Register').click()));
    const outcomes = await Promise.all(
      pages.map((page) => Promise.race([page.sees('You have a seat. See you there!').then(() => 'seat'), page.sees(words).then(() => 'truth')])),
    );
    expect(outcomes.sort()).toEqual(['seat', 'truth']);
    expect(await backstage.counts(eventId)).toEqual(counts);
  });
});

describe('a lost connection', () => {
  it('is admitted at once, and the truth is shown when it is back', async () => {
    const eventId = await backstage.event(['ada', 'bo', 'cleo', 'dan'], { capacity: 2 });
    const wire = await layWire(Number(new URL(example.api).port));
    const wired = await npmRunExample('--port', '0', '--api', `http://localhost:${wire.port}/graphql`);
    try {
      const dan = await open(wired.app, `#/event/${eventId}`, { as: 'dan' });
      await dan.isInLine('2nd');
      wire.cut();
      await dan.sees('Connection lost. What you see may be old; trying again…');
      await dan.isInLine('2nd');
      await backstage.leave('ada', eventId);
      await backstage.leave('bo', eventId);
      wire.mend();
      await dan.sees('You’re in!');
      await dan.live();
      // The browser reports every attempt that fails; those are the point here.
      expect(dan.incidents.splice(0).filter((text) => !/net::ERR|WebSocket connection/.test(text))).toEqual([]);
    } finally {
      await wired.destroy();
      await wire.close();
    }
  });
});

describe('leaving', () => {
  it('does not pretend: without an answer, the seat is still shown', async () => {
    const eventId = await backstage.event(['ada'], { capacity: 2 });
    const ada = await see(eventId, 'ada');
    await ada.page.route(example.api, (route) => route.abort());
    await ada.button('Give up my seat').click();
    await ada.button('Yes, give it up').click();
    await ada.sees('The server cannot be reached. Please check your connection.');
    await ada.sees('You have a seat.');
    expect(await backstage.counts(eventId)).toEqual({ seated: 1, waiting: 0 });
    ada.incidents.splice(0);
  });
});

describe('the list of events', () => {
  it('shows the seats left, live', async () => {
    const eventId = await backstage.event(['ada'], { capacity: 3, title: 'Live numbers' });
    const page = await open(example.app, '#/', {});
    const card = page.page.locator('li', { hasText: 'Live numbers' });
    await card.getByText('2 seats left').waitFor();
    await backstage.leave('ada', eventId);
    await card.getByText('3 seats left').waitFor();
  });
});

describe('registering', () => {
  it('works with the keyboard alone, and is announced', async () => {
    const eventId = await backstage.event([], { capacity: 5, title: 'By keyboard' });
    const emma = await open(example.app, '#/', { as: 'emma' });
    await emma.tabTo(/By keyboard/);
    await emma.page.keyboard.press('Enter');
    await emma.live();
    await emma.tabTo(/^Register$/);
    await emma.page.keyboard.press('Enter');
    await emma.isTold('You have a seat. See you there!');
    await emma.tabTo(/Give up my seat/);
    await emma.page.keyboard.press('Enter');
    await emma.page.keyboard.press('Enter');
    await emma.isTold('You have left.');
    expect(await backstage.counts(eventId)).toEqual({ seated: 0, waiting: 0 });
  });

  it('signs up somebody new on the way, under a name of their own, and remembers them in this window', async () => {
    const eventId = await backstage.event([], { capacity: 5 });
    const page = await see(eventId);
    await page.sees('To register, say who you are at the top.');
    await page.page.getByLabel('You are').selectOption('somebody else…');
    await page.page.getByLabel('Username').fill('greta');
    await page.page.keyboard.press('Enter');
    await page.button('Register').click();
    await page.sees('You have a seat. See you there!');
    await page.reload();
    await page.sees('You have a seat.');
  });

  it('takes effect once although the answer was lost', async () => {
    const eventId = await backstage.event([], { capacity: 5 });
    const emma = await see(eventId, 'emma');
    let lost = 0;
    await emma.page.route(example.api, async (route) => {
      if (!/mutation RegisterForEvent/.test(route.request().postData() ?? '') || ++lost > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await emma.button('Register').click();
    await emma.sees('You have a seat. See you there!');
    expect(lost).toBe(2);
    expect(await backstage.counts(eventId)).toEqual({ seated: 1, waiting: 0 });
    emma.incidents.splice(0);
  });
});

describe('the organizer', () => {
  it('creates an event, and sees people come', async () => {
    const olga = await open(example.app, '#/', { as: 'olga' });
    await olga.page.getByRole('link', { name: 'Organize' }).click();
    await olga.page.getByLabel('Title').fill('Made by hand');
    await olga.page.getByLabel('When').fill('2031-05-01T18:00');
    await olga.page.getByLabel('Seats').fill('1');
    await olga.button('Create').click();
    await olga.page.getByRole('heading', { name: 'Made by hand' }).waitFor();
    await olga.live();
    const eventId = (await olga.page.evaluate<string>('location.hash')).split('/').at(-1) ?? '';
    const [emma, finn] = [await see(eventId, 'emma'), await see(eventId, 'finn')];
    await emma.button('Register').click();
    await finn.button('Join the waitlist').click();
    await olga.page.getByRole('listitem').filter({ hasText: 'Emma' }).waitFor();
    await olga.page.locator('ol').getByText('Finn').waitFor();
  });

  it('raises the capacity, and the waiting move up; lowering it too far is explained', async () => {
    const eventId = await backstage.event(['ada', 'bo', 'cleo', 'dan'], { capacity: 2 });
    const [olga, dan] = [await open(example.app, `#/organize/${eventId}`, { as: 'olga' }), await see(eventId, 'dan')];
    await olga.page.getByRole('spinbutton', { name: 'Seats' }).fill('4');
    await olga.button('Change').click();
    await olga.sees('Saved. 2 people moved up from the waitlist.');
    await dan.sees('You’re in!');
    await olga.page.getByRole('spinbutton', { name: 'Seats' }).fill('3');
    await olga.button('Change').click();
    await olga.sees('4 people have a seat, so there cannot be only 3. Nothing was changed.');
  });

  it('finds their draft, and publishes it', async () => {
    const eventId = await backstage.event([], { capacity: 2, title: 'Soon', status: 'DRAFT' });
    const olga = await open(example.app, `#/organize/${eventId}`, { as: 'olga' });
    await olga.page.getByRole('link', { name: 'Soon Not public yet' }).waitFor();
    await olga.button('Publish').click();
    await olga.button('Close registration').waitFor();
  });
});

describe('axe', () => {
  it.each([
    ['the list of events', '#/', 'dan'],
    ['an event with free seats', 'event/free', 'dan'],
    ['an event that one waits for', 'event/full', 'dan'],
    ['an event that one has a seat for', 'event/full', 'ada'],
    ['an event to somebody who is not signed in', 'event/free', undefined],
    ['a new event', '#/organize', 'olga'],
    ['an event to manage', 'organize/full', 'olga'],
  ])('finds nothing serious in %s, in light and in dark colours', async (_what, where, as) => {
    const [page = '', kind = ''] = where.split('/');
    const people = kind === 'full' ? ['ada', 'bo', 'cleo', 'dan'] : ['ada'];
    const hash = where.startsWith('#') ? where : `#/${page}/${await backstage.event(people, { capacity: kind === 'full' ? 2 : 30, location: 'The yard' })}`;
    const seen = await open(example.app, hash, { as });
    if (kind === 'full' && page === 'event') await seen.page.getByRole('button', { name: /^(Leave the waitlist|Give up my seat)$/ }).click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await seen.page.emulateMedia({ colorScheme });
      expect(await seen.seriousProblems()).toEqual([]);
    }
  });

  it('would find a text that nobody can read', async () => {
    const seen = await open(example.app, '#/', {});
    await seen.page.addStyleTag({ content: 'h1 { color: var(--line) }' });
    expect(await seen.seriousProblems()).toEqual([expect.stringContaining('color-contrast')]);
  });
});

describe('npm run example', () => {
  it('says which port is taken', async () => {
    const { port } = new URL(example.app);
    await expect(npmRunExample('--port', port)).rejects.toThrow(`port ${port} is taken: choose another for the app with --port`);
    const { port: apiPort } = new URL(example.api);
    await expect(npmRunExample('--port', '0', '--api-port', apiPort)).rejects.toThrow(`port ${apiPort} is taken: if by npm start, use it with --api`);
  });

  it('says when there is no API, and when a file is no amplify_outputs.json', async () => {
    await expect(npmRunExample('--port', '0', '--api', 'http://localhost:9/graphql')).rejects.toThrow('no local API answers at http://localhost:9/graphql');
    await expect(npmRunExample('--port', '0', '--outputs', 'package.json')).rejects.toThrow('package.json is no amplify_outputs.json');
  });

  it('gives tokens to the app alone', async () => {
    const body = JSON.stringify({ username: 'ada', groups: [] });
    const ask = (origin: string) => fetch(`${example.app}/local/token`, { method: 'POST', headers: { origin }, body });
    expect((await ask('https://elsewhere.example')).status).toBe(403);
    expect(await (await ask(example.app)).text()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('ends all of it with Ctrl-C', async () => {
    const ports = [example.app, example.api].map((url) => Number(new URL(url).port));
    await example.pressCtrlC();
    expect(await Promise.all(ports.map((port) => isPortFree(port, 'localhost')))).toEqual([true, true]);
    expect(processesOfGroup(example.group)).toEqual([]);
  });
});
