import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFaultyDynamoDb, type FaultyDynamoDb, type Faults } from 'dynamodb-contention';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { createEvent } from '../../../domain/event/createEvent.ts';
import { detailsKey, eventKey } from '../../../domain/keys.ts';
import { createLegacyTable, fillLegacyTable } from '../src/demoLegacy/legacyTable.ts';
import { legacyRecords, type LegacySample } from '../src/demoLegacy/legacyRecords.ts';
import type { RejectLine } from '../src/migrate/record/lines.ts';
import { startEventTable, TABLE_NAME, type EventTable } from '../../../test/lambda/support/startEventTable.ts';
import { BACKEND, World } from '../../../test/lambda/support/world.ts';
import { sweep } from '../../../tools/audit/sweep.ts';
import { scanTable, type StoredItem } from '../../../tools/running/tableContent.ts';
import { startMigrate } from './support/command.ts';
import { migratedOf, REJECTIONS } from './support/expectations.ts';
import { jsonOf, linesOf } from './support/files.ts';
import { byTier } from '../../../test/support/tier.ts';

const COUNT = byTier(600, 6_000);
const KILLS = byTier(1, 4);
/** A kill comes at one of so many transactions; a run without any needs one for about 57 records. */
const KILLED_WITHIN = byTier(3, 25);
const SOURCE = 'legacy-events';
const FAULTS: Faults = {
  throttleRequest: 0.04,
  error500Before: 0.01,
  unprocessedKeys: 0.05,
  throttleTable: { probability: 0.05, only: (operation) => operation === 'TransactWriteItems' },
  lostAnswer: { probability: 0.03, only: (operation) => operation !== 'Scan' },
};

const generator = xoroshiro128plus(inject('seed'));
const random = () => uniformFloat64(generator);
const samples = [...legacyRecords(COUNT, inject('seed'))];
const idOf = ({ record }: LegacySample) => record.eventId?.S ?? '';
const isRejected = (kind: string): kind is keyof typeof REJECTIONS => kind in REJECTIONS;
const movable = samples.filter(({ kind }) => !isRejected(kind));
/** Events that the new system has under the id of an old record, before the migration. */
const TAKEN = movable.slice(100, 130).map(idOf);

let database: EventTable;
let world: World;
let faulty: FaultyDynamoDb;
/** Counts transactions down, and kills the command at the last one while that is under way. */
let transactionsLeft = Infinity;
let kill = (): void => undefined;
let directory: string;
let users: string[];
const registered = new Set<string>();
const renamed = new Set<string>();

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'migrate-interrupted-'));
  database = await startEventTable();
  vi.stubEnv('AWS_ACCESS_KEY_ID', database.credentials.accessKeyId);
  world = new World(database);
  faulty = await startFaultyDynamoDb({
    target: database.endpoint,
    seed: inject('seed'),
    limits: { writeUnitsPerSecond: Infinity, readUnitsPerSecond: Infinity },
    faults: FAULTS,
    onRequest(operation) {
      transactionsLeft -= operation === 'TransactWriteItems' ? 1 : 0;
      if (transactionsLeft === 0) {
        kill();
      }
    },
  });
  await createLegacyTable(database.client, SOURCE);
  await fillLegacyTable(database.client, SOURCE, samples);
  users = await world.users(8);
  for (const eventId of TAKEN) {
    const event = {
      eventId,
      title: 'Taken',
      description: null,
      date: '2031-01-01T00:00:00.000Z',
      location: null,
      capacity: 2,
      organizer: null,
      status: 'OPEN' as const,
      waitlistEnabled: true,
    };
    await world.apply(createEvent(event, '2029-01-01T00:00:00.000Z'));
  }
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await faulty.close();
  database.close();
  rmSync(directory, { recursive: true, force: true });
});

