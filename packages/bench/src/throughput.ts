import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { reserveSeat } from '../../../domain/registration/reserveSeat.ts';
import { transactItem } from '../../../lambda/promoteFromWaitlist/table/transactItem.ts';
import { rounded, type Bench, type Part, type Row } from './figures.ts';
import { httpClient } from './load/httpClient.ts';
import { mustRegister, type Wish } from './load/registerOverHttp.ts';
import { runConcurrently, type Run } from './load/runConcurrently.ts';
import { median, percentile } from './load/statistics.ts';
import { typedJson } from '../../../tools/running/typedJson.ts';
import { startDatabase } from './stage/database.ts';
import { issueTokens } from './stage/people.ts';
import { processorTimeMs } from './stage/processorTime.ts';
import { event, ids, SEEDED_AT, user } from './stage/seeds.ts';
import { startServer } from './stage/startServer.ts';
import { nameOf } from '../../../tools/running/startWorld.ts';

const CONCURRENCIES = [1, 4, 16, 64];
const EVENTS = ids('event', 64);
const ROUNDS = 5;
const WANTED = 0.85;

/**
 * Registering over HTTP beside the very same transactions sent by a bare loop of the SDK, in turns on one table. The
 * load comes from this process in both cases; the server has a process of its own. Nobody contends: as many events as
 * there are requests at a time, and every registration is a new one.
 */
export async function throughput({ plainAssemblyDir, scale }: Bench): Promise<Part> {
  const users = ids('user', Math.max(64, 2000 * scale));
  const [database, people] = await Promise.all([startDatabase(), issueTokens(users)]);
  const server = await startServer({
    assemblyDir: plainAssemblyDir,
    dynamodb: { endpoint: database.endpoint },
    stateDir: people.stateDir,
  });
  const http = httpClient(64);
  const tableName = nameOf(server.serving.tables, 'EventTable');
  await database.seed(tableName, [...EVENTS.map((eventId) => event(eventId)), ...users.map(user)]);

  let wishes = 0;
  const newWishes = (count: number): Wish[] =>
    Array.from({ length: count }, () => {
      const [turn, at] = [Math.floor(wishes / users.length), wishes++ % users.length];
      return { userId: users[at]!, eventId: EVENTS[(at + turn) % EVENTS.length]! };
    });
  const overHttp = (concurrency: number, count: number): Promise<Run> =>
    runConcurrently(concurrency, newWishes(count), (wish) =>
      mustRegister(http, server.serving.url, people.tokens.get(wish.userId)!, wish),
    );
  const bare = (concurrency: number, count: number): Promise<Run> => {
    const inputs = newWishes(count).map((wish) => transaction(wish, tableName));
    return runConcurrently(concurrency, inputs, (TransactItems) =>
      database.client.send(new TransactWriteItemsCommand({ TransactItems })),
    );
  };

  const rows: Row[] = [];
  const part: Part = {
    id: 'a',
    title: 'Registering over HTTP beside a bare SDK loop',
    rows,
    goals: [],
    remarks: [],
    series: { 'over HTTP': [], 'bare SDK loop': [] },
    axes: ['registrations at a time', 'per s'],
  };
  try {
    await overHttp(16, 1500 * scale);
    await bare(16, 500 * scale);
    for (const concurrency of CONCURRENCIES) {
      const count = Math.max(concurrency, (concurrency === 1 ? 100 : 400) * scale);
      const rounds: { over: Run; loop: Run; serverMs: number }[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = processorTimeMs(server.pid);
        const measure = { over: () => overHttp(concurrency, count), loop: () => bare(concurrency, count) };
        // Whoever comes second finds a warmer database: so they take turns in that, too.
        const [first, second] = round % 2 === 0 ? (['over', 'loop'] as const) : (['loop', 'over'] as const);
        const runs = { [first]: await measure[first](), [second]: await measure[second]() } as { over: Run; loop: Run };
        rounds.push({ ...runs, serverMs: (processorTimeMs(server.pid) - before) / count });
      }
      const perSecond = (run: Run): number => (run.latenciesMs.length / run.durationMs) * 1000;
      const [over, loop] = [
        median(rounds.map((one) => perSecond(one.over))),
        median(rounds.map((one) => perSecond(one.loop))),
      ];
      const ratio = median(rounds.map((one) => perSecond(one.over) / perSecond(one.loop)));
      const latencies = (which: 'over' | 'loop') => rounds.flatMap((one) => one[which].latenciesMs);
      rows.push({
        'at a time': concurrency,
        'over HTTP /s': rounded(over),
        'bare loop /s': rounded(loop),
        ratio: rounded(ratio, 2),
        'HTTP p50 ms': rounded(percentile(latencies('over'), 0.5), 1),
        'HTTP p99 ms': rounded(percentile(latencies('over'), 0.99), 1),
        'bare p50 ms': rounded(percentile(latencies('loop'), 0.5), 1),
        'bare p99 ms': rounded(percentile(latencies('loop'), 0.99), 1),
        'server CPU ms': rounded(median(rounds.map(({ serverMs }) => serverMs)), 2),
      });
      part.series!['over HTTP']!.push([concurrency, over]);
      part.series!['bare SDK loop']!.push([concurrency, loop]);
      if (concurrency >= 16) {
        part.goals.push({
          text: `≥ ${WANTED} of the bare loop at ${concurrency} at a time`,
          measured: ratio.toFixed(2),
          isMet: ratio >= WANTED,
        });
      }
    }
  } finally {
    http.close();
    await server.close();
    await database.close();
  }
  part.remarks.push(
    `Medians of ${ROUNDS} rounds in which both take turns on one table without stream; the ratio is the median of the rounds' ratios.`,
    'Both end at DynamoDB Local, which carries transactions out one after the other. The server is one process: its processor time per request is the other limit.',
  );
  return part;
}

function transaction({ userId, eventId }: Wish, tableName: string) {
  const request = {
    userId,
    eventId,
    requestId: `bare-${userId}-${eventId}`,
    caller: { username: userId, isOrganizer: false, isUnrestricted: false },
    begunAt: SEEDED_AT,
  };
  return reserveSeat(request, SEEDED_AT).map((action) =>
    typedJson(transactItem(action, { events: tableName, lane: '' })),
  );
}
