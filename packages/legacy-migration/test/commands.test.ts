import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { startFaultyDynamoDb } from 'dynamodb-contention';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GaveUp } from '../../../lambda/audit/table/patience.ts';
import { createEvent } from '../../../domain/event/createEvent.ts';
import { detailsKey, eventKey } from '../../../domain/keys.ts';
import type { LegacyRecord } from '../src/migrate/rules/attributeJson.ts';
import { deleteUnchanged } from '../src/migrate/source/deleteUnchanged.ts';
import { UsageError } from '../../../tools/frame/usageError.ts';
import { RequestWindow } from '../src/migrate/requestWindow.ts';
import { startMoveTables, type Move, type MoveTables } from './support/tables.ts';

let tables: MoveTables;
beforeAll(async () => {
  tables = await startMoveTables();
});
afterAll(() => tables.close());

const old = (eventId: string, more: LegacyRecord = {}): LegacyRecord => ({
  eventId: { S: eventId },
  title: { S: `Title of ${eventId}` },
  date: { S: '2030-05-01T18:00:00Z' },
  capacity: { N: '50' },
  organizer: { S: 'olga' },
  status: { S: 'open' },
  ...more,
});
const DESCRIBED = { description: { S: 'All are welcome.' } };
const WITHOUT_TITLE = { title: { NULL: true as const } };

async function newItem(move: Move, key: { PK: string; SK: string }): Promise<Record<string, unknown> | undefined> {
  return (
    await tables.documents.send(new GetCommand({ TableName: move.options.target, Key: { PK: key.PK, SK: key.SK } }))
  ).Item;
}

describe('plan', () => {
  it('says what becomes of each record, and writes to no table', async () => {
    const move = await tables.move([old('a', DESCRIBED), old('b', WITHOUT_TITLE), old('c', { capacity: { S: '7' } })]);
    const { exitCode, records, printed } = await move.act('plan');
    expect(exitCode).toBe(1);
    expect(records.sort((one, other) => one.id.localeCompare(other.id))).toMatchObject([
      { id: 'a', result: 'unchanged', becomes: { eventId: 'a', capacity: 50, description: 'All are welcome.' } },
      { id: 'b', result: 'rejected', findings: [{ rule: 'title.missing', fix: 'give the record a title' }] },
      {
        id: 'c',
        result: 'changed',
        findings: [{ rule: 'capacity.text', found: { S: '7' }, became: 7 }],
        becomes: { capacity: 7 },
      },
    ]);
    expect(printed).toContain('3 records read');
    expect(await move.newItems()).toEqual([]);
    expect(existsSync(move.options.rejects)).toBe(false);
  });

  it('prints what cannot be migrated as it is, if no report is asked for', async () => {
    const move = await tables.move([old('a'), old('b', WITHOUT_TITLE)]);
    const { printed } = await move.act('plan', { report: undefined });
    expect(printed).toContain(
      '"b" title.missing: title is {"NULL":true}; cannot be migrated, fix: give the record a title',
    );
    expect(printed).not.toContain('"a"');
  });
});

