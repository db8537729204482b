import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  MathExpression,
  PeriodOverride,
  Stats,
  type Alarm,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { apiMetric, countedBy, tableMetric, throttles, throttlesOf } from './metrics.ts';
import { MEASURED_FIELDS, type Watched } from './watched.ts';

/** How the API is doing, on one page: what people do, what delays them, and then each part of the system. */
export function addDashboard(scope: Construct, name: string, alarms: Alarm[], watched: Watched): Dashboard {
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: name,
    defaultInterval: Duration.hours(12),
    periodOverride: PeriodOverride.AUTO,
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24 })],
      ...[
        aboutPeople(watched),
        aboutRequests(watched),
        aboutTable(watched),
        aboutLanes(watched),
        aboutFunctions(watched),
        aboutStream(watched),
      ].map(inOneRow),
    ],
  });
}

type Graphs = Record<string, IMetric[]>;

function inOneRow(graphs: Graphs): IWidget[] {
  const width = Math.floor(24 / Object.keys(graphs).length);
  return Object.entries(graphs).map(([title, left]) => new GraphWidget({ title, left, width, leftYAxis: { min: 0 } }));
}

function aboutPeople({ settings }: Watched): Graphs {
  const committed = (metric: string) => countedBy(settings, 'publishChanges', metric);
  const settled = (metric: string) =>
    (['promoteFromWaitlist', 'settle'] as const).map((service) =>
      countedBy(settings, service, metric).with({ label: `${metric} (${service})` }),
    );
  return {
    'Registrations (committed)': ['Registrations', 'WaitlistJoins', 'Promotions', 'Releases', 'WaitlistLeaves'].map(
      committed,
    ),
    'Busy, conflicts and retries': ['Busy', 'Conflicts', 'Retries', 'LostAnswers'].flatMap(settled),
    Damage: [...settled('DamagedEntries'), ...settled('DamagedCounters'), committed('Healed')],
  };
}

function aboutRequests({ api, internalErrors, resolverFaults }: Watched): Graphs {
  return {
    'Requests and errors': [
      apiMetric(api, 'Latency', Stats.SAMPLE_COUNT, 'requests'),
      apiMetric(api, '4XXError', Stats.SUM),
      apiMetric(api, '5XXError', Stats.SUM),
      internalErrors,
      resolverFaults,
    ],
    'Latency of all requests, ms': ['p50', 'p90', 'p99'].map((percentile) =>
      apiMetric(api, 'Latency', percentile, percentile),
    ),
    // By search, because the names of the dimensions are AppSync's own affair.
    'p99 of registering and unregistering, ms': MEASURED_FIELDS.map(
      (field) =>
        new MathExpression({
          expression: `SEARCH('Namespace="AWS/AppSync" MetricName="Latency" "${field}"', 'p99', 300)`,
          usingMetrics: {},
          label: field,
        }),
    ),
    Subscriptions: [
      apiMetric(api, 'ActiveSubscriptions', Stats.SUM),
      apiMetric(api, 'PublishDataMessageSuccess', Stats.SUM),
      apiMetric(api, 'ConnectSuccess', Stats.SUM),
    ],
  };
}

function aboutTable({ table }: Watched): Graphs {
  return {
    'Units consumed': [
      tableMetric(table, 'ConsumedWriteCapacityUnits'),
      tableMetric(table, 'ConsumedReadCapacityUnits'),
    ],
    'Throttles of the table and its indexes': throttles(table),
    'Conflicts at the table': [tableMetric(table, 'TransactionConflict')],
  };
}

function aboutLanes({ settings, laneTable }: Watched): Graphs {
  return {
    'Units consumed by the lanes': [
      tableMetric(laneTable, 'ConsumedWriteCapacityUnits'),
      tableMetric(laneTable, 'ConsumedReadCapacityUnits'),
    ],
    'Throttles of the lanes': throttlesOf(laneTable),
    'Swept from the lanes': [countedBy(settings, 'sweepLanes', 'Swept')],
  };
}

function aboutFunctions({ promoteFromWaitlist, settle, publishChanges, cascade, eraseUsers }: Watched): Graphs {
  const functions = { promoteFromWaitlist, settle, publishChanges, cascade, eraseUsers };
  const ofEach = (metricOf: (name: string, lambda: Watched['publishChanges']) => IMetric[]) =>
    Object.entries(functions).flatMap(([name, lambda]) => metricOf(name, lambda));
  return {
    'Duration of functions, ms': ofEach((name, lambda) =>
      ['p50', 'p99'].map((statistic) => lambda.metricDuration({ statistic, label: `${name} ${statistic}` })),
    ),
    'Errors and throttles of functions': ofEach((name, lambda) => [
      lambda.metricErrors({ label: `${name} errors` }),
      lambda.metricThrottles({ label: `${name} throttles` }),
    ]),
    'Invocations at a time': ofEach((name, lambda) => [
      lambda.metric('ConcurrentExecutions', { statistic: Stats.MAXIMUM, label: name }),
    ]),
  };
}

function aboutStream({ settings, publishChanges, deadLetters }: Watched): Graphs {
  return {
    'Age of the stream, ms': [
      publishChanges.metric('IteratorAge', { statistic: Stats.MAXIMUM, label: 'oldest record' }),
    ],
    Announcements: ['Published', 'PublishFailures'].map((metric) => countedBy(settings, 'publishChanges', metric)),
    'Changes given up': [
      deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, label: 'dead letters' }),
    ],
  };
}
