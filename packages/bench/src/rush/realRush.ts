import { setPriority } from 'node:os';
import { realTime, startFaultyDynamoDb } from 'dynamodb-contention';
import { sendCrowd } from '../crowd/crowd.ts';
import { httpClient } from '../load/httpClient.ts';
import { registerOverHttp } from '../load/registerOverHttp.ts';
import { startDatabase } from '../stage/database.ts';
import { issueTokens } from '../stage/people.ts';
import { event, ids, user } from '../stage/seeds.ts';
import { startServer } from '../stage/startServer.ts';
import { RUSHED_EVENT, type Rush, type Rushed } from './virtualRush.ts';
import { nameOf } from '../../../../tools/running/startWorld.ts';

/** People of the rush before. */
export const WARM_UP = 700;

/** How nice the server is, and its Lambda, which inherits it, where the database comes first: of -20 to 19. */
export const NICE = 10;

/**
 * A rush in real time, over HTTP: the API as `npm start` serves it with its Lambda, on the conflict model with its
 * default times in front of DynamoDB Local. A rush for another event comes first, so that nothing is measured while
 * processes start and compile.
 */
export async function realRush(rush: Rush, assemblyDir: string): Promise<Rushed> {
  const users = ids('person', rush.people);
  const early = ids('early', WARM_UP);
  const [database, people] = await Promise.all([startDatabase(), issueTokens([...users, ...early])]);
  const faulty = await startFaultyDynamoDb({ target: database.endpoint, seed: rush.seed, speed: 1 });
  const { stateDir, tokens } = people;
  const server = await startServer({
    assemblyDir,
    dynamodb: { endpoint: faulty.endpoint },
    stateDir,
    lambdaConcurrency: rush.lambdaConcurrency,
  });
  if (rush.isDatabaseFirst) {
    setPriority(server.pid, NICE);
  }
  const http = httpClient(Infinity);
  const tableName = nameOf(server.serving.tables, 'EventTable');
  const register = (userId: string, eventId: string) =>
    registerOverHttp(http, server.serving.url, tokens.get(userId)!, { userId, eventId });
  try {
    const events = [event(RUSHED_EVENT, { capacity: rush.seats }), event('earlier', { capacity: WARM_UP / 2 })];
    await database.seed(tableName, [...events, ...[...users, ...early].map(user)]);
    await Promise.all(early.map((userId) => register(userId, 'earlier')));
    // Peaks count from the last time they were asked for; these are the early ones'.
    await server.health();
    faulty.resetStats();
    const visits = await sendCrowd(rush, realTime(1), (person) => register(users[person]!, RUSHED_EVENT));
    const { lambdaPeaks } = await server.health();
    return {
      visits,
      stats: faulty.stats(),
      peakInvocations: Math.max(...Object.values(lambdaPeaks)),
      items: await database.scan(tableName),
    };
  } finally {
    http.close();
    await server.close();
    await faulty.close();
    await database.close();
  }
}
