import { describe, expect, it } from 'vitest';
import { stageExample } from './exampleStage.ts';

const stage = stageExample();

/** Wider than a phone, each in one word. */
const LONG_WORDS = {
  title: `Concert of the ${'Donaudampfschifffahrts'.repeat(3)}gesellschaft`,
  location: `https://example.org/${'the-yard-'.repeat(8)}`,
  description: `More: https://example.org/${'the-programme-'.repeat(9)}`,
};

describe('the pictures', () => {
  it('of an evening that is sold out, on a desk and on a phone', async () => {
    const guests = [
      'ada',
      'bo',
      'cleo',
      'dan',
      'emma',
      'finn',
      'greta',
      'hugo',
      'ida',
      'jon',
      'kira',
      'leo',
      'mia',
      'nora',
      'otto',
      'pia',
      'quinn',
      'rosa',
      'sam',
      'tilda',
      'uwe',
      'vera',
      'wim',
      'yara',
      'zoe',
      'anton',
      'bea',
      'carl',
      'dora',
      'emil',
    ];
    const eventId = await stage.backstage.event(guests, {
      capacity: 24,
      title: 'A night of new music',
      description: 'Three young quartets, one old hall, and soup in the break. Doors open half an hour before.',
      location: 'The old boathouse',
      date: '2027-06-18T18:30:00Z',
    });
    const [desk, phone] = await Promise.all([
      stage.open(`#/event/${eventId}`, { as: 'bea', viewport: { width: 1080, height: 720 } }),
      stage.open(`#/event/${eventId}`, { as: 'yara', colorScheme: 'dark', viewport: { width: 390, height: 844 } }),
    ]);
    await desk.isInLine('3rd');
    await desk.screenshot('example-waiting');
    await phone.screenshot('example-phone-seat');
    await phone.go('#/');
    await phone.screenshot('example-phone-events');
    const waiting = await stage.open(`#/event/${eventId}`, {
      as: 'zoe',
      colorScheme: 'dark',
      viewport: { width: 390, height: 844 },
    });
    await stage.backstage.leave('ada', eventId);
    await waiting.sees('You’re in!');
    await waiting.screenshot('example-phone-promoted');
    await desk.isInLine('2nd');
    await desk.go('#/');
    await desk.screenshot('example-events');
    const olga = await stage.open(`#/organize/${eventId}`, { as: 'olga', viewport: { width: 1080, height: 820 } });
    await olga.screenshot('example-organizer');
    await olga.go('#/organize');
    await olga.screenshot('example-new-event');
    const ahead = await stage.backstage.event([], {
      capacity: 30,
      title: 'Fado by the river',
      location: 'Cais do Sodré',
      timeZone: 'Europe/Lisbon',
      endsAt: '2031-05-01T20:00:00Z',
      registrationOpensAt: new Date(Date.now() + 5_000_000).toISOString(),
    });
    await desk.go(`#/event/${ahead}`);
    await desk.sees('Registration opens in');
    await desk.screenshot('example-opening');
    await phone.go(`#/event/${ahead}`);
    await phone.sees('Registration opens in');
    await phone.screenshot('example-phone-opening');
    await stage.backstage.change(ahead, { registrationOpensAt: new Date(Date.now() + 1000).toISOString() });
    await desk.button('Register').waitFor();
    await desk.screenshot('example-opened');
    await phone.go('#/mine');
    await phone.screenshot('example-phone-mine');
    await stage.backstage.change(eventId, { status: 'CANCELLED' });
    await desk.go(`#/event/${eventId}`);
    await desk.sees('It does not take place.');
    await desk.screenshot('example-cancelled');
  });
});

