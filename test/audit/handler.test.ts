import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Progress } from '../../lambda/audit/auditPart.ts';
import { TABLE_NAME, TABLE_NAMES } from '../lambda/support/startEventTable.ts';
import { startAuditTable, type AuditTable } from './support/auditTable.ts';
import { bigEvent } from './support/bigEvent.ts';
import { PLANTS } from './support/damages.ts';

let table: AuditTable;
let server: Server;
let invocations: { path: string; type: unknown; payload: { progress: Progress } }[] = [];
let handler: (event: { progress?: Progress }, context: Context) => Promise<Progress>;
const written: string[] = [];

beforeAll(async () => {
  table = await startAuditTable();
  server = createServer(async (request, response) => {
    const payload = JSON.parse(await text(request)) as { progress: Progress };
    invocations.push({ path: request.url ?? '', type: request.headers['x-amz-invocation-type'], payload });
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const settings = {
    TABLE_NAME,
    LANE_TABLE_NAME: TABLE_NAMES.lane,
    READ_UNITS_PER_SECOND: '10000',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_SERVICE_NAME: 'audit',
    POWERTOOLS_METRICS_NAMESPACE: 'EventRegistration',
    POWERTOOLS_METRICS_DISABLED: 'false',
    POWERTOOLS_LOG_LEVEL: 'INFO',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  };
  Object.entries(settings).forEach(([name, value]) => vi.stubEnv(name, value));
  for (const method of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((...line) => void written.push(line.join(' ')));
  }
  // A cold start: files of one worker share modules.
  vi.resetModules();
  ({ handler } = await import('../../lambda/audit/index.ts'));
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  server.close();
  table.close();
});
beforeEach(() => {
  [invocations, written.length] = [[], 0];
});

const contextWith = (remainingMs: number) =>
  ({ functionName: 'audit', awsRequestId: 'invocation', getRemainingTimeInMillis: () => remainingMs }) as Context;
const TIME = contextWith(900_000);
const NO_TIME = contextWith(1000);
const SCHEDULED = { source: 'aws.events' } as { progress?: Progress };

describe('handler', () => {
  it('finds nothing in a table that the API has written, and says that it is complete', async () => {
    await table.world.eventWith(1, await table.world.users(3));
    expect(await handler(SCHEDULED, TIME)).toMatchObject({ part: 1, table: null, events: 1, findings: 0, busy: 0 });
    expect(written.join('\n')).toContain('"AuditFindings":0');
    expect(written.join('\n')).toContain('"AuditsCompleted":1');
    expect(invocations).toEqual([]);
  });

  it('counts and logs findings without a word about persons, and changes nothing', async () => {
    const rules = [];
    for (const name of [
      'a registration of a missing user',
      'the description of a missing event',
      'a capacity written as text',
      'a ticket that nobody has swept',
    ]) {
      rules.push(...((await PLANTS[name]?.(table.world)) ?? []));
    }
    const before = await table.items();
    expect(await handler(SCHEDULED, TIME)).toMatchObject({ findings: 4 });
    expect(written.join('\n')).toContain('"AuditFindings":4');
    const found = written
      .filter((line) => line.includes('"Found"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(found.map(({ rule }) => rule).sort()).toEqual(rules.map(([rule]) => rule).sort());
    expect(written.join('\n')).not.toMatch(/user-\d/);
    expect(await table.items()).toEqual(before);
  });

  it('has itself go on when its time is nearly over, with its findings so far, until the table is done', async () => {
    await table.putAll(bigEvent(300, 0).items);
    const whole = await handler(SCHEDULED, TIME);
    let parts = 1;
    let last = await handler(SCHEDULED, NO_TIME);
    while (last.table !== null) {
      const { path, type, payload } = invocations.pop() ?? { payload: {} };
      expect([path, type]).toEqual(['/2015-03-31/functions/audit/invocations', 'Event']);
      last = await handler(payload as { progress: Progress }, NO_TIME);
      parts += 1;
    }
    expect(parts).toBeGreaterThan(1);
    expect(last).toEqual({ ...whole, part: parts });
    expect(invocations).toEqual([]);
  });

  it('throws when it goes on for ever, so that somebody is told', async () => {
    const endless = { part: 500, table: 'events' as const, cursor: null, items: 0, events: 0, findings: 0, busy: 0 };
    await expect(handler({ progress: endless }, NO_TIME)).rejects.toThrow('not at its end');
    expect(invocations).toEqual([]);
  });
});
