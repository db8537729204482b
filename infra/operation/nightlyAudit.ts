import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RecursiveLoop, type Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { auditorAccess, laneAuditorAccess } from '../api/tableAccess.ts';
import { addObservedFunction } from '../observedFunction.ts';
import type { StageSettings } from '../stage.ts';
import { countedBy } from './metrics.ts';
import { RunbookAlarm, type RunbookAlarmProps } from './runbookAlarm.ts';

/**
 * Little beside what the API itself reads, and enough for some ten million registrations in a night.
 */
const READ_UNITS_PER_SECOND = 500;

export interface NightlyAuditProps {
  settings: StageSettings;
  table: ITable;
  laneTable: ITable;
  topic: RunbookAlarmProps['topic'];
}

/**
 * Audits the tables every night, and only reports. An audit that takes longer than a function may run invokes the
 * function again to go on. Lambda would take that for a runaway loop and stop it after 16 invocations; `recursiveLoop`
 * allows it.
 */
export class NightlyAudit extends Construct {
  readonly function: Function;
  /** What starts it. */
  readonly rule: Rule;

  constructor(scope: Construct, id: string, { settings, table, laneTable, topic }: NightlyAuditProps) {
    super(scope, id);
    const { function: audit, role } = addObservedFunction(this, {
      settings,
      name: 'audit',
      description: 'Recounts every event from its records and reports what does not fit.',
      timeout: Duration.minutes(15),
      recursiveLoop: RecursiveLoop.ALLOW,
      access: { table: auditorAccess(table), lane: laneAuditorAccess(laneTable) },
      environment: {
        TABLE_NAME: table.tableName,
        LANE_TABLE_NAME: laneTable.tableName,
        READ_UNITS_PER_SECOND: String(READ_UNITS_PER_SECOND),
      },
    });
    this.function = audit;
    new Policy(this, 'GoOn', {
      roles: [role],
      statements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] })],
    });
    this.rule = new Rule(this, 'Nightly', {
      description: 'Starts the audit of the table.',
      schedule: Schedule.cron({ hour: '3', minute: '17' }),
      targets: [new LambdaFunction(this.function)],
    });
    this.#addAlarms(settings, topic);
  }

  #addAlarms(settings: StageSettings, topic: RunbookAlarmProps['topic']): void {
    new RunbookAlarm(this, 'AuditFindings', {
      topic,
      what: 'The audit has found records that contradict each other.',
      metric: countedBy(settings, 'audit', 'AuditFindings').with({
        statistic: Stats.MAXIMUM,
        period: Duration.days(1),
      }),
      threshold: 1,
    });
    new RunbookAlarm(this, 'AuditMissing', {
      topic,
      what: 'No audit has come to its end for 30 hours: nobody knows what the table is like.',
      metric: countedBy(settings, 'audit', 'AuditsCompleted').with({ period: Duration.hours(6) }),
      threshold: 1,
      evaluationPeriods: 5,
      isExpected: true,
    });
    new RunbookAlarm(this, 'AuditFailed', {
      topic,
      what: 'The audit ended with an error or ran out of time: nobody knows what the rest of the table is like.',
      metric: this.function.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
    });
  }
}
