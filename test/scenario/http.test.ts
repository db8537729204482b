import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npmStart, shell, token, type NpmStart } from './npmStart.ts';
import { post, postSigned } from './post.ts';

let server: NpmStart;
let stateDir: string;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'event-registration-start-'));
  server = await npmStart(stateDir, '--in-memory');
  const people = { alice: [], bob: [], cleo: [], olga: ['--group', 'organizers'], root: ['--group', 'admins'] };
  for (const [name, groups] of Object.entries(people)) tokens[name] = await token(stateDir, name, ...groups);
});

afterAll(async () => {
  await server?.destroy();
  await rm(stateDir, { recursive: true, force: true });
});

const as = (name: string, query: string) => post(server.url, { authorization: tokens[name] ?? '' }, query);
const withKey = (query: string) => post(server.url, { 'x-api-key': server.apiKey }, query);
const register = (userId: string) =>
  `mutation { registerForEvent(userId: "${userId}", eventId: "yoga") { registrationStatus position waitlistCount } }`;
const unregister = (userId: string) =>
  `mutation { unregisterFromEvent(userId: "${userId}", eventId: "yoga") { registrationStatus promoted promotedUserId } }`;
const place = (userId: string) => `{ getRegistration(userId: "${userId}", eventId: "yoga") { registrationStatus position waitlistCount } }`;
const SEATS = '{ getEvent(eventId: "yoga") { capacity currentRegistrations waitlistCount } }';
const CREATE_EVENT = `mutation { createEvent(input: {eventId: "yoga", title: "Yoga", date: "2030-05-01T18:00:00+02:00", capacity: 1}) { date organizer waitlistEnabled status } }`;

