import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { INDEXES } from '../../domain/keys.ts';
import type { FunctionName, StageSettings } from '../stage.ts';

const FIVE_MINUTES = Duration.minutes(5);

/**
 * Where the functions of a stage put what they count. One for each stage, or dev would count as prod in the same
 * account.
 */
export function namespaceOf({ stage }: Pick<StageSettings, 'stage'>): string {
  return `EventRegistration/${stage}`;
}

/** What a function has counted in five minutes, by the names of `Metric` in its `surroundings.ts`. */
export function countedBy(settings: Pick<StageSettings, 'stage'>, service: FunctionName, metricName: string): Metric {
  return new Metric({
    namespace: namespaceOf(settings),
    metricName,
    dimensionsMap: { service },
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
    label: metricName,
  });
}

/** One of AppSync's own metrics of the API. */
export function apiMetric(api: GraphqlApi, metricName: string, statistic: string, label = metricName): Metric {
  return new Metric({
    namespace: 'AWS/AppSync',
    metricName,
    dimensionsMap: { GraphQLAPIId: api.apiId },
    statistic,
    period: FIVE_MINUTES,
    label,
  });
}

/** One of DynamoDB's metrics of the table, or of one of its indexes. */
export function tableMetric(table: ITable, metricName: string, indexName?: string): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: {
      TableName: table.tableName,
      ...(indexName === undefined ? {} : { GlobalSecondaryIndexName: indexName }),
    },
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
    label: `${metricName} ${indexName ?? 'table'}`,
  });
}

/** Transactions on the table that were committed. */
export function committed(table: ITable): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName: 'SuccessfulRequestLatency',
    dimensionsMap: { TableName: table.tableName, Operation: 'TransactWriteItems' },
    statistic: Stats.SAMPLE_COUNT,
    period: FIVE_MINUTES,
    label: 'committed transactions',
  });
}

/** How many records of its source an event source mapping has read, or dropped by its filters. */
export function mappingMetric(mappingId: string, metricName: 'PolledEventCount' | 'FilteredOutEventCount'): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { EventSourceMappingUUID: mappingId },
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
    label: metricName,
  });
}

/**
 * Throttled reads and writes of the events' table and of each index, each on its own: a write that an index holds up
 * counts for the index.
 */
export function throttles(table: ITable): Metric[] {
  return [undefined, ...Object.values(INDEXES).map(({ name }) => name)].flatMap((name) => throttlesOf(table, name));
}

/** Throttled reads and writes of a table, or of one of its indexes. */
export function throttlesOf(table: ITable, indexName?: string): Metric[] {
  return ['ReadThrottleEvents', 'WriteThrottleEvents'].map((metricName) => tableMetric(table, metricName, indexName));
}

/** The sum of several counts (10 at most, as many as an alarm takes); what was not counted is 0. */
export function sumOf(metrics: Metric[], label: string): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  const expression = Object.keys(usingMetrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + ');
  return new MathExpression({ expression, usingMetrics, period: FIVE_MINUTES, label });
}
