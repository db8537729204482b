import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { loadCertificate } from '../../src/http/certificate.ts';
import { RealtimeClient } from './client.ts';
import { publish, serveThings } from './thingApi.ts';

let running: RunningApi;
const printed: string[] = [];
beforeAll(async () => {
  running = await serveThings({ onOutput: (_, text) => printed.push(text) });
});
afterAll(() => running.close());

const QUERY = 'subscription { onThing { id name } }';

describe('a subscriber that stops reading', () => {
  it('loses events and leaves the others alone', async () => {
    const [slow, quick] = await Promise.all([RealtimeClient.connect(running), RealtimeClient.connect(running)]);
    await slow.subscribe('slow', QUERY);
    await quick.subscribe('quick', QUERY);
    slow.socket.pause();
    for (let n = 1; n <= 100; n += 1) {
      await publish(running, { id: `${n}`, name: 'x'.repeat(200_000) });
      expect((await quick.next()).payload.data.onThing.id).toBe(`${n}`);
    }
    expect(printed.join('')).toContain('onThing: an event was dropped, the subscriber slow does not read');
    slow.socket.resume();
    const late = await slow.soFar();
    expect(late.length).toBeLessThan(100);
    expect(late[0]?.payload.data.onThing.id).toBe('1');
    await publish(running, { id: 'after' });
    expect((await slow.soFar())[0]?.payload.data.onThing.id).toBe('after');
    slow.close();
    quick.close();
  });

  it('and asks for more and more is disconnected', async () => {
    const greedy = await RealtimeClient.connect(running);
    greedy.socket.pause();
    const id = 'x'.repeat(100_000);
    for (let n = 0; n < 300; n += 1) {
      greedy.send({ type: 'stop', id });
    }
    await vi.waitFor(() => expect(printed.join('')).toContain('a connection was closed'), { timeout: 120_000 });
    // Whether the end arrives as a close or as a reset depends on what was still under way.
    greedy.socket.on('error', () => undefined);
    greedy.socket.resume();
    await greedy.closed;
    (await RealtimeClient.connect(running)).close();
  });
});

describe('many subscribers', () => {
  it('of one event each get every change', async () => {
    const clients = await Promise.all(Array.from({ length: 10 }, () => RealtimeClient.connect(running)));
    await Promise.all(
      clients.flatMap((client) => Array.from({ length: 100 }, (_, index) => client.subscribe(`${index}`, QUERY))),
    );
    for (const id of ['1', '2']) {
      await publish(running, { id });
    }
    for (const client of clients) {
      expect(await client.soFar()).toHaveLength(200);
    }
    clients.forEach((client) => client.close());
  });
});

describe('a certificate', () => {
  it('makes the same port speak HTTPS and WSS, trusted through its authority', async () => {
    const certificate = await loadCertificate(mkdtempSync(join(tmpdir(), 'local-tls-')));
    const secured = await serveThings({ certificate });
    expect([secured.url, secured.realtimeUrl].map((url) => url.split(':')[0])).toEqual(['https', 'wss']);
    const ca = readFileSync(certificate.caFile, 'utf8');
    const client = await RealtimeClient.connect(secured, { ca });
    await client.subscribe('1', QUERY);
    await publish(secured, { id: '1' });
    expect((await client.next()).payload.data.onThing.id).toBe('1');
    await expect(new RealtimeClient(secured).opened()).rejects.toThrow('unable to verify');
    client.close();
    await secured.close();
  });
});
