import type { Table } from '../../lambda/promoteFromWaitlist/table/table.ts';
import type { Bench, Part } from './figures.ts';
import { realRush } from './rush/realRush.ts';
import { reportRush } from './rush/report.ts';
import type { RushReport } from './rush/report.ts';
import { virtualRush } from './rush/virtualRush.ts';
import type { Rush } from './rush/virtualRush.ts';

const LAMBDA_CONCURRENCY = 1000;
const ANSWERED_WITHIN_MS = 30_000;

/** Without turns everybody waits by jitter alone, up to 4 s: the policy that turns are compared with. */
const withoutTurns = (table: Table): Table => ({ ...table, update: async () => null });

/**
 * Everybody wants the same event within one second: 500 seats, and a waitlist for the others. First in virtual time, then over HTTP
 * against the clock of this machine.
 */
export async function rush({ plainAssemblyDir, scale, seed }: Bench): Promise<Part> {
  const crowd = (people: number): Rush => ({ people: people * scale, withinMs: 1000, seed, seats: 500 * scale, lambdaConcurrency: LAMBDA_CONCURRENCY });
  const reports: RushReport[] = [];
  for (const people of [1000, 5000]) {
    const jitter = { ...crowd(people), withTable: withoutTurns };
    reports.push(reportRush('virtual, by jitter alone', jitter, await virtualRush(jitter)));
    reports.push(reportRush('virtual', crowd(people), await virtualRush(crowd(people))));
    reports.push(reportRush('over HTTP', crowd(people), await realRush(crowd(people), plainAssemblyDir)));
  }
  const [, virtual, thousand, , virtualMany, many] = reports as [RushReport, RushReport, RushReport, RushReport, RushReport, RushReport];
  const refusals = (report: RushReport): string => Object.entries(report.failures).map(([name, count]) => `${count} × ${name}`).join(', ') || 'none';
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const isHonest = (report: RushReport): boolean => Object.keys(report.failures).every((name) => name.startsWith('Busy/'));
  return {
    id: 'e',
    title: 'A rush: everybody within one second for 500 seats and a waitlist',
    rows: reports.map(({ row }) => row),
    goals: [
      { text: '1,000 people, over HTTP: nobody is refused', measured: refusals(thousand), isMet: Object.keys(thousand.failures).length === 0 },
      { text: '1,000 people, over HTTP: all answered within 30 s', measured: seconds(thousand.slowestAnswerMs), isMet: thousand.slowestAnswerMs <= ANSWERED_WITHIN_MS },
      { text: '1,000 people, over HTTP: the result is exact', measured: thousand.wrong.slice(0, 3).join('; ') || 'exact', isMet: thousand.wrong.length === 0 },
      { text: '5,000 people, over HTTP: nothing lost, nothing wrong', measured: many.wrong.slice(0, 3).join('; ') || 'exact', isMet: many.wrong.length === 0 },
      { text: '5,000 people, over HTTP: every refusal is Busy', measured: refusals(many), isMet: isHonest(many) },
    ],
    remarks: [
      'Conflict model with its default times: an item is held about 10 ms by a transaction, so one event takes at most about 100 a second (reference dynamodb 9).',
      `At most ${LAMBDA_CONCURRENCY} Lambdas at once; further invocations are refused, which is Busy with outcome NONE.`,
      `Refused of 5,000: over HTTP ${refusals(many)}; slowest answer ${seconds(many.slowestAnswerMs)}. In virtual time ${refusals(virtualMany)}.`,
      'Rows in virtual time show what is due to contention alone; over HTTP, client, server, Lambda, model and DynamoDB Local share the processors of this machine.',
    ],
    series: { '1,000 virtual': virtual.drain, '1,000 over HTTP': thousand.drain },
    axes: ['seconds', 'settled'],
  };
}
