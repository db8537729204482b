import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openWindow, type Window } from './browser.ts';

const NOW = '2031-01-01T10:00:00.000Z';
const EARLIER = '2031-01-01T09:00:00.000Z';
const EVENT = {
  eventId: 'yoga',
  status: 'OPEN',
  isPublic: true,
  registrationOpensAt: null as string | null,
  registrationClosesAt: null,
  waitlistEnabled: true,
  seatsLeft: 0,
  waitlistCount: 3,
  version: 7,
  waitlistVersion: 4,
  detailsVersion: 1,
  createdAt: EARLIER,
  viewerStanding: 'WAITLISTED',
};
const PLACE = {
  eventId: 'yoga',
  registrationId: 'r1',
  registrationStatus: 'WAITLISTED',
  waitlistedAt: NOW,
  position: 2,
  waitlistCount: 3,
  waitlistVersion: 4,
};
const LEFT = { eventId: 'yoga', kind: 'LEFT', waitlistedAt: EARLIER, count: 1, waitlistCount: 2, waitlistVersion: 5 };

/** A page of a component with the hooks, its transport, and what a test does as the server and as the app. */
const PAGE = `
  import { Activity, createElement, StrictMode } from 'react';
  import { createRoot, hydrateRoot } from 'react-dom/client';
  import { renderToString } from 'react-dom/server';
  import { useEvent, useStanding } from './client/react.ts';

  const nameOf = ({ definitions: [{ name }] }) => name.value;
  const listening = new Set();
  const views = [];
  const server = { stored: {}, asked: 0, isReached: true };
  const transport = {
    async request(document, { eventId }) {
      server.asked += 1;
      if (!server.isReached) throw new Error('not reached');
      const event = server.stored[eventId];
      return { getEvent: event && { ...event, serverTime: new Date().toISOString() } };
    },
    listen(document, variables, listener) {
      const subscription = { name: nameOf(document), variables, listener };
      listening.add(subscription);
      if (server.isReached) queueMicrotask(() => listening.has(subscription) && listener.listening());
      return () => void listening.delete(subscription);
    },
  };
  function Shown({ eventId }) {
    const view = useEvent(transport, { eventId, userId: 'bo' });
    const standing = useStanding(view.state);
    views.push({ ...view, eventId });
    const { event, place } = view.state ?? {};
    return [event === null ? 'none' : event?.eventId ?? 'loading', place?.position, standing, view.isLive && 'live', view.error && 'failed']
      .filter(Boolean).join(' ');
  }
  const Fetched = ({ state }) => useStanding(state);
  const strict = (...parts) => createElement(StrictMode, null, createElement(...parts));
  let root;
  globalThis.stage = {
    server,
    views,
    show: (eventId, mode = 'visible') =>
      (root ??= createRoot(document.body)).render(strict(Activity, { mode }, createElement(Shown, { eventId }))),
    unmount: () => root.unmount(),
    listening: () => [...listening].map(({ name, variables }) => name + ' ' + Object.values(variables)).sort(),
    say: (name, message) => listening.forEach((one) => one.name === name && one.listener.next(message)),
    lose: () => [...listening].forEach(({ listener }) => listener.lost('The connection is lost.')),
    sendFetched(state) {
      document.body.innerHTML = renderToString(strict(Fetched, { state }));
    },
    takeOver: (state) => void hydrateRoot(document.body, strict(Fetched, { state })),
  };
`;

const LISTENING = ['OnEventChanged yoga', 'OnRegistrationChanged bo', 'OnWaitlistChanged yoga'];

let window: Window;
let script: string;
let page: Page;
/** What React warns of, and what is thrown. */
let incidents: string[];
beforeAll(async () => {
  window = await openWindow();
  const { outputFiles } = await build({
    stdin: { contents: PAGE, resolveDir: '.' },
    bundle: true,
    write: false,
    // Of React for development, StrictMode starts and stops everything once more.
    define: { 'process.env.NODE_ENV': '"development"' },
  });
  script = outputFiles[0]!.text;
});
afterAll(() => window?.close());
beforeEach(async () => {
  page = await window.context.newPage();
  incidents = [];
  page.on('pageerror', ({ message }) => incidents.push(message));
  page.on('console', (message) => message.type() === 'error' && incidents.push(message.text()));
  // Time passes as the test says.
  await page.clock.install({ time: EARLIER });
  await page.goto('about:blank');
  await page.clock.pauseAt(NOW);
  await page.addScriptTag({ content: script });
});
afterEach(async () => {
  await page.close();
  expect(incidents).toEqual([]);
});

const act = <Answer = void>(expression: string): Promise<Answer> => page.evaluate<Answer>(`stage.${expression}`);
const store = (eventId: string, event: object | null) =>
  act(`server.stored[${JSON.stringify(eventId)}] = ${JSON.stringify(event)}`);
const sees = (text: string) => page.locator('body', { hasText: new RegExp(`^${text}$`) }).waitFor();
const say = (name: string, message: object) => act(`say('${name}', ${JSON.stringify(message)})`);

