import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startPatientServer } from 'appsync-local/testing';
import { describe, expect, test } from 'vitest';
import { userKey } from '../../domain/keys.ts';
import { createUser } from '../../domain/user/user.ts';
import { Effort } from '../../lambda/promoteFromWaitlist/effort/effort.ts';
import { OutOfTime } from '../../lambda/promoteFromWaitlist/effort/outOfTime.ts';
import { CLIENT_SETTINGS } from '../../lambda/promoteFromWaitlist/table/client.ts';
import { dynamoDbTable } from '../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import type { Table } from '../../lambda/promoteFromWaitlist/table/table.ts';
import { START_MS, testClock } from './support/clock.ts';
import { NOW } from './support/world.ts';

const USER = createUser({ userId: 'ann', name: 'Ann' }, NOW);
const KEY = userKey('ann');

/**
 * A table that has been read once, whose connection is free. Of the requests after `freeze`, the first goes over it
 * once the other side has dropped it: as when a function was frozen meanwhile, and has not been told. Answers what of
 * `received` arrived, and what of `sent` left.
 */
async function openedTable() {
  const received: string[] = [];
  const sent: { body: string; failure?: string }[] = [];
  const server = await startPatientServer((request, response) => {
    received.push(String(request.headers['x-amz-target']).split('.')[1] ?? '');
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
  });
  const client = new DynamoDBClient({
    ...CLIENT_SETTINGS,
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const table = dynamoDbTable(client, { events: 'T', lane: 'L' });
  await table.get(KEY);
  const freeze = (): void => {
    received.splice(0);
    const handler = client.config.requestHandler;
    const handle = handler.handle.bind(handler);
    handler.handle = async (request, options) => {
      if (sent.length === 0) {
        server.connections[0]?.resetAndDestroy();
      }
      const one: (typeof sent)[number] = { body: String(request.body) };
      sent.push(one);
      return handle(request, options).catch((error: NodeJS.ErrnoException) => {
        one.failure = error.code;
        throw error;
      });
    };
  };
  const close = async (): Promise<void> => {
    client.destroy();
    await server.close();
  };
  return { table, server, received, sent, freeze, close };
}

/** An effort of so many milliseconds at that table, which waits 25 of them after the first attempt. */
function effortAt(table: Table, ms = 25_000): Effort {
  const report = { count: () => undefined, warn: () => undefined };
  const clock = { ...testClock(7), random: () => 1 };
  return new Effort({ table, clock, report }, START_MS + ms, 'NOT_MADE');
}

/** As an attempt over a dead connection fails, by its code. */
const DEAD = expect.stringMatching(/^(ECONNRESET|EPIPE)$/);

describe('a free connection', () => {
  test('is ended by the function, before the other side does', async () => {
    const { table, server, close } = await openedTable();
    try {
      await server.firstEnded;
      expect(await table.transact(USER, 'token')).toEqual({ kind: 'MADE' });
      expect(server.connections).toHaveLength(2);
    } finally {
      await close();
    }
  });
});

describe('a connection that has died while the function was frozen', () => {
  test('is no answer: the same transaction goes again, under the same token', async () => {
    const { table, received, sent, freeze, close } = await openedTable();
    try {
      freeze();
      const effort = effortAt(table);
      expect(await effort.transact(USER)).toEqual({ isDone: true });
      expect(sent).toEqual([{ body: sent[1]?.body, failure: DEAD }, { body: expect.stringContaining('Ann') }]);
      expect(received).toEqual(['TransactWriteItems']);
      // What is not known to have arrived may have arrived.
      expect(effort.effect).toBe('MAYBE_MADE');
    } finally {
      await close();
    }
  });

  test('never says that nothing was changed, where there is no time to try again', async () => {
    const { table, sent, freeze, close } = await openedTable();
    try {
      freeze();
      const effort = effortAt(table, 120);
      await expect(effort.transact(USER)).rejects.toBeInstanceOf(OutOfTime);
      expect([sent, effort.effect]).toEqual([[{ body: expect.any(String), failure: DEAD }], 'MAYBE_MADE']);
    } finally {
      await close();
    }
  });

  test('has a read made again, after which nothing is changed', async () => {
    const { table, received, sent, freeze, close } = await openedTable();
    try {
      freeze();
      const effort = effortAt(table);
      expect(await effort.read((from) => from.get(KEY))).toBeNull();
      expect(sent).toEqual([{ body: expect.any(String), failure: DEAD }, { body: sent[0]?.body }]);
      expect([received, effort.effect]).toEqual([['GetItem'], 'NOT_MADE']);
    } finally {
      await close();
    }
  });
});
