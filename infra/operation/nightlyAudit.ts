import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Policy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, RecursiveLoop, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { auditorAccess } from '../api/tableAccess.ts';
import { bundleLambda } from '../bundling/lambdaBundle.ts';
import { TRACES_REASON } from '../grantReasons.ts';
import type { StageSettings } from '../stage.ts';
import { countedBy, namespaceOf } from './metrics.ts';
import { RunbookAlarm, type RunbookAlarmProps } from './runbookAlarm.ts';

/** Slow enough to be nothing beside the API's own reading, fast enough for some ten million registrations in a night. */
const READ_UNITS_PER_SECOND = 500;

export interface NightlyAuditProps {
  settings: StageSettings;
  table: ITable;
  topic: RunbookAlarmProps['topic'];
}

/**
 * Audits the table every night, and only reports. What takes longer than a function may run goes on in another invocation of it,
 * which it asks for itself: therefore Lambda must not take it for a runaway loop and stop it after 16.
 */
export class NightlyAudit extends Construct {
  readonly function: Function;

  constructor(scope: Construct, id: string, { settings, table, topic }: NightlyAuditProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: settings.logRetention,
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        table: new PolicyDocument({ statements: auditorAccess(table) }),
        telemetry: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
            new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] }),
          ],
        }),
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: TRACES_REASON,
    });
    this.function = new Function(this, 'Function', {
      description: 'Recounts every event from its records and reports what does not fit.',
      code: Code.fromAsset(bundleLambda('audit')),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: Duration.minutes(15),
      memorySize: settings.lambdaMemoryMb,
      tracing: Tracing.ACTIVE,
      recursiveLoop: RecursiveLoop.ALLOW,
      role: role.withoutPolicyUpdates(),
      logGroup,
      environment: {
        TABLE_NAME: table.tableName,
        READ_UNITS_PER_SECOND: String(READ_UNITS_PER_SECOND),
        POWERTOOLS_SERVICE_NAME: 'audit',
        POWERTOOLS_METRICS_NAMESPACE: namespaceOf(settings),
        POWERTOOLS_LOG_LEVEL: settings.lambdaLogLevel,
      },
    });
    new Policy(this, 'GoOn', {
      roles: [role],
      statements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] })],
    });
    new Rule(this, 'Nightly', {
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
      metric: countedBy(settings, 'audit', 'AuditFindings').with({ statistic: Stats.MAXIMUM, period: Duration.days(1) }),
      threshold: 1,
    });
    new RunbookAlarm(this, 'AuditFailed', {
      topic,
      what: 'The audit ended with an error or ran out of time: nobody knows what the rest of the table is like.',
      metric: this.function.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
    });
  }
}
