import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { observe } from '../promoteFromWaitlist/telemetry.ts';
import type { Report } from './surroundings.ts';

/** Service name, namespace and level come from the `POWERTOOLS_…` environment variables. */
const logger = new Logger();
const metrics = new Metrics();

/** Counts as CloudWatch metrics, warnings as structured log lines. */
export const report: Report = {
  count: (metric, by = 1) => {
    metrics.addMetric(metric, MetricUnit.Count, by);
  },
  warn: (message, fields, error) => {
    logger.warn(message, fields);
    logger.debug('The error behind the warning', error as Error);
  },
};

/** Runs one invocation inside a trace segment, with the metrics of `report` published and what it throws logged. */
export async function observeBatch<T>(context: Context, run: () => Promise<T>): Promise<T> {
  logger.addContext(context);
  return observe('publishChanges', context, async () => {
    try {
      return await run();
    } finally {
      if (metrics.hasStoredMetrics()) {
        metrics.publishStoredMetrics();
      }
    }
  });
}
