import { startFaultyDynamoDb } from 'dynamodb-contention';
import { print } from 'graphql';
import { CheckInDocument } from 'event-registration-client';
import { nameOf } from '../../../tools/running/startWorld.ts';
import { rounded, type Bench, type Part, type Row } from './figures.ts';
import { httpClient } from './load/httpClient.ts';
import { registerOverHttp } from './load/registerOverHttp.ts';
import { runConcurrently } from './load/runConcurrently.ts';
import { percentile } from './load/statistics.ts';
import { startDatabase } from './stage/database.ts';
import { issueTokens } from './stage/people.ts';
import { event, ids, seat, user } from './stage/seeds.ts';
import { startServer } from './stage/startServer.ts';

const CHECK_IN = print(CheckInDocument);
const EVENT = 'evening';
const SCANS = 1000;
/** Doors that scan at once, and people who register at once. */
const DOORS = 16;
const REGISTERING = 8;
const WANTED_A_MINUTE = 1000;

/** Scanning a thousand people, alone and while others register for the very same event. */
export async function door({ plainAssemblyDir, scale, seed }: Bench): Promise<Part> {
  const guests = ids('guest', 2 * Math.max(20, SCANS * scale));
  const newcomers = ids('newcomer', guests.length);
  const [database, people] = await Promise.all([startDatabase(), issueTokens(newcomers, ['root'])]);
  const faulty = await startFaultyDynamoDb({ target: database.endpoint, seed, speed: 1 });
  const { stateDir, tokens } = people;
  const server = await startServer({
    assemblyDir: plainAssemblyDir,
    dynamodb: { endpoint: faulty.endpoint },
    stateDir,
  });
  const http = httpClient(64);
  const { url } = server.serving;
  let refused = 0;
  const scan = async (userId: string): Promise<void> => {
    const { errors } = await http.post(url, tokens.get('root')!, CHECK_IN, { userId, eventId: EVENT });
    refused += errors === undefined ? 0 : 1;
  };
  const rows: Row[] = [];
  const measure = async (name: string, scanned: readonly string[]): Promise<void> => {
    refused = 0;
    const { durationMs, latenciesMs } = await runConcurrently(DOORS, scanned, scan);
    rows.push({
      '': name,
      scans: scanned.length,
      'a minute': rounded((scanned.length / durationMs) * 60_000),
      'p50 ms': rounded(percentile(latenciesMs, 0.5), 1),
      'p99 ms': rounded(percentile(latenciesMs, 0.99), 1),
      refused,
    });
  };
  let registered = 0;
  try {
    const seats = guests.map((userId) => seat(userId, EVENT));
    const evening = event(EVENT, { currentRegistrations: guests.length });
    await database.seed(nameOf(server.serving.tables, 'EventTable'), [evening, ...seats, ...newcomers.map(user)]);
    await measure('alone', guests.slice(0, guests.length / 2));
    let isOver = false;
    const crowd = runConcurrently(REGISTERING, newcomers, async (userId) => {
      if (!isOver) {
        await registerOverHttp(http, url, tokens.get(userId)!, { userId, eventId: EVENT });
        registered += isOver ? 0 : 1;
      }
    });
    await measure('while others register', guests.slice(guests.length / 2));
    isOver = true;
    await crowd;
  } finally {
    http.close();
    await server.close();
    await faulty.close();
    await database.close();
  }
  const slowest = Math.min(...rows.map((row) => Number(row['a minute'])));
  const refusals = rows.reduce((sum, row) => sum + Number(row.refused), 0);
  return {
    id: 'h',
    title: 'At the door',
    rows,
    goals: [
      {
        text: `≥ ${WANTED_A_MINUTE} scans a minute`,
        measured: String(slowest),
        isMet: slowest >= WANTED_A_MINUTE,
      },
      { text: 'no scan meets a conflict', measured: `${refusals} refused`, isMet: refusals === 0 },
    ],
    remarks: [
      `${DOORS} scans at a time, on the conflict model with its default times. In the second row ${REGISTERING} people at a time register for the same event, ${registered} while the scans last: each holds the event, which no scan touches.`,
    ],
  };
}
