import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ENTITY_TYPES, keyOf, leaseKey, type Key } from '../../domain/keys.ts';
import { askingToRegister, expiryOf, leaveTicket, type Asking } from '../../domain/lane/ticket.ts';
import { LIMITS } from '../../domain/limits.ts';
import { SweepUnfinished, sweepLanes, type Sweep } from '../../lambda/sweepLanes/sweepLanes.ts';
import { putItems, scanTable, type StoredItem } from '../../tools/running/tableContent.ts';
import { startEventTable, TABLE_NAMES, type EventTable } from './support/startEventTable.ts';
import { withoutConditions } from './support/unconditional.ts';
import { fresh } from './support/world.ts';

const HOUR_MS = 3600_000;
/** When the tests take place. */
const NOW_MS = Date.UTC(2030, 0, 1, 12);
const LANE = TABLE_NAMES.lane;

let started: EventTable;
beforeEach(async () => {
  started?.close();
  started = await startEventTable();
});
afterAll(() => started.close());

function asking(askedMs: number): Asking {
  const askedAt = new Date(askedMs).toISOString();
  const request = { userId: fresh('user'), eventId: fresh('event'), requestId: fresh('request'), begunAt: askedAt };
  return askingToRegister(request, askedAt, askedMs + LIMITS.deadlineMs, null);
}

function itemOf(ticket: Asking): StoredItem {
  const { key, attributes } = leaveTicket(ticket);
  return { ...key, ...attributes } as StoredItem;
}

function leaseUntil(untilMs: number): StoredItem {
  const lease = { entityType: ENTITY_TYPES.lease, holder: 'h', untilMs, expiresAt: expiryOf(untilMs) };
  return { ...leaseKey(fresh('event')), ...lease } as StoredItem;
}

const put = (items: object[]) =>
  putItems(
    started.client,
    LANE,
    items.map((item) => marshall(item)),
  );
const stored = async () => (await scanTable<StoredItem>(started.client, LANE)).map(textOf).sort();
const textOf = (item: Key) => Object.values(keyOf(item)).join(' ');
const textsOf = (items: Key[]) => items.map(textOf).sort();

/** Sweeps, with something that happens before each request. */
function sweep(
  more: Partial<Sweep> = {},
  before?: (command: string, nth: number) => Promise<void> | void,
  change: (client: DynamoDBClient) => DynamoDBClient = (client) => client,
) {
  const counts: number[] = [];
  const { region, credentials, endpoint } = started;
  const client = change(new DynamoDBClient({ region, credentials, endpoint, maxAttempts: 1 }));
  let requests = 0;
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        requests += 1;
        await before?.(commandName, requests);
        return next(args);
      },
    { step: 'initialize' },
  );
  const swept = (count: number) => void counts.push(count);
  const done = sweepLanes({ client, laneTableName: LANE, nowMs: () => NOW_MS, hasTime: () => true, swept, ...more });
  return { done: done.finally(() => client.destroy()), counts };
}

/** Puts an item before anything is deleted. */
const beforeDeletions = (item: object) => async (command: string) => {
  if (command.startsWith('Delete')) {
    await DynamoDBDocumentClient.from(started.client).send(new PutCommand({ TableName: LANE, Item: item }));
  }
};

/** Enough for several pages of the scan. */
const MANY = 1050;

