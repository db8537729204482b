import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { startFaultyDynamoDb, type FaultyDynamoDb } from 'dynamodb-contention';
import type { EventItem } from '../../../domain/item.ts';
import { ENTITY_TYPES } from '../../../domain/keys.ts';
import { rounded, type Bench, type Part, type Row } from './figures.ts';
import { httpClient, type HttpClient } from './load/httpClient.ts';
import type { Wish } from './load/registerOverHttp.ts';
import { runConcurrently } from './load/runConcurrently.ts';
import { median, percentile } from './load/statistics.ts';
import { startDatabase, type Database } from './stage/database.ts';
import { issueTokens, type People } from './stage/people.ts';
import { event, ids, user } from './stage/seeds.ts';
import { contenders, type Contender } from './usualWay/contenders.ts';

const CROWD = 50;
const SEATS = 10;
const AT_A_TIME = 16;
const ROUNDS = 3;
/** Alone, in each of its rounds. */
const ALONE = 40;
const ROUNDS_ALONE = 5;

/**
 * Registering as this API does it, and the usual way: read the user, read the event, read the registration, put,
 * update.
 */
export async function usualWay({ plainAssemblyDir, scale, seed }: Bench): Promise<Part> {
  const users = ids('user', Math.max(400, 400 * scale));
  const [database, people] = await Promise.all([startDatabase(), issueTokens(users)]);
  const http = httpClient(64);
  const faulty = await startFaultyDynamoDb({ target: database.endpoint, seed, speed: 1 });
  const stages = { database, people, http, users };
  try {
    const slow = await startAll(plainAssemblyDir, faulty.endpoint, stages);
    const trials = await tryInTurns(slow, faulty, database, users, scale);
    const rows = Object.entries(trials).map(([name, trial]) => rowOf(name, trial));
    const [own] = Object.values(trials);
    await Promise.all(Object.values(slow).map((contender) => contender.close()));
    const fast = await startAll(plainAssemblyDir, database.endpoint, stages);
    const perSecond = await raceThem(fast, users, scale);
    await Promise.all(Object.values(fast).map((contender) => contender.close()));
    rows.forEach((row) => (row['registrations /s'] = perSecond[String(row[''])]!));
    return {
      id: 'b',
      title: 'Beside the usual way of registering',
      rows,
      goals: [
        {
          text: `${CROWD} people at once for ${SEATS} seats: this API oversells none`,
          measured: `${own?.oversold.join(', ')} in ${ROUNDS_ALONE} crowds`,
          isMet: own !== undefined && own.oversold.every((seats) => seats === 0),
        },
      ],
      remarks: [
        `Calls, units, latency (${ROUNDS_ALONE} rounds of ${ALONE}, one request at a time) and overselling (the median of ${ROUNDS_ALONE} crowds) on the conflict model with its default times; throughput on DynamoDB Local itself, 16 at a time. All take turns.`,
        'Each works on a table of the same shape without stream. A transaction writes at double price: that is what exactness costs.',
        'The usual way has no authentication and no waitlist here, and counts by an increment; writing back the number it has read would lose registrations as well.',
      ],
    };
  } finally {
    http.close();
    await faulty.close();
    await database.close();
  }
}

async function startAll(
  plainAssemblyDir: string,
  endpoint: string,
  { database, people, http, users }: { database: Database; people: People; http: HttpClient; users: string[] },
): Promise<Record<string, Contender>> {
  const started: Record<string, Contender> = {};
  for (const [name, start] of Object.entries(contenders(plainAssemblyDir))) {
    const contender = await start(endpoint, people, http);
    started[name] = contender;
    await likeTheFirst(database, contender.tableName, Object.values(started)[0]!.tableName);
    const events = [
      event('first'),
      ...ids('alone', ROUNDS_ALONE).map((eventId) => event(eventId)),
      ...ids('crowded', ROUNDS_ALONE).map((eventId) => event(eventId, { capacity: SEATS })),
      ...ids('race', ROUNDS + 1).map((eventId) => event(eventId)),
    ];
    await database.seed(contender.tableName, [...events, ...users.map(user)]);
  }
  return started;
}

/** What one of them did in all rounds. */
interface Trial {
  requests: number;
  calls: number;
  readUnits: number;
  writeUnits: number;
  latenciesMs: number[];
  /** Seats too many, by crowd. */
  oversold: number[];
}

