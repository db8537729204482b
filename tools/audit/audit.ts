import { auditLanePage } from '../../lambda/audit/auditLanePage.ts';
import { auditPage } from '../../lambda/audit/auditPage.ts';
import type { Audit } from '../../lambda/audit/checkEvent.ts';
import type { Finding } from '../../lambda/audit/rule/finding.ts';
import { keyText } from '../../lambda/audit/rule/keyText.ts';
import { RULES, type RuleName } from '../../lambda/audit/rule/rules.ts';
import { SYSTEM_CLOCK } from '../../lambda/clock.ts';
import type { Cursor } from '../../lambda/audit/table/tableReader.ts';
import { dynamoDbTable } from '../../lambda/promoteFromWaitlist/table/dynamoDbTable.ts';
import { startProgress } from '../frame/progress.ts';
import { connect, type Connection } from './connect.ts';
import type { AuditOptions } from './options.ts';
import { findingLine, many, summaryLines } from './print.ts';
import { repairEvents } from './repair/repairEvents.ts';
import { Repairer } from './repair/repairer.ts';
import { sweepItem } from './repair/sweepItem.ts';
import { withReport, type ReportWriter } from './report.ts';

/** 0: nothing is wrong. 1: something is. 3: nothing was found, but events that looked wrong never stood still. */
export type ExitCode = 0 | 1 | 3;

const VERDICTS: Record<ExitCode, string> = {
  0: 'nothing is wrong',
  1: 'something is wrong',
  3: 'nothing else is wrong',
};

/** What no repair is for, but is looked for again after an event is repaired: then only what is left counts. */
const JUDGED_ANEW: RuleName[] = [
  'event.oversold',
  'event.overtaken',
  'queue.sameMoment',
  'queue.joinedPosition',
  'registration.withoutEntry',
];

/** Events that one run repairs, and items of the lanes; the next one repairs more. */
const MAX_REPAIRED = 10_000;

/** What an audit has come to. */
interface Sum {
  items: number;
  events: number;
  findings: Partial<Record<RuleName, number>>;
  busy: string[];
  /** Events. */
  repairable: Set<string>;
  /** Whether anything is wrong that no repair is for, nor can have come to rights with an event that is repaired. */
  isAnyApart: boolean;
  /** Events with something wrong that no repair is for, and that is judged anew with its event. */
  unrepairable: Set<string>;
  /** Findings in the lanes. */
  sweepable: Finding[];
}

/**
 * Audits both tables as a whole, prints what is wrong as it is found, and repairs if that is asked for.
 * Throws UsageError before anything is done, GaveUp or an SDK error on the way.
 */
export async function audit(
  options: AuditOptions,
  print: (text: string) => void = console.log,
  clock = SYSTEM_CLOCK,
): Promise<ExitCode> {
  const connection = await connect(options, clock);
  const startedAt = new Date(clock.nowMs()).toISOString();
  const task: Audit = { reader: connection.reader, clock, settleMs: options.settleSeconds * 1000 };
  let exitCode: ExitCode = 0;
  try {
    await withReport(options.report, async (report) => {
      const sum = await auditAll(task, connection, report, print);
      const repaired = options.repair ? await repair(task, connection, sum, print) : null;
      exitCode = exitCodeOf(sum, repaired);
      const { items, events, findings: counts, busy } = sum;
      const { tableName: table, reader } = connection;
      const { units } = reader.pace;
      print(summaryOf(sum, units));
      if (connection.lanes === null) {
        print('the lanes are not audited: name their table with --lane-table');
      }
      print(VERDICTS[exitCode] + (exitCode === 0 && repaired !== null ? ' any more' : ''));
      const finishedAt = new Date(clock.nowMs()).toISOString();
      await report.end({ table, startedAt, finishedAt, items, events, units, counts, busy, repaired, exitCode });
    });
    if (options.report !== undefined) {
      print(`report: ${options.report}`);
    }
    return exitCode;
  } finally {
    connection.close();
  }
}

function summaryOf({ items, events, findings, busy }: Sum, units: number): string {
  const read = `${many(items, 'item')} read, ${many(events, 'event')}, ${Math.ceil(units)} read units`;
  const unsettled = `${many(busy.length, 'event')} looked wrong and never stood still: audit again at a quieter time`;
  return [read, ...summaryLines(findings), ...(busy.length > 0 ? [unsettled] : [])].join('\n');
}

