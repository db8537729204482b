import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Context } from 'aws-lambda';

/** Service name, namespace and level come from the `POWERTOOLS_…` environment variables. */
const logger = new Logger();
const metrics = new Metrics();
const tracer = new Tracer({ captureHTTPsRequests: false });

/** The AWS SDK client with every call as a part of the trace; unchanged where tracing is off (outside Lambda). */
export const traced = <Client>(client: Client): Client => tracer.captureAWSv3Client(client);

/** Counts as CloudWatch metrics, warnings as structured log lines; the error behind a warning shows at level DEBUG only. */
export const report = {
  count: (metric: string, by = 1): void => {
    metrics.addMetric(metric, MetricUnit.Count, by);
  },
  warn: (message: string, fields: Record<string, string | number>, error?: unknown): void => {
    logger.warn(message, fields);
    if (error !== undefined) {
      logger.debug('The error behind the warning', error as Error);
    }
  },
};

/**
 * Runs one invocation inside a trace segment, with its cold start and metrics published and what it throws logged.
 * Nothing personal is logged: neither ids of users nor payloads.
 */
export async function observe<T>(operation: string, context: Context, run: () => Promise<T>): Promise<T> {
  logger.addContext(context);
  metrics.captureColdStartMetric();
  const segment = tracer.getSegment();
  const part = segment?.addNewSubsegment(`## ${operation}`);
  if (part) {
    tracer.setSegment(part);
  }
  tracer.annotateColdStart();
  tracer.addServiceNameAnnotation();
  try {
    return await run();
  } catch (error) {
    tracer.addErrorAsMetadata(error as Error);
    logger.error('The operation ended with a bug', { operation, error: error as Error });
    throw error;
  } finally {
    part?.close();
    if (segment) {
      tracer.setSegment(segment);
    }
    if (metrics.hasStoredMetrics()) {
      metrics.publishStoredMetrics();
    }
  }
}
