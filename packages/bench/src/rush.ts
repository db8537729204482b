import type { Bench, Goal, Part } from './figures.ts';
import { PRICES } from './prices.ts';
import { NICE, realRush, WARM_UP } from './rush/realRush.ts';
import { reportRush, type RushReport } from './rush/report.ts';
import { virtualRush, type Rush } from './rush/virtualRush.ts';

const LAMBDA_CONCURRENCY = 1000;

/** Over HTTP chance plays a part: so many rushes of 1,000 are made, and the worst one counts. */
const TIMES = 3;

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
  const thousand: RushReport[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    thousand.push(await overHttp({ ...crowd(1000), seed: seed + time, isDatabaseFirst: true }));
  }
  const equal = await overHttp(crowd(1000));
  const virtualMany = await inVirtualTime('', crowd(5000));
  const many = await overHttp(crowd(5000));
  const reports = [virtual, slower, steady, steadySlower, left, leftSlower, ...thousand, equal, virtualMany, many];
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
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
      lastWithin('1,000 people, over HTTP, DynamoDB first', thousand, 5),
      lastWithin('1,000 people, over HTTP, all processes equal', [equal], 8),
      noneRefused('1,000 people, in each of these', [virtual, slower, left, leftSlower, ...thousand, equal]),
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
      `At most ${LAMBDA_CONCURRENCY} Lambdas at once; whose invocation is refused is told Busy with outcome UNKNOWN, and is served all the same. Told so of 5,000: in virtual time ${refusals([virtualMany])}, over HTTP ${refusals([many])}; everything is settled after ${virtualMany.row['done after s']} s in virtual time and the slowest answer came after ${seconds(many.slowestAnswerMs)} over HTTP.`,
      `Rows in virtual time show what is due to contention alone; over HTTP, client, server, Lambda, model and DynamoDB Local share the processors of this machine, and a rush of ${WARM_UP} for another event comes first, so that nothing is measured while processes start and compile.`,
      `DynamoDB first: as no crowd at AppSync and Lambda slows DynamoDB down, what stands for it, and the client, which is one process with the model, have the processors first (the server and its Lambda run at nice ${NICE}). Latency counts from the moment at which somebody meant to come, so waiting for the server is part of it.`,
    ],
    series: { '1,000 virtual': virtual.drain, '1,000 over HTTP': thousand[0]?.drain ?? [] },
    axes: ['seconds', 'settled'],
  };
}

function lastWithin(who: string, reports: RushReport[], mostSeconds: number): Goal {
  const last = Math.max(...reports.map(({ row }) => Number(row['done after s'])));
  return {
    text: `${who}: the last is settled within ${mostSeconds} s`,
    measured: `${last} s`,
    isMet: last <= mostSeconds,
  };
}

function p99Within(who: string, reports: RushReport[], mostSeconds: number): Goal {
  const p99 = Math.max(...reports.map(({ row }) => Number(row['p99 s'])));
  return { text: `${who}: 99 of 100 within ${mostSeconds} s`, measured: `${p99} s`, isMet: p99 <= mostSeconds };
}

function noneRefused(who: string, reports: RushReport[]): Goal {
  const isMet = reports.every(({ failures }) => Object.keys(failures).length === 0);
  return { text: `${who}: nobody is refused`, measured: refusals(reports), isMet };
}

function refusals(reports: RushReport[]): string {
  return reports
    .map(
      ({ failures }) =>
        Object.entries(failures)
          .map(([name, count]) => `${count} × ${name}`)
          .join(', ') || 'none',
    )
    .join('; ');
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