describe('sweepLanes', () => {
  it('deletes tickets and leases that have expired, in whatever state, and nothing that lives', async () => {
    const old = asking(NOW_MS - 2 * HOUR_MS);
    const expired = [
      itemOf(old),
      { ...itemOf(asking(NOW_MS - 2 * HOUR_MS)), state: 'REFUSED' },
      { ...itemOf(asking(NOW_MS - 48 * HOUR_MS)), state: 'DONE', promotedUserId: 'somebody' },
      leaseUntil(NOW_MS - 2 * HOUR_MS),
    ];
    const living = [
      itemOf(asking(NOW_MS)),
      itemOf(asking(NOW_MS - HOUR_MS)),
      leaseUntil(NOW_MS),
      leaseUntil(NOW_MS - HOUR_MS + 1000),
    ];
    await put([...expired, ...living]);
    expect(await sweep().done).toBe(expired.length);
    expect(await stored()).toEqual(textsOf(living));
  });

  it('goes through all pages, and counts each', async () => {
    const living = itemOf(asking(NOW_MS));
    await put([living, ...Array.from({ length: MANY }, () => itemOf(asking(NOW_MS - 2 * HOUR_MS)))]);
    const { done, counts } = sweep();
    expect(await done).toBe(MANY);
    expect(counts.length).toBeGreaterThan(2);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(MANY);
    expect(await stored()).toEqual([textOf(living)]);
  });

  it('leaves a ticket that is left anew between the look and the deletion', async () => {
    const old = asking(NOW_MS - 2 * HOUR_MS);
    const anew = itemOf({ ...old, deadlineMs: NOW_MS + LIMITS.deadlineMs });
    await put([itemOf(old)]);
    expect(await sweep({}, beforeDeletions(anew)).done).toBe(0);
    expect(await scanTable(started.client, LANE)).toEqual([anew]);
  });

  it('would take it away without the condition (the control of the test above)', async () => {
    const old = asking(NOW_MS - 2 * HOUR_MS);
    await put([itemOf(old)]);
    const anew = itemOf({ ...old, deadlineMs: NOW_MS + LIMITS.deadlineMs });
    expect(await sweep({}, beforeDeletions(anew), withoutConditions).done).toBe(1);
    expect(await stored()).toEqual([]);
  });

  it('that are two at once delete everything, each item once', async () => {
    await put(Array.from({ length: MANY }, () => itemOf(asking(NOW_MS - 2 * HOUR_MS))));
    const [one, other] = await Promise.all([sweep().done, sweep().done]);
    expect(one + other).toBe(MANY);
    expect(await stored()).toEqual([]);
  });

  it.each([1, 2, 20, 600])('that is stopped at its request %i is gone on with by the next', async (nth) => {
    const living = [itemOf(asking(NOW_MS)), leaseUntil(NOW_MS)];
    await put([...living, ...Array.from({ length: MANY }, () => itemOf(asking(NOW_MS - 2 * HOUR_MS)))]);
    const stopped = sweep({}, (_, request) => {
      if (request >= nth) {
        throw new Error('stopped');
      }
    });
    await expect(stopped.done).rejects.toThrow('stopped');
    expect((await stored()).length).toBeGreaterThan(living.length);
    await sweep().done;
    expect(await stored()).toEqual(textsOf(living));
  });

  it('says so when its time is over, keeps what it has done, and the next finishes', async () => {
    await put(Array.from({ length: MANY }, () => itemOf(asking(NOW_MS - 2 * HOUR_MS))));
    let pages = 0;
    const { done } = sweep({ hasTime: () => (pages += 1) < 2 });
    await expect(done).rejects.toThrow(SweepUnfinished);
    const left = (await stored()).length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(MANY);
    expect(await sweep().done).toBe(left);
    expect(await stored()).toEqual([]);
  });

  it('fails when it may not delete or scan, so that somebody is told', async () => {
    await put([itemOf(asking(NOW_MS - 2 * HOUR_MS))]);
    await expect(sweep({ laneTableName: 'Elsewhere' }).done).rejects.toThrow('non-existent table');
  });
});

describe('handler', () => {
  let handler: (event: unknown, context: Context) => Promise<{ swept: number }>;
  const written: string[] = [];
  beforeAll(() => {
    for (const method of ['log', 'info', 'warn', 'error'] as const) {
      vi.spyOn(console, method).mockImplementation((...text) => void written.push(text.join(' ')));
    }
  });
  beforeEach(async () => {
    const settings = {
      LANE_TABLE_NAME: LANE,
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_DYNAMODB: started.endpoint,
      AWS_ACCESS_KEY_ID: started.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'local',
      POWERTOOLS_DEV: 'true',
      POWERTOOLS_SERVICE_NAME: 'sweepLanes',
      POWERTOOLS_METRICS_NAMESPACE: 'EventRegistration',
      POWERTOOLS_METRICS_DISABLED: 'false',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    };
    Object.entries(settings).forEach(([name, value]) => vi.stubEnv(name, value));
    // A cold start: files of one worker share modules.
    vi.resetModules();
    ({ handler } = await import('../../lambda/sweepLanes/index.ts'));
    written.length = 0;
  });
  afterAll(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  const contextWith = (remainingMs: number) =>
    ({ awsRequestId: 'invocation', getRemainingTimeInMillis: () => remainingMs }) as Context;

  it('sweeps by the clock of its host, and counts what it has swept without a word about persons', async () => {
    const [old, living] = [asking(Date.now() - 2 * HOUR_MS), asking(Date.now())];
    await put([old, living].map(itemOf));
    expect(await handler({ source: 'aws.events' }, contextWith(900_000))).toEqual({ swept: 1 });
    expect(await stored()).toEqual([textOf(itemOf(living))]);
    expect(written.join('\n')).toContain('"Swept":1');
    expect(written.join('\n')).not.toContain(old.userId);
  });

  it('begins no page in its last minute, and fails, which Lambda repeats and an alarm tells', async () => {
    await expect(handler({}, contextWith(60_000))).rejects.toThrow('The time is over');
    expect(written.join('\n')).toContain('The operation ended with a bug');
  });
});
