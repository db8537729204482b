import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../support/world.ts';
import { openWindow, type Window } from './browser.ts';
import { ConsolePage } from './consolePage.ts';

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

function openConsole(): Promise<ConsolePage> {
  return ConsolePage.open(window.context, new URL('/', world.running.url).href);
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
    expect(await consolePage.run()).toMatchObject({ extensions: { subscription: 'listening' } });
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
    expect(await consolePage.run()).toMatchObject({ extensions: { subscription: 'listening' } });

    const otherTab = await openConsole();
    await otherTab.become('Admin');
    await otherTab.choose('UnregisterFromEvent', { userId: 'ada', eventId: 'demo-concert' });
    expect(await otherTab.run()).toMatchObject({
      data: { unregisterFromEvent: { promoted: true, promotedUserId: 'cleo' } },
    });

    const { data } = await consolePage.shown(({ extensions }) => extensions?.message === 1);
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
