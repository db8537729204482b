import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';

/** Service name, namespace and level come from the `POWERTOOLS_…` environment variables. */
const logger = new Logger();
const metrics = new Metrics();

/** A UUID (AppSync's request ids) or the 35 characters of an X-Ray trace id. */
const REQUEST_ID = /[0-9a-f-]{35,36}/;

/** Of one invocation, whose ids every line carries. */
export interface Report {
  /** Counts as a CloudWatch metric. */
  count(metric: string, by?: number): void;
  /** What was done, as a structured log line. */
  info(message: string, fields: Record<string, unknown>): void;
  /** As `info`; the error behind it shows at level DEBUG only. */
  warn(message: string, fields: Record<string, unknown>, error?: unknown): void;
}

/**
 * Runs one invocation, with its cold start and metrics published and what it throws logged. Nothing personal is logged:
 * neither ids of users nor payloads. (Lambda traces invocations by itself; a tracer in here would follow every promise,
 * for a third of the processor time.)
 * @param correlationId a header with the id of the request that this is a part of, logged as `correlation_id`; anything
 * else is left out
 */
export async function observe<T>(
  operation: string,
  context: Context,
  correlationId: unknown,
  run: (report: Report) => Promise<T>,
): Promise<T> {
  logger.addContext(context);
  metrics.captureColdStartMetric();
  const requestId = REQUEST_ID.exec(String(correlationId))?.[0];
  const fields = {
    function_request_id: context.awsRequestId,
    ...(requestId === undefined ? {} : { correlation_id: requestId }),
  };
  try {
    return await run(reportWith(fields));
  } catch (error) {
    const bare = withoutFields(error);
    logger.error('The operation ended with a bug', { ...fields, operation, error: bare });
    throw bare;
  } finally {
    if (metrics.hasStoredMetrics()) {
      metrics.publishStoredMetrics();
    }
  }
}

/**
 * What is thrown, and what caused it, by name, words and stack alone. The logger and Lambda itself print every other
 * field of an error; that of a cancelled transaction has the items of people.
 */
function withoutFields(error: unknown): Error {
  if (!(error instanceof Error)) {
    return new Error('Something other than an error was thrown');
  }
  const cause = error.cause instanceof Error ? { cause: withoutFields(error.cause) } : {};
  const bare = new Error(error.message, cause);
  Object.defineProperty(bare, 'name', { value: error.name });
  bare.stack = error.stack ?? '';
  return bare;
}

/** The ids are not kept in the logger: where a process serves several invocations at a time, each has its own. */
function reportWith(ids: Record<string, string>): Report {
  return {
    count: (metric, by = 1) => {
      metrics.addMetric(metric, MetricUnit.Count, by);
    },
    info: (message, fields) => {
      logger.info(message, { ...ids, ...fields });
    },
    warn: (message, fields, error) => {
      logger.warn(message, { ...ids, ...fields });
      if (error !== undefined) {
        logger.debug('The error behind the warning', { ...ids, error: error as Error });
      }
    },
  };
}
