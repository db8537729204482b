import type { Table } from '../../lambda/promoteFromWaitlist/table/table.ts';
import type { Bench, Part } from './figures.ts';
import { NICE, realRush, WARM_UP } from './rush/realRush.ts';
import { reportRush } from './rush/report.ts';
import type { RushReport } from './rush/report.ts';
import { virtualRush } from './rush/virtualRush.ts';
import type { Rush } from './rush/virtualRush.ts';

const LAMBDA_CONCURRENCY = 1000;
const ANSWERED_WITHIN_MS = 30_000;

/** Without turns everybody waits by jitter alone, up to 4 s: the policy that turns are compared with. */
const withoutTurns = (table: Table): Table => ({ ...table, update: async () => null });

/** Over HTTP chance plays a part: so many rushes of 1,000 are made, and the worst one counts. */
const TIMES = 3;

/**
 * Everybody wants the same event within one second: 500 seats, and a waitlist for the others. First in virtual time, then over HTTP
 * against the clock of this machine.
 */
export async function rush({ plainAssemblyDir, scale, seed }: Bench): Promise<Part> {
  const crowd = (people: number): Rush => ({ people: people * scale, withinMs: 1000, seed, seats: 500 * scale, lambdaConcurrency: LAMBDA_CONCURRENCY });
  const inVirtualTime = async (name: string, its: Rush): Promise<RushReport> => reportRush(name, its, await virtualRush(its));
  const overHttp = async (people: number, times = 1): Promise<RushReport[]> => {
    const reports: RushReport[] = [];
    for (let time = 0; time < times; time += 1) {
      const its = { ...crowd(people), seed: seed + time };
      reports.push(reportRush('over HTTP', its, await realRush(its, plainAssemblyDir)));
    }
    return reports;
  };
  const jitter = await inVirtualTime('virtual, by jitter alone', { ...crowd(1000), withTable: withoutTurns });
  const slower = await inVirtualTime('virtual, slower DynamoDB', { ...crowd(1000), profile: 'lambda-2020' });
  const virtual = await inVirtualTime('virtual', crowd(1000));
  const thousand = await overHttp(1000, TIMES);
  const jitterMany = await inVirtualTime('virtual, by jitter alone', { ...crowd(5000), withTable: withoutTurns });
  const virtualMany = await inVirtualTime('virtual', crowd(5000));
  const many = await overHttp(5000);
  const reports = [jitter, slower, virtual, ...thousand, jitterMany, virtualMany, ...many];
  const refusals = (some: RushReport[]): string =>
    some.map(({ failures }) => Object.entries(failures).map(([name, count]) => `${count} × ${name}`).join(', ') || 'none').join('; ');
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const slowestMs = (some: RushReport[]): number => Math.max(...some.map(({ slowestAnswerMs }) => slowestAnswerMs));
  const wrongIn = (some: RushReport[]): string[] => some.flatMap(({ wrong }) => wrong);
  const isHonest = ({ failures }: RushReport): boolean => Object.keys(failures).every((name) => name.startsWith('Busy/'));
  return {
    id: 'e',
    title: 'A rush: everybody within one second for 500 seats and a waitlist',
    rows: reports.map(({ row }) => row),
    goals: [
      { text: '1,000 people, over HTTP: nobody is refused', measured: refusals(thousand), isMet: thousand.every(({ failures }) => Object.keys(failures).length === 0) },
      { text: '1,000 people, over HTTP: all answered within 30 s', measured: seconds(slowestMs(thousand)), isMet: slowestMs(thousand) <= ANSWERED_WITHIN_MS },
      { text: '1,000 people, over HTTP: the result is exact', measured: wrongIn(thousand).slice(0, 3).join('; ') || 'exact', isMet: wrongIn(thousand).length === 0 },
      { text: '5,000 people, over HTTP: nothing lost, nothing wrong', measured: wrongIn(many).slice(0, 3).join('; ') || 'exact', isMet: wrongIn(many).length === 0 },
      { text: '5,000 people, over HTTP: every refusal is Busy', measured: refusals(many), isMet: many.every(isHonest) },
    ],
    remarks: [
      'Conflict model with its default times: an item is held about 10 ms by a transaction, so one event takes at most about 100 a second (reference dynamodb 9). All items of a transaction are prepared in one time, which is what fits the calibration of reference 9.6; the slower DynamoDB writes 1.35 times as slowly and waits for the slowest of its items, as was measured from Lambda in 2020.',
      `At most ${LAMBDA_CONCURRENCY} Lambdas at once; further invocations are refused, which is Busy with outcome NONE.`,
      `Refused of 5,000: over HTTP ${refusals(many)}; slowest answer ${seconds(slowestMs(many))}. In virtual time ${refusals([virtualMany])}. Refused of 1,000 by the slower DynamoDB: ${refusals([slower])}.`,
      `Rows in virtual time show what is due to contention alone; over HTTP, client, server, Lambda, model and DynamoDB Local share the processors of this machine, and a rush of ${WARM_UP} for another event comes first, so that nothing is measured while processes start and compile. Model and DynamoDB Local have the processors first (the server and its Lambda run at nice ${NICE}), so that an event is held as long as the model says.`,
    ],
    series: { '1,000 virtual': virtual.drain, '1,000 over HTTP': thousand[0]?.drain ?? [] },
    axes: ['seconds', 'settled'],
  };
}
