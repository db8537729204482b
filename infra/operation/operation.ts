import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { CfnGraphQLApi, CfnResolver } from 'aws-cdk-lib/aws-appsync';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EventApi } from '../api/eventApi.ts';
import { addAlarms } from './alarms.ts';
import { AlarmTopic } from './alarmTopic.ts';
import { addBudget } from './budget.ts';
import { addDashboard } from './dashboard.ts';
import { namespaceOf } from './metrics.ts';
import { NightlyAudit } from './nightlyAudit.ts';
import { addSubscriptionAlarms } from './subscriptionAlarms.ts';
import { MEASURED_FIELDS, type Watched } from './watched.ts';

type OperationProps = Omit<Watched, 'internalErrors'>;

/**
 * What operators look at and are woken by: dashboard, alarms and their topic. To be made after the resolvers, whose
 * metrics it switches on.
 */
export class Operation extends Construct {
  readonly topic: AlarmTopic;

  constructor(scope: Construct, id: string, props: OperationProps) {
    super(scope, id);
    const watched = { ...props, internalErrors: this.#countInternalErrors(props) };
    this.topic = new AlarmTopic(this, 'Alarms');
    const alarms = [...addAlarms(this, this.topic, watched), ...addSubscriptionAlarms(this, this.topic, watched)];
    addBudget(this);
    addDashboard(this, `EventRegistration-${props.settings.stage}`, alarms, watched);
    measureFields(scope, props.api);
    new NightlyAudit(this, 'Audit', { ...props, topic: this.topic });
    new CfnOutput(Stack.of(this), 'AlarmTopicArn', { value: this.topic.topicArn });
  }

  /** From the log, because AppSync's metrics do not count errors of fields: those are answered with HTTP 200. */
  #countInternalErrors({ api, settings }: OperationProps): Metric {
    const filter = new MetricFilter(this, 'InternalErrorsFilter', {
      logGroup: api.fieldLogs,
      // What `raiseInternal` of resolvers/shared/raise.ts writes.
      filterPattern: FilterPattern.literal('"unexpected failure"'),
      metricNamespace: namespaceOf(settings),
      metricName: 'InternalErrors',
      metricValue: '1',
    });
    return filter.metric({ statistic: 'Sum', label: 'InternalErrors' });
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