it('shows an event and one’s own place, moves up by messages alone, and ends with the component', async () => {
  await store('yoga', { ...EVENT, viewerRegistration: PLACE });
  await act("show('yoga')");
  await sees('yoga 2 WAITLISTED live');
  // StrictMode has followed twice; one of the two is left.
  expect(await act('listening()')).toEqual(LISTENING);
  const asked = await act('server.asked');
  await say('OnWaitlistChanged', { onWaitlistChanged: LEFT });
  await say('OnEventChanged', { onEventChanged: { ...EVENT, version: 8, waitlistVersion: 5, deleted: false } });
  await sees('yoga 1 WAITLISTED live');
  expect(await act('server.asked')).toBe(asked);
  await act('unmount()');
  expect(await act('listening()')).toEqual([]);
});

it('says that there is no such event, with no standing', async () => {
  await store('yoga', null);
  await act("show('yoga')");
  await sees('none live');
});

it('follows another event once it is asked for that, and shows nothing of the one before', async () => {
  await store('yoga', { ...EVENT, viewerRegistration: PLACE });
  await store('choir', { ...EVENT, eventId: 'choir', viewerRegistration: null, viewerStanding: 'CAN_JOIN_WAITLIST' });
  await act("show('yoga')");
  await sees('yoga 2 WAITLISTED live');
  await act("show('choir')");
  await sees('choir CAN_JOIN_WAITLIST live');
  expect(await act('listening()')).toEqual(LISTENING.map((one) => one.replace('yoga', 'choir')));
  const mixed = 'views.filter(({ eventId, state }) => state?.event && state.event.eventId !== eventId).length';
  expect(await act(mixed)).toBe(0);
});

it('fetches, and shows something ahead of the server, by functions that stay the same', async () => {
  await store('yoga', { ...EVENT, viewerRegistration: null, viewerStanding: 'CAN_JOIN_WAITLIST' });
  await act("show('yoga')");
  await sees('yoga CAN_JOIN_WAITLIST live');
  await act(`views.at(-1).change((state) => ({ ...state, place: ${JSON.stringify({ ...PLACE, position: 4 })} }))`);
  await sees('yoga 4 WAITLISTED live');
  await store('yoga', { ...EVENT, viewerRegistration: { ...PLACE, position: 3 } });
  await act('views.at(-1).refetch()');
  await sees('yoga 3 WAITLISTED live');
  expect(
    await act('views.every(({ refetch, change }, _, [one]) => refetch === one.refetch && change === one.change)'),
  ).toBe(true);
});

it('admits that a connection is lost, and is back at once when the device is', async () => {
  await store('yoga', { ...EVENT, viewerRegistration: PLACE });
  await act("show('yoga')");
  await sees('yoga 2 WAITLISTED live');
  await act('lose()');
  await sees('yoga 2 WAITLISTED');
  expect(await act('listening()')).toEqual([]);
  // No time passes here, so no attempt would be due.
  await page.evaluate("dispatchEvent(new Event('online'))");
  await sees('yoga 2 WAITLISTED live');
  expect(await act('listening()')).toEqual(LISTENING);
});

it('follows nothing while it is hidden, and shows what it had when it comes back to no connection', async () => {
  await store('yoga', { ...EVENT, viewerRegistration: PLACE });
  await act("show('yoga')");
  await sees('yoga 2 WAITLISTED live');
  await act("show('yoga', 'hidden')");
  await page.waitForFunction('stage.listening().length === 0');
  await act('server.isReached = false');
  await act("show('yoga')");
  await sees('yoga 2 WAITLISTED failed');
});

it('turns over as registering opens, by the server’s clock and without asking', async () => {
  const opens = { registrationOpensAt: '2031-01-01T10:00:10.000Z', seatsLeft: 1, waitlistCount: 0 };
  await store('yoga', { ...EVENT, ...opens, viewerRegistration: null, viewerStanding: 'NOT_YET_OPEN' });
  await act("show('yoga')");
  await sees('yoga NOT_YET_OPEN live');
  const asked = await act('server.asked');
  await page.clock.runFor(9_000);
  await sees('yoga NOT_YET_OPEN live');
  await page.clock.runFor(2_000);
  await sees('yoga CAN_REGISTER live');
  expect(await act('server.asked')).toBe(asked);
});

it('takes over what a server has rendered before registering opened', async () => {
  const opens = { registrationOpensAt: '2031-01-01T10:00:10.000Z', seatsLeft: 1, waitlistCount: 0 };
  const state = { event: { ...EVENT, ...opens, viewerStanding: 'NOT_YET_OPEN' }, place: null };
  await act(`sendFetched(${JSON.stringify(state)})`);
  await sees('NOT_YET_OPEN');
  await page.clock.runFor(20_000);
  await act(`takeOver(${JSON.stringify(state)})`);
  await sees('CAN_REGISTER');
});
