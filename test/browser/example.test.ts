import { readFile } from 'node:fs/promises';
import pMap from 'p-map';
import { describe, expect, it } from 'vitest';
import { LABELS } from '../../examples/web/src/words/labels.ts';
import { layWire } from '../support/wire.ts';
import { stageExample } from './exampleStage.ts';
import { npmRunExample } from './npmRunExample.ts';

const stage = stageExample();

/** So many days from now. */
const soon = (days: number): string => new Date(Date.now() + days * 24 * 3600 * 1000).toISOString();

describe('two people in two windows', () => {
  it('see each other’s changes: the one who waits moves up, and is promoted, without a reload', async () => {
    const eventId = await stage.backstage.event(['ada', 'bo', 'cleo', 'dan'], { capacity: 2 });
    const [ada, dan] = await Promise.all([stage.see(eventId, 'ada'), stage.see(eventId, 'dan')]);
    await dan.page.evaluate("window.mark = 'never loaded again'");
    await dan.isInLine('2nd');

    await ada.button('Give up my seat').click();
    await ada.button('Yes, give it up').click();
    await ada.sees('You have left. The next person in line has your seat now.');
    await dan.isInLine('1st');
    await dan.isTold('You moved up. You are 1st in line now.');

    await stage.backstage.leave('bo', eventId);
    await dan.sees('You’re in!');
    await dan.isTold('A seat has become free, and it is yours.');
    await dan.page.getByRole('img', { name: '2 of 2 seats taken, one of them is yours' }).waitFor();
    await ada.page.getByRole('img', { name: '2 of 2 seats taken' }).waitFor();
    expect(await dan.page.evaluate('window.mark')).toBe('never loaded again');
    expect(await dan.page.title()).toBe('An evening · Take a seat');
  });

  it.each([
    [true, 'Somebody was faster, so you are 1st in line.', { seated: 1, waiting: 1 }],
    [false, 'Somebody was faster: every seat is taken, and this event has no waitlist.', { seated: 1, waiting: 0 }],
  ])(
    'click the last seat at once (waitlist: %s): one has it, the other is told the truth',
    async (waitlistEnabled, words, counts) => {
      const eventId = await stage.backstage.event([], { capacity: 1, waitlistEnabled });
      const pages = await Promise.all([stage.see(eventId, 'emma'), stage.see(eventId, 'finn')]);
      // Both have clicked before the API hears of the first: no page can know better.
      let release = (): void => undefined;
      const bothClicked = new Promise<void>((resolve) => (release = resolve));
      let clicks = 0;
      for (const { page } of pages) {
        await page.route(stage.example.api, async (route) => {
          if (/mutation RegisterForEvent/.test(route.request().postData() ?? '') && ++clicks === 2) {
            release();
          }
          if (/mutation RegisterForEvent/.test(route.request().postData() ?? '')) {
            await bothClicked;
          }
          await route.continue();
        });
      }
      await Promise.all(pages.map((page) => page.button('Register').click()));
      const outcomes = await Promise.all(
        pages.map((page) =>
          Promise.race([
            page.sees('You have a seat. See you there!').then(() => 'seat'),
            page.sees(words).then(() => 'truth'),
          ]),
        ),
      );
      expect(outcomes.sort()).toEqual(['seat', 'truth']);
      expect(await stage.backstage.counts(eventId)).toEqual(counts);
    },
  );
});

