import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { OnEventChangedDocument } from '../../client/operations.generated.ts';
import type { EventChange } from '../../domain/change/eventChange.ts';
import { invokeFunction } from '../history/stage/invokeLambda.ts';
import { admin } from '../support/api.ts';
import { callsTo, type Calls } from '../support/calls.ts';
import { givenBy, must, type Given } from '../support/given.ts';
import { startWorld, type World } from '../support/world.ts';
import { RealtimeSocket } from './support/realtimeSocket.ts';

const TEMPLATE = 'EventRegistration-dev-Api.template.json';
const REFUSED = '<script>alert(1)</script>';

/** What publishChanges talks to: it passes everything on but bodies with that title. */
class Doorkeeper {
  readonly #server: Server;
  behind = '';
  /** What happens to those: a firewall's answer, none at all, or nothing. */
  manner: 'refuse' | 'hang' | 'let in' = 'refuse';
  refusals = 0;

  constructor() {
    this.#server = createServer(async (incoming, answer) => {
      const body = await text(incoming);
      if (this.manner !== 'let in' && body.includes(REFUSED)) {
        this.refusals += 1;
        if (this.manner === 'refuse') {
          answer.writeHead(403).end('Forbidden');
        }
        return;
      }
      const { method, headers } = incoming;
      const onward = request(this.behind, { method, headers }, (reply) => {
        answer.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(answer);
      });
      onward.end(body);
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/graphql`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

const door = new Doorkeeper();
const assemblyDir = mkdtempSync(join(tmpdir(), 'refused-'));
let api: World;
let calls: Calls;
let given: Given;
beforeAll(async () => {
  cpSync(inject('assemblyDir'), assemblyDir, { recursive: true });
  const template = JSON.parse(readFileSync(join(assemblyDir, TEMPLATE), 'utf8')) as {
    Resources: Record<string, { Properties: { Environment?: { Variables: Record<string, unknown> } } }>;
  };
  const [variables] = Object.values(template.Resources).flatMap(({ Properties }) =>
    Properties.Environment?.Variables.POWERTOOLS_SERVICE_NAME === 'publishChanges'
      ? [Properties.Environment.Variables]
      : [],
  );
  variables!.GRAPHQL_URL = await door.open();
  writeFileSync(join(assemblyDir, TEMPLATE), JSON.stringify(template));
  api = await startWorld({ assemblyDir, streamPollMs: 5 });
  door.behind = api.running.url;
  calls = callsTo(api);
  given = givenBy(calls);
});
afterAll(async () => {
  await api.close();
  door.close();
  rmSync(assemblyDir, { recursive: true });
});

/** What a subscriber is told of an event from now on. */
async function listen(eventId: string) {
  const socket = await RealtimeSocket.connect(
    api.running.realtimeUrl,
    api.running.url,
    await api.running.issueToken('watcher'),
  );
  const told: EventChange[] = [];
  await socket.subscribe<EventChange>(print(OnEventChangedDocument), { eventId }, (change) => told.push(change));
  return { socket, told };
}

const letters = () => api.running.sentMessages.map(({ body }) => body);

describe.each([
  ['is refused for ever', 'refuse'],
  ['gets no answer for ever', 'hang'],
] as const)('an event whose title %s', (_what, manner) => {
  it('goes aside, change by change, while the others are announced; delivered again when mended, it is told', async () => {
    [door.manner, door.refusals] = [manner, 0];
    const innocent = await given.event();
    const refused = await given.event({ title: REFUSED });
    await api.running.streamIdle();
    const [watched, hushed] = [await listen(innocent), await listen(refused)];
    const before = letters().length;
    for (const capacity of [2, 3, 4]) {
      must(await calls.updateEvent(admin, { input: { eventId: refused, capacity } }));
      must(await calls.updateEvent(admin, { input: { eventId: innocent, capacity } }));
      await api.running.streamIdle();
      await watched.socket.settled();
      expect(watched.told.at(-1)).toMatchObject({ eventId: innocent, capacity });
    }
    expect(watched.told.map(({ capacity }) => capacity)).toEqual([2, 3, 4]);
    expect(door.refusals).toBeGreaterThan(0);
    expect(hushed.told).toEqual([]);
    expect(api.running.deadLetters).toEqual([]);
    const aside = letters().slice(before);
    expect(aside).toHaveLength(3);
    expect(aside.every((body) => body.includes(refused) && !body.includes(innocent))).toBe(true);

    door.manner = 'let in';
    for (const body of aside) {
      expect(await invokeFunction(api.running, assemblyDir, 'PublishChanges', JSON.parse(body) as object)).toEqual({
        batchItemFailures: [],
      });
    }
    await hushed.socket.settled();
    expect(hushed.told.map(({ capacity }) => capacity)).toEqual([2, 3, 4]);
    [watched, hushed].forEach(({ socket }) => socket.drop());
  });
});
