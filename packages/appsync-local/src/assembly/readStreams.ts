import type { StreamBlueprint } from './blueprint.ts';
import type { ResolvedResource } from './resolveResources.ts';
import { AssemblyError } from './types.ts';

const MAX_PATTERN_LENGTH = 4096;

/**
 * Reads the event source mappings of an assembly, with Lambda's defaults (Lambda Developer Guide, "Lambda parameters
 * for Amazon DynamoDB event source mappings"); disabled ones are left out. Throws AssemblyError for one whose stream,
 * function or queue the assembly does not have.
 */
export function readStreams(resources: ResolvedResource[]): StreamBlueprint[] {
  return resources
    .filter(
      ({ type, properties }) => type === 'AWS::Lambda::EventSourceMapping' && !isFalse(properties.Enabled ?? true),
    )
    .map((mapping) => readStream(mapping, resources));
}

function readStream({ logicalId, properties }: ResolvedResource, resources: ResolvedResource[]): StreamBlueprint {
  const find = (type: string, what: string, matches: (resource: ResolvedResource) => boolean): ResolvedResource => {
    const found = resources.find((resource) => resource.type === type && matches(resource));
    if (found === undefined) {
      throw new AssemblyError(`not emulated: the ${what} of ${logicalId}, which is no ${type} of the assembly`);
    }
    return found;
  };
  const streamArn = String(properties.EventSourceArn);
  const functionName = String(properties.FunctionName);
  const table = find(
    'AWS::DynamoDB::Table',
    'EventSourceArn',
    ({ physical }) => physical.attributes.StreamArn === streamArn,
  );
  const lambda = find('AWS::Lambda::Function', 'FunctionName', ({ physical }) =>
    [physical.ref, physical.attributes.Arn].includes(functionName),
  );
  const { OnFailure: onFailure } = (properties.DestinationConfig ?? {}) as { OnFailure?: { Destination?: unknown } };
  const queue =
    onFailure === undefined
      ? undefined
      : find(
          'AWS::SQS::Queue',
          'on-failure destination',
          ({ physical }) => physical.attributes.Arn === onFailure.Destination,
        );
  const { Filters: filters = [] } = (properties.FilterCriteria ?? {}) as { Filters?: { Pattern?: unknown }[] };
  return {
    logicalId,
    functionArn: lambda.physical.attributes.Arn ?? '',
    tableName: table.physical.ref,
    streamArn,
    startingPosition: properties.StartingPosition === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON',
    batchSize: Number(properties.BatchSize ?? 100),
    batchWindowSeconds: Number(properties.MaximumBatchingWindowInSeconds ?? 0),
    filterPatterns: filters.map(({ Pattern: pattern }) => parsePattern(logicalId, pattern)),
    bisectsOnError: String(properties.BisectBatchOnFunctionError) === 'true',
    reportsItemFailures: ((properties.FunctionResponseTypes ?? []) as unknown[]).length > 0,
    maximumRetryAttempts: Number(properties.MaximumRetryAttempts ?? -1),
    maximumRecordAgeSeconds: Number(properties.MaximumRecordAgeInSeconds ?? -1),
    ...(queue === undefined ? {} : { deadLetterQueueArn: queue.physical.attributes.Arn ?? '' }),
  };
}

function parsePattern(logicalId: string, pattern: unknown): unknown {
  if (typeof pattern !== 'string' || pattern.length > MAX_PATTERN_LENGTH) {
    throw new AssemblyError(`a filter pattern of ${logicalId} is no text of at most ${MAX_PATTERN_LENGTH} characters`);
  }
  try {
    return JSON.parse(pattern);
  } catch {
    throw new AssemblyError(`a filter pattern of ${logicalId} is not JSON: ${pattern}`);
  }
}

function isFalse(value: unknown): boolean {
  return String(value) === 'false';
}
