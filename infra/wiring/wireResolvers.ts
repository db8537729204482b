import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { AppsyncFunction, Code, FunctionRuntime, Resolver } from 'aws-cdk-lib/aws-appsync';
import type { Construct } from 'constructs';
import type { DataSources } from '../api/dataSources.ts';
import { SCHEMA_FILE } from '../api/eventApi.ts';
import { prepareResolvers } from './prepareResolvers.ts';
import type { HandlerFile, PipelineResolver, UnitResolver } from './resolverFile.ts';
import { coordinateOf } from './resolverFile.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RESOLVERS_FOLDER = `${ROOT}resolvers`;
const OUTPUT_FOLDER = `${ROOT}build/resolvers`;

/**
 * Resolvers deployed at the same time. Many at once run into AppSync's control-plane throttling (reference appsync
 * 15.3); one after the other would make a deployment take minutes.
 */
const LANES = 4;

/**
 * Creates a resolver for every file of `resolvers/`, on the data source that its name chooses.
 * @throws WiringError when schema and files do not fit together
 */
export function wireResolvers(scope: Construct, api: GraphqlApi, dataSources: DataSources): void {
  const resolvers = prepareResolvers(readFileSync(SCHEMA_FILE, 'utf8'), {
    resolversFolder: RESOLVERS_FOLDER,
    outputFolder: OUTPUT_FOLDER,
  });
  const deployed: Construct[] = resolvers.flatMap((resolver) =>
    resolver.kind === 'UNIT'
      ? [addUnitResolver(scope, api, dataSources, resolver)]
      : addPipelineResolver(scope, api, dataSources, resolver),
  );
  deployed.forEach((construct, index) => {
    const earlier = deployed[index - LANES];
    if (earlier !== undefined) {
      construct.node.addDependency(earlier);
    }
  });
}

function addUnitResolver(scope: Construct, api: GraphqlApi, dataSources: DataSources, unit: UnitResolver): Construct {
  return new Resolver(scope, coordinateOf(unit), {
    api,
    typeName: unit.type,
    fieldName: unit.field,
    dataSource: dataSources[unit.dataSource],
    ...codeOf(unit),
  });
}

/** The steps first: the resolver refers to them. */
function addPipelineResolver(
  scope: Construct,
  api: GraphqlApi,
  dataSources: DataSources,
  pipeline: PipelineResolver,
): Construct[] {
  const coordinate = coordinateOf(pipeline);
  const steps = pipeline.steps.map(
    (step) =>
      new AppsyncFunction(scope, `${coordinate}.${step.name}`, {
        api,
        name: `${pipeline.type}_${pipeline.field}_${step.name}`,
        dataSource: dataSources[step.dataSource],
        ...codeOf(step),
      }),
  );
  const resolver = new Resolver(scope, coordinate, {
    api,
    typeName: pipeline.type,
    fieldName: pipeline.field,
    pipelineConfig: steps,
    ...codeOf(pipeline),
  });
  return [...steps, resolver];
}

function codeOf({ bundle }: HandlerFile): { code: Code; runtime: FunctionRuntime } {
  return { code: Code.fromAsset(`${OUTPUT_FOLDER}/${bundle}.js`), runtime: FunctionRuntime.JS_1_0_0 };
}
