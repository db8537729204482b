import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startFaultyDynamoDb, type FaultyDynamoDb, type FaultyDynamoDbOptions } from 'dynamodb-contention';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { eventKey, registrationKey } from '../../domain/keys.ts';
import { auditPage } from '../../lambda/audit/auditPage.ts';
import { confirmEvent, type Audit } from '../../lambda/audit/checkEvent.ts';
import { Pace } from '../../lambda/audit/table/pace.ts';
import { TableReader, type Cursor } from '../../lambda/audit/table/tableReader.ts';
import { dynamoDbTable } from '../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import { TABLE_NAME, TABLE_NAMES } from '../lambda/support/startEventTable.ts';
import { World } from '../lambda/support/world.ts';
import { startAuditTable, type AuditTable } from './support/auditTable.ts';
import { virtualClock } from './support/virtualClock.ts';
import { bigEvent } from './support/bigEvent.ts';

const random = xoroshiro128plus(inject('seed'));
const oneOf = <T>(values: T[]): T => values[uniformInt(random, 0, values.length - 1)] as T;

let table: AuditTable;
let proxies: FaultyDynamoDb[] = [];
let clients: DynamoDBClient[] = [];
beforeAll(async () => {
  table = await startAuditTable();
});
afterAll(async () => {
  clients.forEach((client) => client.destroy());
  await Promise.all(proxies.map((proxy) => proxy.close()));
  table.close();
});

/** The same table behind a DynamoDB that suffers. */
async function behind(options: Omit<FaultyDynamoDbOptions, 'target' | 'seed'>) {
  const proxy = await startFaultyDynamoDb({ target: table.endpoint, seed: inject('seed'), ...options });
  const { region, credentials } = table;
  const client = new DynamoDBClient({ endpoint: proxy.endpoint, region, credentials, maxAttempts: 1 });
  proxies = [...proxies, proxy];
  clients = [...clients, client];
  return {
    proxy,
    client,
    world: new World({ table: dynamoDbTable(client, TABLE_NAMES) }),
  };
}

function auditBy(client: DynamoDBClient, sleep: (ms: number) => Promise<void> = async () => undefined): Audit {
  const clock = { ...virtualClock(), sleep };
  return {
    reader: new TableReader(client, TABLE_NAME, new Pace({ unitsPerSecond: Infinity, patienceMs: Infinity, clock })),
    clock,
    settleMs: 1000,
  };
}

async function auditAll(audit: Audit) {
  const sum = { findings: [] as string[], events: 0, items: 0, pages: 0 };
  let cursor: Cursor = null;
  do {
    const { findings, items, events, next } = await auditPage(audit, cursor);
    sum.findings.push(...findings.map(({ rule, eventId }) => `${rule} ${eventId}`));
    sum.items += items;
    sum.events += events;
    sum.pages += 1;
    cursor = next;
  } while (cursor !== null);
  return sum;
}

describe('auditPage', () => {
  it('never finds anything wrong with events that people join and leave at the same time, behind replicas and indexes that lag', async () => {
    const { proxy, client, world } = await behind({ staleReads: 0.5 });
    const people = await world.users(12);
    const events = await Promise.all(Array.from({ length: 4 }, () => world.eventWith(2, people.slice(0, 5))));
    let isOver = false;
    let calls = 0;
    const traffic = Array.from({ length: 3 }, async () => {
      while (!isOver) {
        const [eventId, userId, startMs] = [oneOf(events), oneOf(people), Date.now()];
        await (uniformInt(random, 0, 1) === 0
          ? world.register(eventId, userId, { startMs })
          : world.unregister(eventId, userId, { startMs }));
        calls += 1;
      }
    });
    const audits = [];
    const audit = auditBy(client, async () => proxy.settle());
    while (calls < 60) {
      audits.push(await auditAll(audit));
    }
    isOver = true;
    await Promise.all(traffic);
    expect(audits.flatMap(({ findings }) => findings)).toEqual([]);
    expect(proxy.stats().stale).toBeGreaterThan(0);
    proxy.settle();
    expect(await auditAll(audit)).toMatchObject({ findings: [] });
  });

  it('waits for an index that lags behind; without waiting it would call the counters wrong', async () => {
    const { proxy, client, world } = await behind({ staleReads: 1 });
    const [eventId, [late = '']] = [await world.eventWith(4, await world.users(2)), await world.users(1)];
    proxy.settle();
    await world.register(eventId, late);
    const rules = async (audit: Audit) => (await auditAll(audit)).findings;
    expect(await rules(auditBy(client))).toEqual([`event.registrationCount ${eventId}`]);
    expect(await rules(auditBy(client, async () => proxy.settle()))).toEqual([]);
  });

  it('finds the same while the table throttles, fails and loses answers', async () => {
    const { proxy, client } = await behind({
      faults: { throttleRequest: 0.2, error500Before: 0.05, lostAnswer: 0.05 },
    });
    const { world } = table;
    const eventId = await world.eventWith(1, await world.users(3));
    await world.put({ ...(await world.event(eventId)), waitlistCount: 7 });
    expect((await auditAll(auditBy(client))).findings).toEqual([`event.waitlistCount ${eventId}`]);
    const { throttleRequest, error500Before } = proxy.stats().faults;
    expect(throttleRequest + error500Before).toBeGreaterThan(0);
    await world.put({ ...(await world.event(eventId)), waitlistCount: 2 });
  });

  it('compares a queue of several pages with its registrations, and names the one that differs', async () => {
    const { client, world } = table;
    const { eventId, items, oneWaiting } = await bigEvent(300, 1500);
    await table.putAll(items);
    const sum = await auditAll(auditBy(client));
    expect(sum).toMatchObject({ findings: [], items: expect.any(Number) });
    expect(sum.items).toBeGreaterThan(5000);
    expect(sum.pages).toBeGreaterThan(10);
    const registration = await world.registration(eventId, oneWaiting);
    await world.put({ ...registration, waitlistedAt: '2090-01-01T00:00:00.000Z' });
    expect((await auditAll(auditBy(client))).findings).toEqual([`entry.otherMoment ${eventId}`]);
    await world.put({ ...registration });
    await world.remove(registrationKey(oneWaiting, eventId));
    expect((await auditAll(auditBy(client))).findings).toEqual([`entry.withoutRegistration ${eventId}`]);
  });
});

describe('confirmEvent', () => {
  it('does not judge an event that never stands still', async () => {
    const { world, client } = table;
    const eventId = await world.eventWith(1, await world.users(3));
    const event = await world.event(eventId);
    let version = event.version;
    const audit = auditBy(client, async () => world.put({ ...event, waitlistCount: 7, version: (version += 1) }));
    expect(await confirmEvent(audit, eventId)).toBe('busy');
    expect(await confirmEvent(auditBy(client), eventId)).toMatchObject([{ rule: 'event.waitlistCount' }]);
    await world.remove(eventKey(eventId));
    expect(await confirmEvent(auditBy(client), eventId)).toEqual([]);
  });
});
