import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Context } from 'aws-lambda';

/** Service name, namespace and level come from the `POWERTOOLS_…` environment variables. */
const logger = new Logger();
const metrics = new Metrics();
const tracer = new Tracer({ captureHTTPsRequests: false });

/** Fields of every line of an invocation. Not kept in the logger: where a process serves several invocations at a time, each has its own. */
const invocation = new AsyncLocalStorage<Record<string, string>>();

/** A UUID (AppSync's request ids) or the 35 characters of an X-Ray trace id. */
const REQUEST_ID = /[0-9a-f-]{35,36}/;

/** The AWS SDK client with every call as a part of the trace; unchanged where tracing is off (outside Lambda). */
export const traced = <Client>(client: Client): Client => tracer.captureAWSv3Client(client);

/** Counts as CloudWatch metrics, what is done and warnings as structured log lines; the error behind a warning shows at level DEBUG only. */
export const report = {
  count: (metric: string, by = 1): void => {
    metrics.addMetric(metric, MetricUnit.Count, by);
  },
  info: (message: string, fields: Record<string, unknown>): void => {
    logger.info(message, { ...invocation.getStore(), ...fields });
  },
  warn: (message: string, fields: Record<string, unknown>, error?: unknown): void => {
    logger.warn(message, { ...invocation.getStore(), ...fields });
    if (error !== undefined) {
      logger.debug('The error behind the warning', { ...invocation.getStore(), error: error as Error });
    }
  },
};

/**
 * Runs one invocation inside a trace segment, with its cold start and metrics published and what it throws logged.
 * Nothing personal is logged: neither ids of users nor payloads.
 * @param correlationId a header with the id of the request that this is a part of, logged as `correlation_id`; anything else is left out
 */
export async function observe<T>(operation: string, context: Context, correlationId: unknown, run: () => Promise<T>): Promise<T> {
  logger.addContext(context);
  metrics.captureColdStartMetric();
  const requestId = REQUEST_ID.exec(String(correlationId))?.[0];
  const fields = { function_request_id: context.awsRequestId, ...(requestId === undefined ? {} : { correlation_id: requestId }) };
  const segment = tracer.getSegment();
  const part = segment?.addNewSubsegment(`## ${operation}`);
  if (part) {
    tracer.setSegment(part);
  }
  tracer.annotateColdStart();
  tracer.addServiceNameAnnotation();
  try {
    return await invocation.run(fields, run);
  } catch (error) {
    tracer.addErrorAsMetadata(error as Error);
    logger.error('The operation ended with a bug', { ...fields, operation, error: error as Error });
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