describe('a look at every page', () => {
  it.each([
    ['the list of events', '#/', 'dan'],
    ['an event with free seats', 'event/free', 'dan'],
    ['an event that one waits for', 'event/full', 'dan'],
    ['an event that one has a seat for', 'event/full', 'ada'],
    ['an event to somebody who is not signed in', 'event/free', undefined],
    ['an event that opens later', 'event/later', 'dan'],
    ['a new event', '#/organize', 'olga'],
    ['an event to manage', 'organize/full', 'olga'],
    ['the door of an event', 'door/full', 'dora'],
    ['a cancelled event', 'event/cancelled', 'ada'],
    ['one’s own events', '#/mine', 'dan'],
  ])(
    'finds nothing serious in %s, in light and in dark colours, and all of it fits every window',
    async (_what, where, as) => {
      const [page = '', kind = ''] = where.split('/');
      const people = kind === 'full' ? ['ada', 'bo', 'cleo', 'dan'] : ['ada'];
      const eventId = await stage.backstage.event(kind === 'later' ? [] : people, {
        ...LONG_WORDS,
        capacity: kind === 'full' ? 2 : 30,
        ...(kind === 'later' ? { registrationOpensAt: '2101-01-01T10:00:00Z' } : {}),
      });
      const hash = where.startsWith('#') ? where : `#/${page}/${eventId}`;
      if (kind === 'cancelled') {
        await stage.backstage.change(eventId, { status: 'CANCELLED' });
      }
      const seen = await stage.open(hash, { as });
      if (kind === 'full' && page === 'event') {
        await seen.page.getByRole('button', { name: /^(Leave the waitlist|Give up my seat)$/ }).click();
      }
      if (kind === 'full' && page === 'organize') {
        await seen.page.locator('.people button').first().click();
      }
      if (page === 'door') {
        for (const userId of ['ada', 'ada', 'cleo', 'zoe']) {
          await seen.page.getByLabel('Code or id of a ticket').fill(userId);
          await seen.page.keyboard.press('Enter');
        }
        await seen.sees('Not registered for this event.');
      }
      for (const colorScheme of ['light', 'dark'] as const) {
        await seen.page.emulateMedia({ colorScheme });
        expect(await seen.seriousProblems()).toEqual([]);
        // WCAG 1.4.11
        expect(await seen.edgeContrast()).toBeGreaterThan(3);
      }
      for (const width of [320, 390, 768, 1280]) {
        await seen.page.setViewportSize({ width, height: 844 });
        expect(await seen.overflow()).toBe(0);
      }
    },
  );

  it('keeps together what belongs together in every window, in large letters as well', async () => {
    const full = await stage.backstage.event(['ada', 'bo'], { capacity: 1 });
    const seen = await stage.open('#/organize', { as: 'olga' });
    /** In how many lines these are. */
    const linesOf = (css: string) =>
      seen.page.evaluate<number>(
        `new Set([...document.querySelectorAll('${css}')].map((part) => part.getBoundingClientRect().top)).size`,
      );
    for (const fontSize of ['17px', '22px']) {
      await seen.page.addStyleTag({ content: `:root { font-size: ${fontSize} }` });
      for (const width of [320, 360, 390, 768, 1280]) {
        await seen.page.setViewportSize({ width, height: 844 });
        await seen.go('#/organize');
        const box = await seen.page.getByRole('checkbox').boundingBox();
        expect(box?.width).toBe(box?.height);
        expect(await linesOf('.pages a')).toBe(1);
        expect(await seen.overflow()).toBe(0);
        await seen.go(`#/organize/${full}`);
        await seen.button('Let Bo in').click();
        expect(await linesOf('.people form button')).toBe(1);
        expect(await seen.overflow()).toBe(0);
      }
    }
  });

  it('would find a text that nobody can read', async () => {
    const seen = await stage.open('#/');
    await seen.page.addStyleTag({ content: 'h1 { color: var(--line) }' });
    expect(await seen.seriousProblems()).toEqual([expect.stringContaining('color-contrast')]);
  });

  it('would find what is wider than a phone', async () => {
    const seen = await stage.open('#/', { viewport: { width: 390, height: 844 } });
    expect(await seen.overflow()).toBe(0);
    await seen.page.addStyleTag({ content: 'h1 { min-width: 500px }' });
    expect(await seen.overflow()).toBeGreaterThan(0);
  });
});
