import { Stack } from 'aws-cdk-lib';
import type { CfnGraphQLApi, CfnResolver } from 'aws-cdk-lib/aws-appsync';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EventApi } from '../api/eventApi.ts';
import { addOutputs } from '../outputs.ts';
import { addAlarms } from './alarms.ts';
import { AlarmTopic } from './alarmTopic.ts';
import { addBudget } from './budget.ts';
import { addDashboard } from './dashboard.ts';
import { namespaceOf } from './metrics.ts';
import { NightlyAudit } from './nightlyAudit.ts';
import { addSubscriptionAlarms } from './subscriptionAlarms.ts';
import { MEASURED_FIELDS, type Watched } from './watched.ts';

type OperationProps = Omit<Watched, keyof typeof LOGGED>;

/**
 * What is counted from the API's log, because AppSync's metrics do not count errors of fields: those are answered with
 * HTTP 200. By the name of the metric without its capital, the pattern of its lines.
 */
const LOGGED = {
  /**
   * The message of `internalError` in domain/error.ts (a test holds the two together): the log is certain to keep what
   * is answered; whether it keeps what resolvers print is not documented (docs/reference/appsync.md#logs).
   */
  internalErrors: '"Something went wrong on our side."',
  /** What AppSync answers where code itself fails (docs/reference/appsync.md#errors-of-fields), in any spacing. */
  resolverFaults: String.raw`?"\"errorType\":\"Code\"" ?"\"errorType\": \"Code\"" ?"\"errorType\" : \"Code\""`,
  /** The message of `positionNotRead` in domain/error.ts (a test holds the two together). */
  failedPositionReads: '"The position could not be read. Please try again."',
};

/**
 * What operators look at and are woken by: dashboard, alarms and their topic. To be made after the resolvers, whose
 * metrics it switches on.
 */
export class Operation extends Construct {
  readonly topic: AlarmTopic;

  constructor(scope: Construct, id: string, props: OperationProps) {
    super(scope, id);
    const watched = { ...props, ...this.#countLogged(props) };
    this.topic = new AlarmTopic(this, 'Alarms');
    const alarms = [...addAlarms(this, this.topic, watched), ...addSubscriptionAlarms(this, this.topic, watched)];
    addBudget(this);
    addDashboard(this, `EventRegistration-${props.settings.stage}`, alarms, watched);
    measureFields(scope, props.api);
    const audit = new NightlyAudit(this, 'Audit', { ...props, topic: this.topic });
    addOutputs(Stack.of(this), {
      AlarmTopicArn: this.topic.topicArn,
      AuditName: audit.function.functionName,
      AuditRuleName: audit.rule.ruleName,
    });
  }

  #countLogged({ api, settings }: OperationProps): Record<keyof typeof LOGGED, Metric> {
    const count = (name: keyof typeof LOGGED): Metric => {
      const metricName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      const filter = new MetricFilter(this, `${metricName}Filter`, {
        logGroup: api.fieldLogs,
        filterPattern: FilterPattern.literal(LOGGED[name]),
        metricNamespace: namespaceOf(settings),
        metricName,
        metricValue: '1',
      });
      return filter.metric({ statistic: 'Sum', label: metricName });
    };
    return {
      internalErrors: count('internalErrors'),
      resolverFaults: count('resolverFaults'),
      failedPositionReads: count('failedPositionReads'),
    };
  }
}

function measureFields(scope: Construct, api: EventApi): void {
  (api.node.defaultChild as CfnGraphQLApi).enhancedMetricsConfig = {
    resolverLevelMetricsBehavior: 'PER_RESOLVER_METRICS',
    dataSourceLevelMetricsBehavior: 'PER_DATA_SOURCE_METRICS',
    operationLevelMetricsConfig: 'DISABLED',
  };
  for (const field of MEASURED_FIELDS) {
    const resolver = scope.node.findChild(field).node.defaultChild as CfnResolver;
    resolver.metricsConfig = 'ENABLED';
  }
}