/** One story in order, over HTTP: each step builds on the one before. */
describe('a script of plain HTTP requests', () => {
  it('creates three users, each by themselves', async () => {
    for (const name of ['alice', 'bob', 'cleo']) {
      const { data } = await as(name, `mutation { createUser(input: {userId: "${name}", name: "The one and only ${name}"}) { userId } }`);
      expect(data).toEqual({ createUser: { userId: name } });
    }
  });

  it('creates an event with one seat and a waitlist, as an organizer and nobody less', async () => {
    expect(await as('alice', CREATE_EVENT)).toMatchObject({ data: { createEvent: null }, errorTypes: ['Unauthorized'] });
    expect(await withKey(CREATE_EVENT)).toMatchObject({ data: { createEvent: null }, errorTypes: ['Unauthorized'] });
    const { data } = await as('olga', CREATE_EVENT);
    expect(data.createEvent).toEqual({ date: '2030-05-01T16:00:00.000Z', organizer: 'olga', waitlistEnabled: true, status: 'OPEN' });
  });

  it('fills it: the first gets the seat, the others places in the order they came', async () => {
    expect((await as('alice', register('alice'))).data.registerForEvent).toEqual({ registrationStatus: 'REGISTERED', position: null, waitlistCount: null });
    expect((await as('bob', register('bob'))).data.registerForEvent).toEqual({ registrationStatus: 'WAITLISTED', position: 1, waitlistCount: 1 });
    expect((await as('cleo', register('cleo'))).data.registerForEvent).toEqual({ registrationStatus: 'WAITLISTED', position: 2, waitlistCount: 2 });
    expect((await withKey(SEATS)).data.getEvent).toEqual({ capacity: 1, currentRegistrations: 1, waitlistCount: 2 });
  });

  it('refuses a second registration', async () => {
    expect(await as('bob', register('bob'))).toMatchObject({ data: { registerForEvent: null }, errorTypes: ['AlreadyRegistered'] });
  });

  it('shows places and the waitlist to those who may see them', async () => {
    const waitlist = '{ listWaitlist(eventId: "yoga") { items { userId joinedPosition } nextToken } }';
    const inOrder = { items: [{ userId: 'bob', joinedPosition: 1 }, { userId: 'cleo', joinedPosition: 2 }], nextToken: null };
    expect((await as('cleo', place('cleo'))).data.getRegistration).toEqual({ registrationStatus: 'WAITLISTED', position: 2, waitlistCount: 2 });
    expect((await as('olga', waitlist)).data.listWaitlist).toEqual(inOrder);
    expect((await as('root', waitlist)).data.listWaitlist).toEqual(inOrder);
    expect((await postSigned(server, server.credentials, waitlist)).data.listWaitlist).toEqual(inOrder);
    expect(await as('bob', waitlist)).toMatchObject({ data: { listWaitlist: null }, errorTypes: ['Unauthorized'] });
    expect(await as('bob', place('cleo'))).toMatchObject({ data: { getRegistration: null }, errorTypes: ['Unauthorized'] });
    expect(await withKey(place('cleo'))).toMatchObject({ data: { getRegistration: null }, errorTypes: ['Unauthorized'] });
  });

  it('refuses who is nobody, or not who they say, and changes nothing', async () => {
    const stranger = { ...server.credentials, secretAccessKey: 'x'.repeat(40) };
    expect(await post(server.url, {}, unregister('alice'))).toMatchObject({ status: 401, errorTypes: ['UnauthorizedException'] });
    expect(await post(server.url, { 'x-api-key': 'da2-aaaaaaaaaaaaaaaaaaaaaaaaaa' }, SEATS)).toMatchObject({ status: 401, errorTypes: ['UnauthorizedException'] });
    expect(await post(server.url, { authorization: `${tokens['alice']}x` }, unregister('alice'))).toMatchObject({ status: 401, errorTypes: ['UnauthorizedException'] });
    expect(await postSigned(server, stranger, unregister('alice'))).toMatchObject({ status: 403 });
    expect(await as('bob', unregister('alice'))).toMatchObject({ data: { unregisterFromEvent: null }, errorTypes: ['Unauthorized'] });
    expect((await withKey(SEATS)).data.getEvent).toEqual({ capacity: 1, currentRegistrations: 1, waitlistCount: 2 });
  });

  it('promotes the head of the waitlist when the seat is given up, without telling the leaver who it is', async () => {
    expect((await as('alice', unregister('alice'))).data.unregisterFromEvent).toEqual({ registrationStatus: 'REGISTERED', promoted: true, promotedUserId: null });
    expect((await as('bob', place('bob'))).data.getRegistration).toEqual({ registrationStatus: 'REGISTERED', position: null, waitlistCount: null });
    expect((await as('cleo', place('cleo'))).data.getRegistration).toEqual({ registrationStatus: 'WAITLISTED', position: 1, waitlistCount: 1 });
    expect((await as('alice', place('alice'))).data.getRegistration).toBeNull();
    expect((await withKey(SEATS)).data.getEvent).toEqual({ capacity: 1, currentRegistrations: 1, waitlistCount: 1 });
  });

  it('promotes again when a backend ends the registration, and tells it who', async () => {
    const { data } = await postSigned(server, server.credentials, unregister('bob'));
    expect(data.unregisterFromEvent).toEqual({ registrationStatus: 'REGISTERED', promoted: true, promotedUserId: 'cleo' });
    expect((await as('cleo', '{ getUserEvents(userId: "cleo") { items { eventId } } }')).data.getUserEvents.items).toEqual([{ eventId: 'yoga' }]);
    expect((await withKey(SEATS)).data.getEvent).toEqual({ capacity: 1, currentRegistrations: 1, waitlistCount: 0 });
  });
});

describe('npm start', () => {
  it('prints a few calm lines, each a name and what to use', () => {
    const printedByNpm = /^(> |npm )/;
    const lines = server.output.split('\n').filter((line) => line !== '' && !printedByNpm.test(line));
    expect(lines.filter((line) => !/^[A-Z][A-Za-z ]{8}\S/.test(line))).toEqual([]);
    expect(lines.length).toBeLessThan(10);
  });

  it('prints a curl that works when pasted', async () => {
    expect(JSON.parse(await shell(server.curl))).toEqual({ data: { __typename: 'Query' } });
  });
});