/** Some people one after the other, then a crowd for few seats; by name, in rounds in which all take turns. */
async function tryInTurns(
  all: Record<string, Contender>,
  faulty: FaultyDynamoDb,
  database: Database,
  users: string[],
  scale: number,
): Promise<Record<string, Trial>> {
  const trials = Object.fromEntries(
    Object.keys(all).map((name): [string, Trial] => [
      name,
      { requests: 0, calls: 0, readUnits: 0, writeUnits: 0, latenciesMs: [], oversold: [] },
    ]),
  );
  const alone = users.slice(0, Math.max(10, ALONE * scale));
  for (const { register } of Object.values(all)) {
    await runConcurrently(4, alone, (userId) => register({ userId, eventId: 'first' }));
  }
  for (let round = 0; round < ROUNDS_ALONE; round += 1) {
    for (const [name, { tableName, register }] of Object.entries(all)) {
      const trial = trials[name]!;
      faulty.resetStats();
      const { latenciesMs } = await runConcurrently(1, alone, (userId) =>
        register({ userId, eventId: `alone-${round}` }),
      );
      const { calls, readUnits, writeUnits } = faulty.stats();
      trial.requests += alone.length;
      trial.calls += calls;
      trial.readUnits += readUnits;
      trial.writeUnits += writeUnits;
      trial.latenciesMs.push(...latenciesMs);
      trial.oversold.push(await oversell(`crowded-${round}`, { tableName, register }, database, users));
    }
  }
  return trials;
}

/** @returns how many seats more than there are a crowd got, by the event's own count or by what they were told */
async function oversell(
  eventId: string,
  { tableName, register }: Pick<Contender, 'tableName' | 'register'>,
  database: Database,
  users: string[],
): Promise<number> {
  const answers = await Promise.all(users.slice(0, CROWD).map((userId) => register({ userId, eventId })));
  const items = await database.scan(tableName);
  const counted = (
    items.find((item) => item.entityType === ENTITY_TYPES.event && item.eventId === eventId) as unknown as EventItem
  ).currentRegistrations;
  return Math.max(0, Math.max(counted, answers.filter((isIn) => isIn).length) - SEATS);
}

function rowOf(name: string, { requests, calls, readUnits, writeUnits, latenciesMs, oversold }: Trial): Row {
  return {
    '': name,
    'calls each': rounded(calls / requests, 2),
    'read units': rounded(readUnits / requests, 2),
    'write units': rounded(writeUnits / requests, 2),
    'p50 ms': rounded(percentile(latenciesMs, 0.5), 1),
    'p99 ms': rounded(percentile(latenciesMs, 0.99), 1),
    oversold: median(oversold),
  };
}

/** Registrations per second, by name: medians of rounds in which all take turns. */
async function raceThem(
  all: Record<string, Contender>,
  users: string[],
  scale: number,
): Promise<Record<string, number>> {
  const figures: Record<string, number[]> = {};
  const crowd = users.slice(0, Math.max(AT_A_TIME, 300 * scale));
  // The first round only warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, { register }] of Object.entries(all)) {
      const wishes: Wish[] = crowd.map((userId) => ({ userId, eventId: `race-${round}` }));
      const { durationMs } = await runConcurrently(AT_A_TIME, wishes, async (wish) => {
        if (!(await register(wish))) {
          throw new Error(`${name} did not register`);
        }
      });
      if (round > 0) {
        (figures[name] ??= []).push((crowd.length / durationMs) * 1000);
      }
    }
  }
  return Object.fromEntries(Object.entries(figures).map(([name, values]) => [name, rounded(median(values))]));
}

/** Makes a table like another one, unless it is there. */
async function likeTheFirst({ client }: Database, tableName: string, firstName: string): Promise<void> {
  const exists = await client.send(new DescribeTableCommand({ TableName: tableName })).then(
    () => true,
    () => false,
  );
  if (exists) {
    return;
  }
  const { Table } = await client.send(new DescribeTableCommand({ TableName: firstName }));
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: Table?.AttributeDefinitions,
      KeySchema: Table?.KeySchema,
      GlobalSecondaryIndexes: Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      })),
    }),
  );
}
