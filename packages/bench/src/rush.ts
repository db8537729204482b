import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import type { Bench, Part } from './figures.ts';
import { NICE, realRush, WARM_UP } from './rush/realRush.ts';
import { reportRush, type RushReport } from './rush/report.ts';
import { virtualRush, type Rush } from './rush/virtualRush.ts';

const LAMBDA_CONCURRENCY = 1000;
const ANSWERED_WITHIN_MS = 30_000;

/** Without turns everybody waits by jitter alone, up to 4 s: the policy that turns are compared with. */
const withoutTurns = (table: Table): Table => ({ ...table, update: async () => null });

/** Over HTTP chance plays a part: so many rushes of 1,000 are made, and the worst one counts. */
const TIMES = 3;

/**
 * Everybody wants the same event within one second: 500 seats, and a waitlist for the others. First in virtual time,
 * then over HTTP against the clock of this machine.
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
    reportRush(name, its, await virtualRush(its));
  const overHttp = async (its: Rush): Promise<RushReport> =>
    reportRush(
      its.isDatabaseFirst ? 'over HTTP, DynamoDB first' : 'over HTTP',
      its,
      await realRush(its, plainAssemblyDir),
    );
  const jitter = await inVirtualTime('virtual, by jitter alone', { ...crowd(1000), withTable: withoutTurns });
  const slower = await inVirtualTime('virtual, slower DynamoDB', { ...crowd(1000), profile: 'lambda-2020' });
  const virtual = await inVirtualTime('virtual', crowd(1000));
  const thousand: RushReport[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    thousand.push(await overHttp({ ...crowd(1000), seed: seed + time, isDatabaseFirst: true }));
  }
  const equal = await overHttp(crowd(1000));
  const jitterMany = await inVirtualTime('virtual, by jitter alone', { ...crowd(5000), withTable: withoutTurns });
  const virtualMany = await inVirtualTime('virtual', crowd(5000));
  const many = await overHttp(crowd(5000));
  const allThousand = [...thousand, equal];
  const reports = [jitter, slower, virtual, ...allThousand, jitterMany, virtualMany, many];
  const refusals = (some: RushReport[]): string =>
    some
      .map(
        ({ failures }) =>
          Object.entries(failures)
            .map(([name, count]) => `${count} × ${name}`)
            .join(', ') || 'none',
      )
      .join('; ');
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const toldAfter = ({ refusedAfterMs: { median, longest } }: RushReport): string =>
    longest === 0 ? '' : `, told so after ${seconds(median)} (median) to ${seconds(longest)}`;
  const slowestMs = (some: RushReport[]): number => Math.max(...some.map(({ slowestAnswerMs }) => slowestAnswerMs));
  const wrongIn = (some: RushReport[]): string[] => some.flatMap(({ wrong }) => wrong);
  return {
    id: 'e',
    title: 'A rush: everybody within one second for 500 seats and a waitlist',
    rows: reports.map(({ row }) => row),
    goals: [
      {
        text: '1,000 people, over HTTP, DynamoDB first: nobody is refused',
        measured: refusals(thousand),
        isMet: thousand.every(({ failures }) => Object.keys(failures).length === 0),
      },
      {
        text: '1,000 people, over HTTP: all answered within 30 s',
        measured: seconds(slowestMs(allThousand)),
        isMet: slowestMs(allThousand) <= ANSWERED_WITHIN_MS,
      },
      {
        text: '1,000 people, over HTTP: the result is exact',
        measured: wrongIn(allThousand).slice(0, 3).join('; ') || 'exact',
        isMet: wrongIn(allThousand).length === 0,
      },
      {
        text: '5,000 people, over HTTP: nothing lost, nothing wrong',
        measured: many.wrong.slice(0, 3).join('; ') || 'exact',
        isMet: many.wrong.length === 0,
      },
      {
        text: '5,000 people, over HTTP: every refusal is Busy',
        measured: refusals([many]),
        isMet: Object.keys(many.failures).every((name) => name.startsWith('Busy/')),
      },
    ],
    remarks: [
      'Conflict model with its default times: an item is held about 10 ms by a transaction, so one event takes at most about 100 a second (docs/reference/dynamodb.md#the-conflict-model). All items of a transaction are prepared in one time, which is what fits the calibration of docs/reference/dynamodb.md#calibration; the slower DynamoDB writes 1.35 times as slowly and waits for the slowest of its items, as was measured from Lambda in 2020.',
      `At most ${LAMBDA_CONCURRENCY} Lambdas at once; further invocations are refused, which is Busy with outcome NONE.`,
      `Refused of 5,000: over HTTP ${refusals([many])}${toldAfter(many)}; slowest answer ${seconds(many.slowestAnswerMs)}. In virtual time ${refusals([virtualMany])}${toldAfter(virtualMany)}. Refused of 1,000 by the slower DynamoDB: ${refusals([slower])}.`,
      `Rows in virtual time show what is due to contention alone; over HTTP, client, server, Lambda, model and DynamoDB Local share the processors of this machine, and a rush of ${WARM_UP} for another event comes first, so that nothing is measured while processes start and compile.`,
      `DynamoDB first: as no crowd at AppSync and Lambda slows DynamoDB down, what stands for it, and the client, which is one process with the model, have the processors first (the server and its Lambda run at nice ${NICE}). Transactions then hold their items for ${thousand.map(({ row }) => row['held ms']).join(', ')} ms on average; with all processes equal ${equal.row['held ms']} ms, in virtual time ${virtual.row['held ms']} ms. Latency counts from the moment at which somebody meant to come, so waiting for the server is part of it.`,
    ],
    series: { '1,000 virtual': virtual.drain, '1,000 over HTTP': thousand[0]?.drain ?? [] },
    axes: ['seconds', 'settled'],
  };
}