describe('an event that opens by the clock', () => {
  it('opens by itself, also after it was moved, on a device whose clock is an hour wrong', async () => {
    const far = { registrationOpensAt: '2101-01-01T10:00:00Z', timeZone: 'Asia/Tokyo' };
    const eventId = await stage.backstage.event([], { capacity: 5, ...far });
    const emma = await stage.see(eventId, 'emma');
    await emma.page.addInitScript('{ const { now } = Date; Date.now = () => now() - 3_600_000; }');
    await emma.reload();
    await emma.page.evaluate("window.mark = 'never loaded again'");
    await emma.sees('Registration opens in');
    await emma.sees(/Friday, May 2, 2031.* 3:00\sAM in Tokyo/);
    await emma.sees(/On Saturday, January 1, 2101.* 7:00\sPM in Tokyo\. This page opens by itself\./);
    expect(await emma.button('Register').count()).toBe(0);
    await stage.backstage.change(eventId, { registrationOpensAt: new Date(Date.now() + 4000).toISOString() });
    await emma.button('Register').click();
    await emma.sees('You have a seat. See you there!');
    expect(await emma.page.evaluate('window.mark')).toBe('never loaded again');
  });

  it('is taken into a calendar as a file', async () => {
    const eventId = await stage.backstage.event([], {
      capacity: 5,
      endsAt: '2031-05-01T20:00:00Z',
      title: 'For the diary',
    });
    const emma = await stage.see(eventId, 'emma');
    const downloading = emma.page.waitForEvent('download');
    await emma.page.getByRole('link', { name: 'Add to calendar' }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toBe(`${eventId}.ics`);
    const text = await readFile(await file.path(), 'utf8');
    expect(text).toContain('SUMMARY:For the diary\r\n');
    expect(text).toContain('DTEND:20310501T200000Z\r\n');
  });
});

describe('a lost connection', () => {
  it('is admitted at once, and the truth is shown when it is back', async () => {
    const eventId = await stage.backstage.event(['ada', 'bo', 'cleo', 'dan'], { capacity: 2 });
    const wire = await layWire(Number(new URL(stage.example.api).port));
    const wired = await npmRunExample('--port', '0', '--api', `http://localhost:${wire.port}/graphql`);
    try {
      const dan = await stage.open(`#/event/${eventId}`, { as: 'dan' }, wired.app);
      await dan.isInLine('2nd');
      wire.cut();
      await dan.sees('Connection lost. What you see may be old; trying again…');
      await dan.isInLine('2nd');
      await stage.backstage.leave('ada', eventId);
      await stage.backstage.leave('bo', eventId);
      wire.mend();
      await dan.sees('You’re in!');
      await dan.live();
      // Before its app ends, which the page would notice.
      await dan.page.close();
      // The browser reports every attempt that fails; those are the point here.
      expect(dan.incidents.splice(0).filter((text) => !/net::ERR|WebSocket connection/.test(text))).toEqual([]);
    } finally {
      await wired.destroy();
      await wire.close();
    }
  });
});

describe('a cancelled event', () => {
  it('says so first to whoever has a seat, and promises nothing to whoever waits', async () => {
    const eventId = await stage.backstage.event([], { capacity: 1, date: soon(9), title: 'Called off' });
    const [ada, bo, list] = await Promise.all([
      stage.see(eventId, 'ada'),
      stage.see(eventId, 'bo'),
      stage.open('#/', { as: 'bo' }),
    ]);
    await ada.button('Register').click();
    await ada.sees('You have a seat. See you there!');
    await bo.button('Join the waitlist').click();
    await bo.isInLine('1st');
    await bo.hasFocus('Leave the waitlist');
    await bo.sees('in line; nobody else is waiting');
    await bo.sees('You are next');
    expect(await bo.page.getByText('yours by itself').count()).toBe(1);
    const card = list.page.locator('li', { hasText: 'Called off' });
    await card.getByText('You are waiting').waitFor();
    await stage.backstage.change(eventId, { status: 'CANCELLED' });
    await ada.sees('You had a seat; you need not give it up.');
    await bo.sees('You were waiting; nobody moves up any more.');
    await card.getByText('Cancelled').waitFor();
    expect(await card.innerText()).not.toContain('You are waiting');
    await ada.screenshots('example-cancelled');
    for (const { page } of [ada, bo]) {
      const article = page.locator('article');
      expect(await article.innerText()).toMatch(/^Cancelled\n/);
      expect(await article.textContent()).not.toMatch(/in line|yours by itself|You have a seat/);
      expect(await article.getByRole('img').count()).toBe(0);
    }
    await bo.go('#/mine');
    const place = bo.page.locator('li', { hasText: 'Called off' });
    expect(await place.locator('.fullness').innerText()).toMatch(/^Cancelled\s+You were waiting$/);
  });

  it('is cancelled by its organizer, who is asked first', async () => {
    const eventId = await stage.backstage.event(['ada'], { capacity: 1 });
    const olga = await stage.open(`#/organize/${eventId}`, { as: 'olga' });
    await olga.button('Cancel the event').click();
    await olga.page.keyboard.press('Enter');
    await olga.hasFocus('Cancel the event');
    await olga.button('Cancel the event').click();
    await olga.button('Yes, cancel it for good').click();
    await olga.page.locator('.stamp', { hasText: 'Cancelled' }).waitFor();
    expect(await olga.button('Close registration').count()).toBe(0);
    await olga.sees('1 of 1 told: everybody who was in it.');
    await olga.page.getByRole('heading', { name: 'Had a seat 1' }).waitFor();
    expect(await olga.page.getByRole('img').count()).toBe(0);
    expect(await olga.page.getByRole('spinbutton', { name: 'Seats' }).count()).toBe(0);
  });

  it('says to its organizer how many are told, until all are', async () => {
    const eventId = await stage.backstage.event(['ada', 'bo'], { capacity: 1 });
    await stage.backstage.change(eventId, { status: 'CANCELLED' });
    let isUnderWay = true;
    const olga = await stage.open('#/organize', { as: 'olga' });
    await olga.page.route(stage.example.api, (route) => {
      const cancellation = { __typename: 'Cancellation', total: 120, told: 37, completedAt: null };
      const getEvent = { __typename: 'Event', eventId, cancelledAt: null, cancellation };
      return isUnderWay && /query GetCancellation/.test(route.request().postData() ?? '')
        ? route.fulfill({ headers: { 'access-control-allow-origin': '*' }, json: { data: { getEvent } } })
        : route.continue();
    });
    await olga.go(`#/organize/${eventId}`);
    await olga.sees('37 of 120 told');
    await olga.screenshots('example-organizer-cancelled');
    isUnderWay = false;
    await olga.sees('2 of 2 told: everybody who was in it.');
    await olga.screenshots('example-organizer-told');
  });
});

describe('an event that is not there', () => {
  it('is no dead end', async () => {
    const bo = await stage.open('#/', { as: 'bo' });
    expect(await bo.page.title()).toBe('What’s on · Take a seat');
    for (const [hash, as] of [
      ['#/event/none', 'bo'],
      ['#/organize/none', 'olga'],
      ['#/door/none', 'dora'],
    ] as const) {
      await bo.page.goto(`${bo.address}/?as=${as}${hash}`);
      await bo.sees('There is no such event');
      await bo.page.getByRole('link', { name: 'See what’s on' }).click();
      await bo.page.getByRole('heading', { name: 'What’s on' }).waitFor();
    }
  });
});

describe('leaving', () => {
  it('does not pretend: without an answer, the seat is still shown', async () => {
    const eventId = await stage.backstage.event(['ada'], { capacity: 2 });
    const ada = await stage.see(eventId, 'ada');
    await ada.page.route(stage.example.api, (route) => route.abort());
    // The app tries for most of a minute.
    await ada.page.evaluate('{ const later = setTimeout; setTimeout = (act, ms) => later(act, ms / 20); }');
    await ada.button('Give up my seat').click();
    await ada.button('Yes, give it up').click();
    await ada.sees('The server cannot be reached. Please check your connection.');
    await ada.sees('You have a seat.');
    expect(await stage.backstage.counts(eventId)).toEqual({ seated: 1, waiting: 0 });
    // It goes on trying; once it succeeds, that it did not is old.
    await ada.page.unroute(stage.example.api);
    await ada.live();
    await ada.page.getByRole('alert').getByText('The server cannot be reached.').waitFor({ state: 'detached' });
    ada.incidents.splice(0);
  });
});

describe('the list of events', () => {
  it('shows the seats left, live', async () => {
    const eventId = await stage.backstage.event(['ada'], { capacity: 3, title: 'Live numbers' });
    const page = await stage.open('#/');
    const card = page.page.locator('li', { hasText: 'Live numbers' });
    await card.getByText('2 seats left').waitFor();
    await stage.backstage.leave('ada', eventId);
    await card.getByText('3 seats left').waitFor();
  });

  it('says what the reader has and may do, by the event’s own clock, and turns over by itself', async () => {
    const eventIds = await Promise.all([
      stage.backstage.event(['dan'], { capacity: 2, date: soon(1), title: 'Has a seat' }),
      stage.backstage.event(['ada', 'dan'], { capacity: 1, date: soon(2), title: 'Waits' }),
      stage.backstage.event(['ada'], { capacity: 1, date: soon(3), title: 'Could wait' }),
      stage.backstage.event(['ada'], { capacity: 1, date: soon(4), title: 'Too late', waitlistEnabled: false }),
      stage.backstage.event([], {
        capacity: 3,
        date: '2031-05-01T18:00:00Z',
        timeZone: 'Asia/Tokyo',
        title: 'Opens later',
        registrationOpensAt: '2101-01-01T10:00:00Z',
      }),
    ]);
    const dan = await stage.open('#/', { as: 'dan' });
    const card = (title: string) => dan.page.locator('li', { hasText: title });
    await card('Has a seat').getByText('You have a seat').waitFor();
    await card('Waits').getByText('You are waiting').waitFor();
    await card('Could wait').getByText('Join the waitlist').waitFor();
    expect(await card('Too late').locator('.fullness').innerText()).toBe('Full');
    await card('Opens later')
      .getByText(/^Opens in \d+ days$/)
      .waitFor();
    expect(await card('Opens later').innerText()).toMatch(/Fri\s+May 2\s+2031[^]*3:00\sAM in Tokyo/);
    expect(await card('Opens later').getByText('Register').count()).toBe(0);
    await stage.backstage.change(eventIds[4], { registrationOpensAt: new Date(Date.now() + 2000).toISOString() });
    await card('Opens later').getByText('Register').waitFor();
    await stage.backstage.leave('ada', eventIds[1]);
    await card('Waits').getByText('You have a seat').waitFor();
    await stage.backstage.leave('dan', eventIds[0]);
    await card('Has a seat').getByText('Register').waitFor();
  });
});

describe('“your events”', () => {
  it('has seats and places, and moves up while one looks', async () => {
    const waiting = await stage.backstage.event(['ada', 'bo', 'gina'], {
      capacity: 1,
      date: soon(5),
      title: 'A place',
    });
    const gina = await stage.open('#/mine', { as: 'gina' });
    const card = (title: string) => gina.page.locator('li', { hasText: title }).locator('.fullness');
    await card('A place').getByText('2nd in line').waitFor();
    await stage.backstage.leave('bo', waiting);
    await card('A place').getByText('1st in line').waitFor();
    const seat = await stage.backstage.event(['gina'], { capacity: 1, date: soon(6), title: 'A seat' });
    await card('A seat').getByText('You have a seat').waitFor();
    await stage.backstage.change(seat, { status: 'CANCELLED' });
    await card('A seat').getByText('Cancelled').waitFor();
    expect(await card('A seat').innerText()).toMatch(/^Cancelled\s+You had a seat$/);
    await stage.backstage.leave('ada', waiting);
    await card('A place').getByText('You have a seat').waitFor();
  });
});

describe('registering', () => {
  it('works with the keyboard alone, and is announced', async () => {
    const eventId = await stage.backstage.event([], { capacity: 5, title: 'By keyboard', date: soon(1) });
    const emma = await stage.open('#/', { as: 'emma' });
    await emma.sees('By keyboard');
    await emma.tabTo(/By keyboard/);
    await emma.page.keyboard.press('Enter');
    await emma.live();
    await emma.tabTo(/^Register$/);
    await emma.page.keyboard.press('Enter');
    await emma.isTold('You have a seat. See you there!');
    await emma.hasFocus('Give up my seat');
    // Enter twice keeps the seat, and so does Esc.
    for (const answer of ['Enter', 'Escape']) {
      await emma.page.keyboard.press('Enter');
      await emma.hasFocus('Keep my seat');
      await emma.page.keyboard.press(answer);
      await emma.hasFocus('Give up my seat');
    }
    expect(await stage.backstage.counts(eventId)).toEqual({ seated: 1, waiting: 0 });
    await emma.page.keyboard.press('Enter');
    await emma.hasFocus('Keep my seat');
    await emma.page.keyboard.press('Shift+Tab');
    await emma.page.keyboard.press('Enter');
    await emma.isTold('You have left.');
    await emma.hasFocus('Register');
    expect(await stage.backstage.counts(eventId)).toEqual({ seated: 0, waiting: 0 });
  });

  it('signs up somebody new on the way, under a name of their own, and remembers them in this window', async () => {
    const eventId = await stage.backstage.event([], { capacity: 5 });
    const page = await stage.see(eventId, 'emma');
    await page.button('Register').waitFor();
    await page.page.getByLabel('You are').selectOption('somebody else…');
    // Nobody until it is known who, and never who it was before.
    await page.sees('To register, say who you are at the top.');
    await page.page.getByLabel('Username').fill('Greta Garbo');
    await page.page.keyboard.press('Enter');
    await page.sees('“Greta Garbo” is no username');
    await page.sees('To register, say who you are at the top.');
    await page.page.getByLabel('Username').fill('greta');
    await page.page.keyboard.press('Enter');
    await page.button('Register').click();
    await page.sees('You have a seat. See you there!');
    await page.reload();
    await page.sees('You have a seat.');
  });

  it('takes effect once although the answer was lost', async () => {
    const eventId = await stage.backstage.event([], { capacity: 5 });
    const emma = await stage.see(eventId, 'emma');
    let lost = 0;
    await emma.page.route(stage.example.api, async (route) => {
      if (!/mutation RegisterForEvent/.test(route.request().postData() ?? '') || ++lost > 1) {
        return route.continue();
      }
      await route.fetch();
      return route.abort();
    });
    await emma.button('Register').click();
    await emma.sees('You have a seat. See you there!');
    expect(lost).toBe(2);
    expect(await stage.backstage.counts(eventId)).toEqual({ seated: 1, waiting: 0 });
    emma.incidents.splice(0);
  });
});

describe('the organizer', () => {
  it('creates an event, and sees people come', async () => {
    const olga = await stage.open('#/', { as: 'olga' });
    await olga.page.getByRole('link', { name: 'Organize' }).click();
    await olga.page.getByLabel('Title').fill('Made by hand');
    await olga.page.getByLabel('When').fill('2031-05-01T18:00');
    await olga.page.getByLabel('Seats').fill('1');
    await olga.button('Create').click();
    await olga.page.getByRole('heading', { name: 'Made by hand' }).waitFor();
    await olga.live();
    const eventId = (await olga.page.evaluate<string>('location.hash')).split('/').at(-1) ?? '';
    const [emma, finn] = [await stage.see(eventId, 'emma'), await stage.see(eventId, 'finn')];
    await emma.button('Register').click();
    await finn.button('Join the waitlist').click();
    await olga.page.getByRole('listitem').filter({ hasText: 'Emma' }).waitFor();
    await olga.page.locator('ol').getByText('Finn').waitFor();
  });

  it('is told by the labels of the forms what cannot be saved', async () => {
    const labelled: [name: string, text: string][] = [];
    const eventId = await stage.backstage.event(['ada', 'bo'], { capacity: 1 });
    const olga = await stage.open(`#/organize/${eventId}`, { as: 'olga' });
    const read = async (): Promise<void> => {
      labelled.push(
        ...(await olga.page.evaluate<typeof labelled>(
          "[...document.querySelectorAll('main label')].map(({ control, innerText }) => [control.name, innerText.trim()])",
        )),
      );
    };
    await olga.button('Let Bo in').click();
    await read();
    await olga.go('#/organize');
    await read();
    const label = (name: string) => LABELS[name as keyof typeof LABELS];
    expect(labelled).toEqual(labelled.map(([name]) => [name, label(name)]));
    expect([...new Set(labelled.map(([name]) => name))].sort()).toEqual(Object.keys(LABELS).sort());
    await olga.page.getByLabel('Title').fill('Backwards');
    await olga.page.getByLabel('When').fill('2031-05-01T18:00');
    await olga.page.getByLabel('Until').fill('2031-05-01T17:00');
    await olga.button('Create').click();
    await olga.sees('That cannot be saved: “Until” must not be before “When”.');
    await olga.screenshots('example-refused');
  });

  it('is told by the form itself that a year has too many digits', async () => {
    const olga = await stage.open('#/organize', { as: 'olga' });
    const overflows = async () => {
      await olga.button('Create').click();
      return olga.page.evaluate<string[]>(
        "[...document.querySelectorAll('.form input')].filter((i) => i.validity.rangeOverflow).map((i) => i.name)",
      );
    };
    const names = ['date', 'endsAt', 'registrationOpensAt', 'registrationClosesAt'] as const;
    expect(await overflows()).toEqual([]);
    for (const name of names) {
      await olga.page.getByLabel(LABELS[name]).fill('20310-05-01T18:00');
    }
    expect(await overflows()).toEqual(names);
  });

  it('lets in somebody who is not the first in line: those behind move up, those before stay', async () => {
    const eventId = await stage.backstage.event(['ada', 'bo', 'cleo', 'dan'], { capacity: 1 });
    const [olga, cleo, dan] = [
      await stage.open(`#/organize/${eventId}`, { as: 'olga' }),
      await stage.see(eventId, 'cleo'),
      await stage.see(eventId, 'dan'),
    ];
    await olga.button('Let Cleo in').click();
    await olga.page.getByLabel('Why').fill('Speaks on the panel');
    await olga.button('Let in').click();
    await olga.sees('Cleo has a seat. There is one more now.');
    await cleo.sees('You’re in!');
    await cleo.sees('The organizer has let you in: “Speaks on the panel”');
    await cleo.isTold('The organizer has let you in: “Speaks on the panel”');
    await dan.sees('2nd');
    await cleo.screenshots('example-admitted');
    await olga.screenshots('example-organizer-admitted');
    await olga.page.locator('ol li', { hasText: 'Bo' }).waitFor();
    expect(await olga.page.locator('ol li', { hasText: 'Cleo' }).count()).toBe(0);
  });

  it('raises the capacity, and the waiting move up; lowering it too far is explained', async () => {
    const eventId = await stage.backstage.event(['ada', 'bo', 'cleo', 'dan'], { capacity: 2 });
    const [olga, dan] = [await stage.open(`#/organize/${eventId}`, { as: 'olga' }), await stage.see(eventId, 'dan')];
    await olga.page.getByRole('spinbutton', { name: 'Seats' }).fill('4');
    await olga.button('Change').click();
    await olga.sees('Saved. 2 people moved up from the waitlist.');
    await dan.sees('You’re in!');
    // The form begins anew with the new capacity.
    await olga.page.locator('[name=capacity][value="4"]').waitFor();
    await olga.page.getByRole('spinbutton', { name: 'Seats' }).fill('3');
    await olga.button('Change').click();
    await olga.sees('4 people have a seat, so there cannot be only 3. Nothing was changed.');
  });

  it('finds their draft, and publishes it', async () => {
    await stage.backstage.event([], { capacity: 2, title: 'Soon', status: 'DRAFT' });
    const olga = await stage.open('#/organize', { as: 'olga' });
    await olga.page.getByRole('link', { name: 'Soon Not public yet' }).click();
    await olga.sees('Not public: not live');
    await olga.button('Publish').click();
    await olga.live();
    await olga.button('Close registration').waitFor();
  });

  it('finds their events behind those of others, and as many as there are', async () => {
    const others = Array.from({ length: 101 }, () => ({
      title: 'Not hers',
      organizer: 'otto',
      date: '2040-05-01T18:00:00Z',
    }));
    const hers = Array.from({ length: 201 }, (_, index) => ({
      title: `Hers ${index + 1}`,
      date: new Date(Date.UTC(2041, 0, index + 1)).toISOString(),
    }));
    // All at once would be too much for a slow machine.
    await pMap([...others, ...hers], (input) => stage.backstage.event([], { capacity: 2, ...input }), {
      concurrency: 4,
    });
    const olga = await stage.open('#/organize', { as: 'olga' });
    const link = (title: string) => olga.page.getByRole('link', { name: `${title} 2 seats left`, exact: true });
    for (let clicks = 0; clicks < 2; clicks += 1) {
      await link('Hers 1').waitFor();
      expect(await link('Hers 201').count()).toBe(0);
      await olga.button('Show more').click();
    }
    await link('Hers 201').waitFor();
    await olga.live();
    await olga.sees('Only the first 190 change while you look.');
    expect(await olga.page.getByRole('link', { name: 'Not hers' }).count()).toBe(0);
    expect(await olga.button('Show more').count()).toBe(0);
    // Pages that follow each other before the server listens leave nothing of their subscriptions behind.
    for (let hops = 0; hops < 8; hops += 1) {
      await olga.page.evaluate("location.hash = '#/mine'");
      await olga.page.getByRole('heading', { name: 'Your events' }).waitFor();
      await olga.page.evaluate("location.hash = '#/organize'");
      await link('Hers 1').waitFor();
    }
    await olga.live();
  });
});