describe('run', () => {
  it('writes each event as createEvent does, a description into its own item, and rejects into their file', async () => {
    const move = await tables.move([
      old('a', DESCRIBED),
      old('b'),
      old('c', { ...WITHOUT_TITLE, scan: { B: new Uint8Array([1]) } }),
    ]);
    const { exitCode, rejects } = await move.act('run');
    expect(exitCode).toBe(1);
    expect(await move.newItems()).toHaveLength(3);
    expect(await newItem(move, eventKey('a'))).toMatchObject({
      title: 'Title of a',
      currentRegistrations: 0,
      waitlistEnabled: false,
      waitlistTail: '',
      version: 1,
    });
    expect(await newItem(move, detailsKey('a'))).toMatchObject({
      entityType: 'EventDetails',
      description: 'All are welcome.',
    });
    expect(rejects).toMatchObject([
      {
        id: 'c',
        reasons: [{ rule: 'title.missing' }],
        record: { ...old('c'), title: { NULL: true }, scan: { B: 'AQ==' } },
      },
    ]);
    expect(existsSync(move.options.checkpoint)).toBe(false);
  });

  it('never writes over an event that is there, with or without people, nor over its description', async () => {
    const move = await tables.move([old('a', DESCRIBED), old('b', DESCRIBED), old('c', DESCRIBED)]);
    const other = {
      eventId: 'a',
      title: 'Another',
      description: null,
      date: '2031-01-01T00:00:00.000Z',
      location: null,
      capacity: 1,
      organizer: null,
      status: 'OPEN' as const,
      waitlistEnabled: true,
    };
    const [put] = createEvent(other, '2029-01-01T00:00:00.000Z');
    await tables.documents.send(
      new PutCommand({ TableName: move.options.target, Item: { ...put?.key, ...put?.attributes } }),
    );
    const first = await move.act('run');
    expect(first.records).toMatchObject([
      {
        id: 'a',
        result: 'rejected',
        findings: [{ rule: 'id.taken', found: { S: 'a' }, became: 'a', takenBy: null }],
        differences: [
          { field: 'title', stored: 'Another' },
          { field: 'date' },
          { field: 'capacity' },
          { field: 'organizer' },
          { field: 'waitlistEnabled' },
        ],
      },
    ]);
    const changed = {
      TableName: move.options.target,
      Key: { ...eventKey('b') },
      UpdateExpression: 'SET currentRegistrations = :n, version = :n',
      ExpressionAttributeValues: { ':n': 9 },
    };
    await tables.documents.send(new UpdateCommand(changed));
    const before = await move.newItems();
    const second = await move.act('run');
    expect(second.exitCode).toBe(1);
    expect(await move.newItems()).toEqual(before);
    expect(before).toHaveLength(5);
  });

  it('refuses the checkpoint of another migration, and files that are shorter than it says', async () => {
    const move = await tables.move([old('a')]);
    await move.act('run');
    const checkpoint = {
      identity: { source: 'x' },
      startedAt: '',
      segments: [],
      counts: {},
      rejectsLength: 0,
      recordsLength: 0,
    };
    writeFileSync(move.options.checkpoint, JSON.stringify(checkpoint));
    await expect(move.act('run')).rejects.toThrow(UsageError);
    const { source, target, endpoint, sourceKey, mapIds, rejects } = move.options;
    const identity = { source, target, endpoint, sourceKey, mapIds, rejects, report: join(move.directory, 'run.json') };
    writeFileSync(move.options.checkpoint, JSON.stringify({ ...checkpoint, identity, rejectsLength: 10 }));
    await expect(move.act('run')).rejects.toThrow('shorter than the checkpoint says');
  });

  it('gives up with GaveUp when nothing answers for as long as its patience, and goes on later', async () => {
    const move = await tables.move(
      Array.from({ length: 1400 }, (_, n) => old(`e${n}`, n % 14 === 0 ? WITHOUT_TITLE : DESCRIBED)),
    );
    const faulty = await startFaultyDynamoDb({
      target: tables.endpoint,
      seed: 1,
      limits: { writeUnitsPerSecond: Infinity },
    });
    const through = { endpoint: faulty.endpoint, segments: 1, patience: 1 };
    const running = move.act('run', through);
    running.catch(() => undefined);
    while (!existsSync(move.options.rejects) || readFileSync(move.options.rejects, 'utf8') === '') {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    faulty.setFaults({ error500Before: 1 });
    await expect(running).rejects.toThrow(GaveUp);
    faulty.setFaults({});
    const { exitCode, rejects, printed } = await move.act('run', through);
    expect(printed).toMatch(/going on from .*: (500|1000) records done/);
    expect(exitCode).toBe(1);
    expect(new Set(rejects.map(({ id }) => id)).size).toBe(100);
    expect(rejects).toHaveLength(100);
    expect(printed).toContain('1300 written by this run');
    await faulty.close();
  });
});

describe('verify', () => {
  it('finds every field that differs, every missing event and a lost description', async () => {
    const move = await tables.move([old('a', DESCRIBED), old('b'), old('c', DESCRIBED), old('d', DESCRIBED)]);
    await move.act('run');
    expect((await move.act('verify')).exitCode).toBe(0);
    const { source, target } = move.options;
    const item = await newItem(move, eventKey('a'));
    await tables.documents.send(
      new PutCommand({ TableName: target, Item: { ...item, capacity: 3, currentRegistrations: 3 } }),
    );
    await tables.documents.send(new DeleteCommand({ TableName: target, Key: { ...detailsKey('c') } }));
    await tables.documents.send(
      new PutCommand({
        TableName: source,
        Item: {
          eventId: 'z',
          title: 'New',
          date: '2030-01-01T00:00:00Z',
          capacity: 5,
          organizer: 'olga',
          status: 'open',
        },
      }),
    );
    const { exitCode, records } = await move.act('verify');
    expect(exitCode).toBe(1);
    expect(records.sort((one, other) => one.id.localeCompare(other.id))).toMatchObject([
      {
        id: 'a',
        result: 'differing',
        differences: [
          { field: 'capacity', expected: 50, stored: 3 },
          { field: 'currentRegistrations', expected: 0, stored: 3 },
        ],
      },
      {
        id: 'c',
        result: 'differing',
        differences: [{ field: 'description', expected: 'All are welcome.', stored: null }],
      },
      { id: 'z', result: 'missing' },
    ]);
  });
});

describe('cleanup', () => {
  it('deletes what it verified, keeps the rest, and reports first what only the old record held', async () => {
    const move = await tables.move([old('a'), old('b', { price: { N: '9.5' } }), old('c', WITHOUT_TITLE), old('d')]);
    await move.act('run');
    await tables.documents.send(
      new UpdateCommand({
        TableName: move.options.target,
        Key: { ...eventKey('d') },
        UpdateExpression: 'SET title = :t',
        ExpressionAttributeValues: { ':t': 'Changed' },
      }),
    );
    const { exitCode, records } = await move.act('cleanup', { confirm: move.options.source });
    expect(exitCode).toBe(1);
    expect((await move.oldRecords()).map(({ eventId }) => eventId).sort()).toEqual(['c', 'd']);
    expect(records.find(({ id }) => id === 'b')).toMatchObject({
      findings: [{ rule: 'attribute.unknown', attribute: 'price', found: { N: '9.5' } }],
    });
    await expect(move.act('cleanup', { confirm: move.options.source })).rejects.toThrow('may hold the only copy');
  });

  it('takes the lines of a killed one over into its report, without the one that the kill cut short', async () => {
    const move = await tables.move([old('b', { price: { N: '9.5' } })]);
    await move.act('run');
    const kept = {
      id: 'a',
      result: 'verified',
      findings: [{ rule: 'attribute.unknown', attribute: 'price', found: { N: '1' } }],
    };
    writeFileSync(join(move.directory, 'cleanup.json.lines'), `${JSON.stringify(kept)}\n{"id":"b","res`);
    const { exitCode, records } = await move.act('cleanup', { confirm: move.options.source });
    expect(exitCode).toBe(0);
    expect(records).toMatchObject([kept, { id: 'b', findings: [{ attribute: 'price', found: { N: '9.5' } }] }]);
    expect(await move.oldRecords()).toEqual([]);
  });

  it('deletes nothing unless the table is named again', async () => {
    const move = await tables.move([old('a')]);
    await move.act('run');
    await expect(move.act('cleanup')).rejects.toThrow(UsageError);
    await expect(move.act('cleanup', { confirm: move.options.target })).rejects.toThrow(UsageError);
    expect(await move.oldRecords()).toHaveLength(1);
  });
});

describe('deleteUnchanged', () => {
  it('keeps a record that somebody has changed since it was read', async () => {
    const move = await tables.move([old('a'), old('b')]);
    const source = {
      client: tables.client,
      tableName: move.options.source,
      key: 'eventId',
      window: new RequestWindow(),
    };
    expect(await deleteUnchanged(source, old('a', { capacity: { N: '49' } }))).toBe(false);
    expect(await deleteUnchanged(source, old('b'))).toBe(true);
    expect(await deleteUnchanged(source, old('b'))).toBe(true);
    expect((await move.oldRecords()).map(({ eventId }) => eventId)).toEqual(['a']);
  });
});

describe('tables', () => {
  it.each([
    ['that are one', { target: 'old-1', source: 'old-1' }, 'the same table'],
    ['that do not exist', { source: 'nowhere' }, 'there is no table nowhere'],
    ['with another key', { sourceKey: 'id' }, 'has the key eventId, not id'],
    ['that are no table of the API', { target: 'old-2' }, 'not a table of the new API'],
  ])('%s are refused', async (_, wrong, message) => {
    const move = await tables.move([old('a')]);
    await expect(move.act('run', wrong)).rejects.toThrow(message);
  });
});
