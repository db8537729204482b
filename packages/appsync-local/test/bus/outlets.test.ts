import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { BusEvent } from '../../src/bus/busEvent.ts';
import { openEventLog } from '../../src/bus/eventLog.ts';
import { forwardEvents } from '../../src/bus/forwardEvents.ts';
import { temporaryDirectory } from '../handmadeAssembly.ts';

const event = (id: string): BusEvent => ({
  version: '0',
  id,
  'detail-type': 'Type',
  source: 'test',
  account: '1',
  time: '2026-01-01T00:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: {},
});

describe('the file of events', () => {
  it('has a line for each, says once that it loses some, and goes on', () => {
    const stateDir = temporaryDirectory();
    const said: string[] = [];
    const keep = openEventLog(stateDir, (message) => said.push(message));
    const file = join(stateDir, 'events.jsonl');
    // Nothing can be appended to a folder, as nothing can to a full disk.
    mkdirSync(file);
    keep(event('lost'));
    keep(event('lost'));
    rmdirSync(file);
    keep(event('a'));
    keep(event('b'));
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(event('a'))}\n${JSON.stringify(event('b'))}\n`);
    expect(said).toEqual([expect.stringMatching(/^Events of the bus are not kept in .*events.jsonl: EISDIR/)]);
  });

  it('is begun anew when it is large, and the one before stays', () => {
    const stateDir = temporaryDirectory();
    const file = join(stateDir, 'events.jsonl');
    writeFileSync(file, 'x'.repeat(10_000_001));
    openEventLog(stateDir, () => undefined)(event('a'));
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(event('a'))}\n`);
    expect(readFileSync(join(stateDir, 'events.1.jsonl'), 'utf8')).toHaveLength(10_000_001);
  });
});

describe('forwarding', () => {
  it('posts each event in order, tries again, and tells once of what does not arrive', async () => {
    const posted: string[] = [];
    let status = 200;
    const server = createServer((incoming, answer) => {
      void text(incoming).then((body) => {
        posted.push((JSON.parse(body) as BusEvent).id);
        answer.writeHead(posted.length === 2 ? 500 : status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const said: string[] = [];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const forward = forwardEvents(url, (message) => said.push(message));
    ['a', 'b', 'c'].forEach((id) => forward(event(id)));
    await vi.waitFor(() => expect(posted).toEqual(['a', 'b', 'b', 'c']), { timeout: 60_000 });
    status = 404;
    forward(event('d'));
    forward(event('e'));
    await vi.waitFor(() => expect(posted.slice(4)).toEqual(['d', 'd', 'd', 'e', 'e', 'e']), { timeout: 60_000 });
    const lost = `An event of the bus was posted 3 times (HTTP 404), and is lost to ${url}.`;
    const goesOn = 'What comes later is sent all the same.';
    expect(said).toEqual([`${lost} ${goesOn}`]);
    status = 200;
    forward(event('f'));
    forward(event('g'));
    await vi.waitFor(() => expect(posted.slice(10)).toEqual(['f', 'g']), { timeout: 60_000 });
    await vi.waitFor(() => expect(said.slice(1)).toEqual([`Events of the bus arrive again at ${url}.`]));
  });

  it('keeps a thousand for a receiver that does not answer, and says that it drops more', () => {
    const said: string[] = [];
    const forward = forwardEvents('http://127.0.0.1:9/', (message) => said.push(message));
    Array.from({ length: 1003 }, (_, index) => forward(event(String(index))));
    expect(said).toEqual([
      'An event of the bus was not posted, as 1000 wait already, and is lost to http://127.0.0.1:9/. What comes later is sent all the same.',
    ]);
  });
});
