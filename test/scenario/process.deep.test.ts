import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { commandLineOf } from 'appsync-local/testing';
import { npmStart, type NpmStart } from '../../tools/running/npmStart.ts';
import { waitUntil } from '../../tools/running/startNpm.ts';
import { token } from './shell.ts';
import { post } from './post.ts';
import { processesOfGroup } from '../../tools/running/processGroup.ts';

let stateDir: string;
let admin: string;
const servers: NpmStart[] = [];

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'event-registration-start-'));
  admin = await token(stateDir, 'root', '--group', 'admins');
});

afterAll(async () => {
  for (const server of servers) {
    await server.destroy();
  }
  await rm(stateDir, { recursive: true, force: true });
});

/** Starts on the files of the state directory, with the assembly of this test run. */
async function start(): Promise<NpmStart> {
  const server = await npmStart(stateDir, '--assembly', inject('assemblyDir'));
  servers.push(server);
  return server;
}

const asAdmin = (server: NpmStart, query: string) => post(server.url, { authorization: admin }, query);
const register = (userId: string) =>
  `mutation { registerForEvent(userId: "${userId}", eventId: "rush") { userId registrationStatus position } }`;
const pidOf = (server: NpmStart, command: RegExp) =>
  processesOfGroup(server.group).find((process) => command.test(process.command))?.pid;
const SERVER = /^\S*node .*tools\/start\.ts/;
const DATABASE = /^\S*java .*DynamoDBLocal\.jar/;
const LAMBDA = /^\S*node .*local\/src\/lambda\/runner\.mjs/;
const RUNNERS = Array.from({ length: 30 }, (_, index) => `runner${index}`);

/** In order: the second start finds what the first one left. */
describe('npm start', () => {
  it('loses nothing that it answered when the server is killed in the middle of a rush', async () => {
    const killed = await start();
    await asAdmin(
      killed,
      'mutation { createEvent(input: {eventId: "rush", title: "Rush", date: "2030-05-01T18:00:00Z", capacity: 3}) { eventId } }',
    );
    const createUsers = RUNNERS.map(
      (userId) => `${userId}: createUser(input: {userId: "${userId}", name: "Runner"}) { userId }`,
    );
    await asAdmin(killed, `mutation { ${createUsers.join(' ')} }`);
    const [database, server] = [pidOf(killed, DATABASE), pidOf(killed, SERVER)];
    if (database === undefined || server === undefined) {
      throw new Error('npm start does not run what it should');
    }
    const answered: { userId: string; registrationStatus: string }[] = [];
    await Promise.allSettled(
      RUNNERS.map(async (userId) => {
        const { data } = await asAdmin(killed, register(userId));
        if (data.registerForEvent && answered.push(data.registerForEvent) === 8) {
          process.kill(server, 'SIGKILL');
        }
      }),
    );
    expect(
      await waitUntil(() => pidOf(killed, LAMBDA) === undefined && commandLineOf(server) === undefined, 600_000),
    ).toBe(true);
    expect(commandLineOf(database)).toMatch(DATABASE);

    const restarted = await start();
    expect(commandLineOf(database)).toBeUndefined();
    expect(restarted.apiKey).toBe(killed.apiKey);
    const { data } = await asAdmin(
      restarted,
      `{ getEvent(eventId: "rush") { currentRegistrations waitlistCount }
         listEventRegistrations(eventId: "rush", limit: 100) { items { userId registrationStatus } }
         listWaitlist(eventId: "rush", limit: 100) { items { userId joinedPosition } } }`,
    );
    const kept: { userId: string; registrationStatus: string }[] = data.listEventRegistrations.items;
    const waiting = kept.filter(({ registrationStatus }) => registrationStatus === 'WAITLISTED');
    expect(answered.length).toBeGreaterThanOrEqual(8);
    for (const { userId, registrationStatus } of answered) {
      expect(kept).toContainEqual({ userId, registrationStatus });
    }
    expect(data.getEvent).toEqual({
      currentRegistrations: kept.length - waiting.length,
      waitlistCount: waiting.length,
    });
    expect(data.listWaitlist.items.map(({ joinedPosition }: { joinedPosition: number }) => joinedPosition)).toEqual(
      waiting.map((_, index) => index + 1),
    );
  });

  it('leaves no process behind after Ctrl-C', async () => {
    const server = servers.at(-1) as NpmStart;
    const leaving = (
      await asAdmin(server, '{ listEventRegistrations(eventId: "rush") { items { userId registrationStatus } } }')
    ).data.listEventRegistrations.items;
    const { userId } = leaving.find(
      ({ registrationStatus }: { registrationStatus: string }) => registrationStatus === 'REGISTERED',
    );
    const { data } = await asAdmin(
      server,
      `mutation { unregisterFromEvent(userId: "${userId}", eventId: "rush") { promoted } }`,
    );
    expect(data).toEqual({ unregisterFromEvent: { promoted: true } });
    for (const part of [SERVER, DATABASE, LAMBDA]) {
      expect(pidOf(server, part)).toBeGreaterThan(0);
    }
    await server.pressCtrlC();
    expect(processesOfGroup(server.group)).toEqual([]);
  });
});
