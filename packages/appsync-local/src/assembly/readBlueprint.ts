import type { Blueprint, LambdaBlueprint } from './blueprint.ts';
import { readRoles } from './readRoles.ts';
import { readApi } from './readApi.ts';
import { createAssetReader } from './assets.ts';
import { loadAssembly } from './loadAssembly.ts';
import type { LocalNames } from './physical.ts';
import { readBuses, readRules } from './readBuses.ts';
import { readStreams } from './readStreams.ts';
import { resolveResources, type ResolvedResource } from './resolveResources.ts';
import { AssemblyError } from './types.ts';

const UNSERVED: LocalNames = { graphqlUrl: 'http://localhost/graphql', apiKeyOf: () => 'da2-unserved' };

/**
 * Reads a cloud assembly directory into what the local API is built from.
 * `local` is what a run decides: without it the assembly is read as of an API that nobody serves.
 * Throws AssemblyError when something in it is not emulated, or when it does not hold exactly one GraphQL API.
 */
export function readBlueprint(directory: string, local: Partial<LocalNames> = {}): Blueprint {
  const assembly = loadAssembly(directory);
  const { resources, withoutEffect } = resolveResources(assembly, { ...UNSERVED, ...local });
  const assets = createAssetReader(assembly.assets);
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const pools = ofType('AWS::Cognito::UserPool');
  if (pools.length > 1) {
    throw new AssemblyError(`not emulated: a second AWS::Cognito::UserPool (${pools[1]?.logicalId})`);
  }
  const buses = readBuses(resources);
  const queues = ofType('AWS::SQS::Queue').map(({ physical }) => ({
    url: physical.ref,
    arn: physical.attributes.Arn ?? '',
  }));
  return {
    api: readApi(resources, assets),
    tables: ofType('AWS::DynamoDB::Table').map(({ logicalId, physical, properties }) => ({
      logicalId,
      name: physical.ref,
      properties,
    })),
    lambdas: ofType('AWS::Lambda::Function').map((resource) =>
      readLambda(
        resource,
        assets,
        queues.map(({ arn }) => arn),
      ),
    ),
    roles: readRoles(resources),
    streams: readStreams(resources),
    queues,
    buses,
    rules: readRules(resources, buses),
    withoutEffect,
  };
}

function readLambda(
  { logicalId, physical, properties }: ResolvedResource,
  assets: ReturnType<typeof createAssetReader>,
  queueArns: readonly string[],
): LambdaBlueprint {
  const code = properties.Code as { ZipFile?: string; S3Key?: string };
  const environment = (properties.Environment as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {};
  const reserved = properties.ReservedConcurrentExecutions;
  const { TargetArn: deadLetterQueueArn } = (properties.DeadLetterConfig ?? {}) as { TargetArn?: string };
  if (deadLetterQueueArn !== undefined && !queueArns.includes(deadLetterQueueArn)) {
    throw new AssemblyError(`not emulated: dead letters of ${logicalId} anywhere but in an SQS queue of the assembly`);
  }
  return {
    logicalId,
    name: physical.ref,
    arn: physical.attributes.Arn ?? '',
    ...(properties.Role === undefined ? {} : { roleArn: String(properties.Role) }),
    handler: String(properties.Handler),
    code: code.ZipFile === undefined ? { directory: assets.pathOf(code.S3Key ?? '') } : { inline: code.ZipFile },
    timeoutSeconds: Number(properties.Timeout ?? 3),
    memoryMegabytes: Number(properties.MemorySize ?? 128),
    environment: Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, String(value)])),
    ...(reserved === undefined ? {} : { reservedConcurrency: Number(reserved) }),
    ...(deadLetterQueueArn === undefined ? {} : { deadLetterQueueArn }),
  };
}
