import { copyFileSync, readFileSync } from 'node:fs';
import { FileSystem, Stage } from 'aws-cdk-lib';
import {
  AppsyncFunction,
  Code,
  FunctionRuntime,
  Resolver,
  type BaseDataSource,
  type GraphqlApi,
} from 'aws-cdk-lib/aws-appsync';
import type { Construct } from 'constructs';
import { BUILD_FOLDER, RESOLVERS_FOLDER, SCHEMA_FILE } from '../paths.ts';
import { prepareResolvers } from './prepareResolvers.ts';
import {
  coordinateOf,
  handlerFilesOf,
  type DataSourceName,
  type HandlerFile,
  type PipelineResolver,
  type ResolverFile,
  type UnitResolver,
} from './resolverFile.ts';

export type DataSources = Record<DataSourceName, BaseDataSource>;

const OUTPUT_FOLDER = `${BUILD_FOLDER}/resolvers`;

/**
 * How many resolvers are deployed at the same time. AppSync's control plane throttles many at once
 * (docs/reference/appsync.md#many-resolvers-at-once); one after the other would make a deployment take minutes.
 */
const DEPLOYED_TOGETHER = 4;

/**
 * Creates a resolver for every file of `resolvers/`, on the data source that its name chooses.
 * @throws WiringError when schema and files do not fit together
 */
export function wireResolvers(scope: Construct, api: GraphqlApi, dataSources: DataSources): void {
  const resolvers = prepareResolvers(readFileSync(SCHEMA_FILE, 'utf8'), {
    resolversFolder: RESOLVERS_FOLDER,
    outputFolder: OUTPUT_FOLDER,
  });
  keepSourceMaps(scope, resolvers);
  const deployed: Construct[] = resolvers.flatMap((resolver) =>
    resolver.kind === 'UNIT'
      ? [addUnitResolver(scope, api, dataSources, resolver)]
      : addPipelineResolver(scope, api, dataSources, resolver),
  );
  deployed.forEach((construct, index) => {
    const earlier = deployed[index - DEPLOYED_TOGETHER];
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

/** Puts each bundle's source map beside its asset in the cloud assembly, where the local server looks for it. */
function keepSourceMaps(scope: Construct, resolvers: ResolverFile[]): void {
  const { assetOutdir = '' } = Stage.of(scope) ?? {};
  for (const { bundle } of handlerFilesOf(resolvers)) {
    const file = `${OUTPUT_FOLDER}/${bundle}.js`;
    copyFileSync(`${file}.map`, `${assetOutdir}/asset.${FileSystem.fingerprint(file)}.js.map`);
  }
}

function codeOf({ bundle }: HandlerFile): { code: Code; runtime: FunctionRuntime } {
  return { code: Code.fromAsset(`${OUTPUT_FOLDER}/${bundle}.js`), runtime: FunctionRuntime.JS_1_0_0 };
}