it(`moves ${COUNT} records of every kind, killed and resumed, under faults, beside registrations: none lost, doubled or written over`, async () => {
  const files = {
    checkpoint: join(directory, 'checkpoint.json'),
    rejects: join(directory, 'rejects.jsonl'),
    report: join(directory, 'report.json'),
  };
  const options = [
    '--source',
    SOURCE,
    '--target',
    TABLE_NAME,
    '--endpoint',
    faulty.endpoint,
    ...Object.entries(files).flatMap(([name, path]) => [`--${name}`, path]),
  ];
  const takenBefore = (await scan()).filter(({ entityType }) => entityType === 'Event');

  const traffic = new AbortController();
  const registering = takePart(traffic.signal);
  let kills = 0;
  let last = { exitCode: null as number | null, output: '' };
  while (last.exitCode === null) {
    const command = startMigrate('run', ...options);
    kill = () => command.kill();
    transactionsLeft = kills < KILLS ? 1 + Math.floor(random() * KILLED_WITHIN) : Infinity;
    last = await command.ended;
    if (last.exitCode === null) {
      kills += 1;
    }
  }
  traffic.abort();
  await registering;

  expect(kills).toBe(KILLS);
  expect(last.exitCode, last.output).toBe(1);
  const report = jsonOf(files.report);
  const rejected = samples.filter(({ kind }) => isRejected(kind));
  expect(report?.counts).toMatchObject({
    scanned: COUNT,
    results: { written: movable.length - TAKEN.length, rejected: rejected.length + TAKEN.length },
  });
  const rejects = linesOf<RejectLine>(files.rejects).sort(byId);
  expect(rejects.map(({ id, reasons }) => [id, reasons.map(({ rule }) => rule)])).toEqual(
    [
      ...rejected.map(({ kind, record }) => ({
        id: idOf({ kind, record }),
        rules: isRejected(kind) ? REJECTIONS[kind] : [],
      })),
      ...TAKEN.map((id) => ({ id, rules: ['id.taken'] })),
    ]
      .sort(byId)
      .map(({ id, rules }) => [id, rules]),
  );
  const reported = report?.records.map(({ id }) => id) ?? [];
  expect(new Set(reported).size).toBe(reported.length);

  const items = await scan();
  expect(sweep(items)).toEqual([]);
  const byKey = new Map(items.map((item) => [`${item.PK} ${item.SK}`, item]));
  const find = (key: { PK: string; SK: string }) => byKey.get(`${key.PK} ${key.SK}`);
  expect(takenBefore.map(({ PK, SK }) => find({ PK, SK }))).toEqual(takenBefore);
  expect(items.filter(({ entityType }) => entityType === 'Event')).toHaveLength(movable.length);
  const others = movable.filter((sample) => !TAKEN.includes(idOf(sample)));
  const wrong = others.filter(
    ({ kind, record }) =>
      !isMigrated(
        migratedOf(kind, record),
        find(eventKey(record.eventId?.S ?? '')),
        find(detailsKey(record.eventId?.S ?? '')),
      ),
  );
  expect(wrong).toEqual([]);
  expect(registered.size).toBeGreaterThan(0);
  expect(renamed.size).toBeGreaterThan(0);
  expect(
    items
      .filter(({ entityType }) => entityType === 'Registration')
      .map(({ userId, eventId }) => `${String(userId)} ${String(eventId)}`)
      .sort(),
  ).toEqual([...registered].sort());
  console.log(
    `killed ${kills} times; ${registered.size} registrations meanwhile; faults: ${JSON.stringify(faulty.stats().faults)}`,
  );

  const verified = await startMigrate('verify', ...options).ended;
  expect(verified.exitCode, verified.output).toBe(1);
  expect(jsonOf(files.report)?.counts.results).toEqual({
    verified: movable.length - TAKEN.length - renamed.size,
    differing: renamed.size,
    rejected: rejected.length + TAKEN.length,
  });
});

/** Registers for events and renames some, at least one, as soon as they are there. */
async function takePart(signal: AbortSignal): Promise<void> {
  const open = movable
    .filter(({ kind }) => kind === 'plain')
    .map(idOf)
    .filter((eventId) => !TAKEN.includes(eventId));
  while (!signal.aborted || renamed.size === 0) {
    const eventId = open[Math.floor(random() * open.length)] ?? '';
    const userId = users[Math.floor(random() * users.length)] ?? '';
    const isRegistered = 'value' in (await world.register(eventId, userId));
    if (isRegistered) {
      registered.add(`${userId} ${eventId}`);
    }
    if (isRegistered && (renamed.size === 0 || random() < 0.2)) {
      const changed = await world.call({
        operation: 'updateEvent',
        eventId,
        patch: { title: 'Renamed', description: null },
        caller: BACKEND,
      });
      if ('value' in changed) {
        renamed.add(eventId);
      }
    }
    await sleep(10);
  }
}

const scan = () => scanTable<StoredItem>(database.client, TABLE_NAME);

function isMigrated(
  expected: ReturnType<typeof migratedOf>,
  event: StoredItem | undefined,
  details: StoredItem | undefined,
): boolean {
  if (event === undefined) {
    return false;
  }
  const wasRenamed = renamed.has(String(event.eventId));
  const { description, ...fields } = wasRenamed ? { ...expected, title: 'Renamed', description: undefined } : expected;
  return (
    Object.entries(fields).every(([name, value]) => event[name] === value) &&
    details?.description === description &&
    event.waitlistEnabled === false
  );
}

function byId(one: { id: string }, other: { id: string }): number {
  return one.id < other.id ? -1 : 1;
}
