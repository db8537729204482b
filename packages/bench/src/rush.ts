import type { Visit } from './crowd/crowd.ts';
import { rounded, type Bench, type Goal, type Part } from './figures.ts';
import type { Told } from './load/registerOverHttp.ts';
import { PRICES } from './prices.ts';
import { LAMBDA_CONCURRENCY } from './rush/concurrency.ts';
import { lastWithin, noneRefused, p99Within, updateWithin } from './rush/goals.ts';
import { NICE, realRush, WARM_UP } from './rush/realRush.ts';
import { reportRush, type RushReport } from './rush/report.ts';
import { startedRush } from './rush/startedRush.ts';
import { virtualRush, type Rush } from './rush/virtualRush.ts';

/** Over HTTP chance plays a part: so many rushes of 1,000 are made, and the worst one counts. */
const TIMES = 5;

/** A crowd on the machine of a developer, and how many processes keep it busy meanwhile. */
const STARTED = { people: 50, busyLoops: 8 };

/**
 * Everybody wants the same event within one second: 500 seats, and a waitlist for the others; then everybody leaves.
 * First in virtual time, then over HTTP against the clock of this machine.
 */
export async function rush({ plainAssemblyDir, scale, seed }: Bench): Promise<Part> {
  const crowd = (people: number): Rush => ({
    people: people * scale,
    withinMs: 1000,
    seed,
    seats: 500 * scale,
    lambdaConcurrency: LAMBDA_CONCURRENCY,
  });
  const inVirtualTime = async (name: string, its: Rush): Promise<RushReport> =>
    reportRush(`virtual${name}`, its, await virtualRush(its));
  const overHttp = async (its: Rush): Promise<RushReport> =>
    reportRush(
      its.isDatabaseFirst ? 'over HTTP, DynamoDB first' : 'over HTTP',
      its,
      await realRush(its, plainAssemblyDir),
    );
  const slow = { profile: 'lambda-2020' as const };
  const virtual = await inVirtualTime('', crowd(1000));
  const slower = await inVirtualTime(', slower DynamoDB', { ...crowd(1000), ...slow });
  const mild = { ...crowd(500), withinMs: 10_000, seats: 250 * scale };
  const steady = await inVirtualTime(', 50 a second', mild);
  const steadySlower = await inVirtualTime(', 50 a second, slower DynamoDB', { ...mild, ...slow });
  const leaving = { ...crowd(1000), leavesTo: 1000 * scale };
  const left = await inVirtualTime(', all leave, as many wait', leaving);
  const leftSlower = await inVirtualTime(', all leave, as many wait, slower DynamoDB', { ...leaving, ...slow });
  const queueing = { ...crowd(1000), leavesQueue: true };
  const gone = await inVirtualTime(', all leave the queue', queueing);
  const goneSlower = await inVirtualTime(', all leave the queue, slower DynamoDB', { ...queueing, ...slow });
  const closing = { ...crowd(1000), update: { status: 'CLOSED' as const } };
  const closed = await inVirtualTime(', closed in the middle', closing);
  const closedSlower = await inVirtualTime(', closed in the middle, slower DynamoDB', { ...closing, ...slow });
  const equal: RushReport[] = [];
  const thousand: RushReport[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    equal.push(await overHttp({ ...crowd(1000), seed: seed + time }));
    thousand.push(await overHttp({ ...crowd(1000), seed: seed + time, isDatabaseFirst: true }));
  }
  const started = await startedRush(STARTED.people, STARTED.busyLoops, seed);
  const nobodyRefused = [virtual, slower, left, ...equal, ...thousand];
  const reports = [...nobodyRefused, leftSlower, steady, steadySlower, gone, goneSlower, closed, closedSlower];
  const wrong = reports.flatMap((report) => report.wrong);
  const cost = costOf(virtual, 1000 * scale);
  return {
    id: 'e',
    title: 'A rush: everybody within one second for 500 seats and a waitlist',
    rows: reports.map(({ row }) => row),
    goals: [
      lastWithin('1,000 people, virtual', [virtual], 2.0),
      p99Within('1,000 people, virtual', [virtual], 0.8),
      {
        text: '1,000 people, virtual: at most 10.6 write units each',
        measured: String(virtual.row['write units each']),
        isMet: Number(virtual.row['write units each']) <= 10.6,
      },
      lastWithin('1,000 people, virtual, slower DynamoDB', [slower], 3.2),
      p99Within('50 a second, virtual', [steady], 0.7),
      p99Within('50 a second, virtual, slower DynamoDB', [steadySlower], 0.8),
      lastWithin('1,000 leave and 1,000 wait, virtual', [left], 3.3),
      lastWithin('1,000 leave and 1,000 wait, virtual, slower DynamoDB', [leftSlower], 5),
      updateWithin('closing in the middle of 1,000, virtual', closed, 0.5),
      updateWithin('closing in the middle of 1,000, virtual, slower DynamoDB', closedSlower, 1),
      lastWithin('1,000 people, over HTTP, DynamoDB first', thousand, 5),
      lastWithin('1,000 people, over HTTP, all processes equal', equal, 8),
      noneRefused('1,000 people, in each of these', nobodyRefused),
      {
        text: '500 people join the queue: at most 40 messages to each who watches it',
        measured: `${virtual.waitlistChanges} virtual, ${Math.max(...thousand.map((one) => one.waitlistChanges))} over HTTP`,
        isMet: [virtual, ...thousand].every(({ waitlistChanges }) => waitlistChanges <= 40 * scale),
      },
      startedWithin(started, 5),
      {
        text: 'a rush of 1,000, Lambda included: at most 2 cents',
        measured: `${(cost * 100).toFixed(1)} cents`,
        isMet: cost <= 0.02 * scale,
      },
      { text: 'every result is exact', measured: wrong.slice(0, 3).join('; ') || 'exact', isMet: wrong.length === 0 },
    ],
    remarks: [
      'Conflict model with its default times: an item is held about 10 ms by a transaction (docs/reference/dynamodb.md#the-conflict-model). All items of a transaction are prepared in one time, which is what fits the calibration of docs/reference/dynamodb.md#calibration; the slower DynamoDB writes 1.35 times as slowly and waits for the slowest of its items, as was measured from Lambda in 2020.',
      'What limits a rush is the partition of the event: 1,000 write units a second, in the table and in the inverted index. A seat takes two of the table per group and one of the index per person, a place two per person and one of the index, so a combiner begins a group of 49 seats every 40 ms and one of 33 places every 60 ms.',
      `Rows in virtual time show what is due to contention alone; over HTTP, client, server, Lambda, model and DynamoDB Local share the processors of this machine, and a rush of ${WARM_UP} for another event comes first, so that nothing is measured while processes start and compile.`,
      `DynamoDB first: as no crowd at AppSync and Lambda slows DynamoDB down, what stands for it, and the client, which is one process with the model, have the processors first (the server and its Lambda run at nice ${NICE}). Latency counts from the moment at which somebody meant to come, so waiting for the server is part of it.`,
    ],
    series: { '1,000 virtual': virtual.drain, '1,000 over HTTP': thousand[0]?.drain ?? [] },
    axes: ['seconds', 'settled'],
  };
}

/** What people were told who came to `npm start` at the same moment. */
function startedWithin(visits: Visit<Told>[], mostSeconds: number): Goal {
  const { people, busyLoops } = STARTED;
  const seconds = rounded(Math.max(...visits.map(({ latencyMs }) => latencyMs)) / 1000, 1);
  const refused = visits.filter(({ answer }) => !('status' in answer)).length;
  return {
    text: `${people} at once through npm start, beside ${busyLoops} busy processes: within ${mostSeconds} s, none refused`,
    measured: `${seconds} s, ${refused} refused`,
    isMet: seconds <= mostSeconds && refused === 0,
  };
}

/** Dollars for a rush in virtual time: units of DynamoDB, calls of AppSync, and seconds of Lambda at 512 MB. */
function costOf({ row, invocationSeconds }: RushReport, people: number): number {
  const million = 1_000_000;
  return (
    (people * Number(row['write units each']) * PRICES.perMillionWriteUnits) / million +
    (people * Number(row['read units each']) * PRICES.perMillionReadUnits) / million +
    (people * PRICES.perMillionGraphqlCalls) / million +
    (people * PRICES.perMillionInvocations) / million +
    invocationSeconds * 0.5 * PRICES.perGigabyteSecond
  );
}