async function auditAll(
  task: Audit,
  { approximateItems, lanes }: Connection,
  report: ReportWriter,
  print: (text: string) => void,
): Promise<Sum> {
  const sum: Sum = {
    items: 0,
    events: 0,
    findings: {},
    busy: [],
    repairable: new Set(),
    isAnyApart: false,
    unrepairable: new Set(),
    sweepable: [],
  };
  const progress = startProgress('audit', approximateItems, 0);
  const add = async ({ findings, items, next }: { findings: Finding[]; items: number; next: Cursor }) => {
    for (const finding of findings) {
      await report.add(finding);
      print(findingLine(finding));
      addFinding(sum, finding);
    }
    sum.items += items;
    progress.add(items);
    return next;
  };
  try {
    let cursor: Cursor = null;
    do {
      const page = await auditPage(task, cursor);
      sum.events += page.events;
      sum.busy.push(...page.busy);
      cursor = await add(page);
    } while (cursor !== null);
    if (lanes !== null) {
      do {
        cursor = await add(await auditLanePage({ ...task, reader: lanes.reader }, cursor));
      } while (cursor !== null);
    }
    return sum;
  } finally {
    progress.stop();
  }
}

function addFinding(sum: Sum, finding: Finding): void {
  const { rule, eventId } = finding;
  sum.findings[rule] = (sum.findings[rule] ?? 0) + 1;
  if (RULES[rule].repair === 'sweep') {
    sum.sweepable.push(...(sum.sweepable.length < MAX_REPAIRED ? [finding] : []));
  } else if (RULES[rule].repair === null) {
    const isJudgedAnew = eventId !== null && JUDGED_ANEW.includes(rule);
    sum.isAnyApart ||= !isJudgedAnew;
    if (isJudgedAnew) {
      sum.unrepairable.add(eventId);
    }
  } else if (eventId !== null && sum.repairable.size < MAX_REPAIRED) {
    sum.repairable.add(eventId);
  }
}

/** What `--repair` came to: findings of repairable rules that are left where it has repaired. */
interface RepairSum {
  repaired: number;
  left: Finding[];
  busy: string[];
}

async function repair(
  task: Audit,
  { client, tableName, lanes }: Connection,
  { repairable, sweepable }: Pick<Sum, 'repairable' | 'sweepable'>,
  print: (text: string) => void,
): Promise<RepairSum> {
  const sum: RepairSum = { repaired: 0, left: [], busy: [] };
  const repairer = new Repairer(task, dynamoDbTable(client, { events: tableName, lane: '' }));
  for await (const { eventId, repairs, left } of repairEvents(task, repairer, [...repairable])) {
    const rest = left === 'busy' ? ['it does not stand still'] : left.map((finding) => `left: ${findingLine(finding)}`);
    print([`repaired: ${eventId}: ${repairs.join(', ') || 'nothing'}`, ...rest].join('; '));
    if (left === 'busy') {
      sum.busy.push(eventId);
    } else {
      sum.left.push(...left);
    }
    sum.repaired += repairs.length > 0 ? 1 : 0;
  }
  for (const finding of lanes === null ? [] : sweepable) {
    const { tableName: laneTableName, reader } = lanes!;
    const { isSwept, left } = await sweepItem(client, laneTableName, { ...task, reader }, finding.key);
    print([`swept: ${keyText(finding.key)}`, ...left.map((one) => `left: ${findingLine(one)}`)].join('; '));
    sum.left.push(...left);
    sum.repaired += isSwept ? 1 : 0;
  }
  return sum;
}

/** After repairs only what no repair is for, or what they have left, is wrong. */
function exitCodeOf(sum: Sum, repaired: RepairSum | null): ExitCode {
  const { findings, busy, repairable, unrepairable, isAnyApart } = sum;
  const isAnyLeft =
    repaired === null
      ? Object.keys(findings).length > 0
      : isAnyApart || [...unrepairable].some((eventId) => !repairable.has(eventId));
  if (isAnyLeft || (repaired?.left.length ?? 0) > 0) {
    return 1;
  }
  return busy.length > 0 || (repaired?.busy.length ?? 0) > 0 ? 3 : 0;
}
