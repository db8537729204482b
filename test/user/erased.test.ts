import { print } from 'graphql';
import { afterAll, expect, it, vi } from 'vitest';
import {
  OnEventChangedDocument,
  OnRegistrationChangedDocument,
  OnWaitlistChangedDocument,
} from '../../client/operations.generated.ts';
import { eventKey, registrationKey, userKey } from '../../domain/keys.ts';
import { scanTable } from '../../tools/running/tableContent.ts';
import { RealtimeSocket } from '../subscription/support/realtimeSocket.ts';
import { admin, backend, organizer, user } from '../support/api.ts';
import { must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';

/** Unlike anything else that is stored, printed or sent. */
const [ID, NAME] = ['zebulon.quill', 'Wilhelmina Oesterreich'];
const LONG_AGO = '2001-01-01T00:00:00.000Z';

const printed: string[] = [];
const { api, calls, given, stored } = startSuite(async () => ({
  onOutput: (_source, text) => void printed.push(text),
}));
const sent: unknown[] = [];
let socket: RealtimeSocket | null = null;
afterAll(() => socket?.drop());

/** What the bus was told, each once, in the order in which it came. */
function onBus() {
  const events = api.running.busMessages.map(({ event }) => event);
  return [...new Map(events.map((event) => [event.detail.id, event])).values()];
}

/** Has somebody hear all that others than the person hear of these events. */
async function listen(events: string[], others: string[]): Promise<void> {
  const { realtimeUrl, url, issueToken } = api.running;
  const listener = await RealtimeSocket.connect(realtimeUrl, url, await issueToken('root', { groups: ['admins'] }));
  socket = listener;
  const take = (message: unknown) => void sent.push(message);
  for (const eventId of events) {
    await listener.subscribe(print(OnEventChangedDocument), { eventId }, take);
    await listener.subscribe(print(OnWaitlistChangedDocument), { eventId }, take);
  }
  for (const userId of others) {
    await listener.subscribe(print(OnRegistrationChangedDocument), { userId }, take);
  }
}

it('leaves nobody’s id and name in tables, logs and messages of others, nor a name on the bus, once somebody is deleted', async () => {
  const [[heir = '', first = ''], past, place] = await Promise.all([
    given.users(2),
    given.event({ organizer: ID, date: LONG_AGO }),
    given.event(),
  ]);
  const seat = await given.event();
  const come = await given.event();
  await listen([past, seat, place, come], [heir, first]);
  must(await calls.createUser(user(ID), { input: { userId: ID, name: NAME } }));
  await given.registrations(seat, [ID, heir]);
  await given.registrations(place, [first, ID, heir]);
  must(await calls.registerForEvent(organizer('olga'), { userId: ID, eventId: come }));
  must(await calls.checkIn(organizer('olga'), { userId: ID, eventId: come }));
  expect(must(await calls.deleteUser(user(ID), { userId: ID }))).toMatchObject({ userId: ID });
  await vi.waitUntil(async () => (await stored(userKey(ID))) === null, { timeout: 300_000, interval: 100 });
  await api.running.streamIdle();
  await socket?.settled();

  expect(await calls.deleteUser(backend, { userId: ID })).toMatchObject({ errorType: 'UserNotFound' });
  const tables = [
    ...(await scanTable<object>(api.client, api.tableName)),
    ...(await scanTable<object>(api.client, api.laneTableName)),
  ];
  for (const [where, what] of Object.entries({ tables, printed, sent })) {
    expect(JSON.stringify(what), where).not.toContain(ID);
    expect(JSON.stringify(what), where).not.toContain(NAME);
  }
  const told = onBus();
  const ofThem = told.filter(({ detail }) => detail.userId === ID).map((event) => event['detail-type']);
  expect(ofThem.at(-1)).toBe('UserDeleted');
  expect(ofThem.sort()).toEqual([
    'RegistrationRegistered',
    'RegistrationRegistered',
    'RegistrationRemoved',
    'RegistrationRemoved',
    'RegistrationRemoved',
    'RegistrationWaitlisted',
    'UserDeleted',
  ]);
  const besides = told.map(({ detail: { userId, ...detail }, ...event }) =>
    userId === ID ? { ...event, detail } : { ...event, detail: { ...detail, userId } },
  );
  expect(JSON.stringify(besides), 'on the bus, but for userId').not.toContain(ID);
  expect(JSON.stringify(told), 'on the bus').not.toContain(NAME);
  expect(printed.length).toBeGreaterThan(0);
  expect(sent.length).toBeGreaterThan(0);
  expect(await stored(registrationKey(heir, seat))).toMatchObject({ registrationStatus: 'REGISTERED' });
  expect(await stored(eventKey(place))).toMatchObject({ currentRegistrations: 1, waitlistCount: 1 });
  expect(await stored(eventKey(come))).toMatchObject({ currentRegistrations: 0 });

  must(await calls.createUser(admin, { input: { userId: ID, name: NAME } }));
  expect(must(await calls.listUserRegistrations(user(ID), {})).items).toEqual([]);
});
