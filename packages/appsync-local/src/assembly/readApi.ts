import { MAX_PIPELINE_FUNCTIONS } from '../resolver/language.ts';
import type { AssetReader } from './assets.ts';
import type {
  ApiBlueprint,
  AuthMode,
  AuthProvider,
  FunctionBlueprint,
  ResolverBlueprint,
  SourceBlueprint,
} from './blueprint.ts';
import type { ResolvedResource } from './resolveResources.ts';
import { AssemblyError } from './types.ts';

type Properties = Record<string, unknown>;
const MODES: readonly string[] = ['API_KEY', 'AWS_IAM', 'AMAZON_COGNITO_USER_POOLS'] satisfies AuthMode[];

/** Reads the one GraphQL API of an assembly with its schema, keys, data sources, functions and resolvers. */
export function readApi(resources: ResolvedResource[], assets: AssetReader): ApiBlueprint {
  const ofType = (name: string) => resources.filter(({ type }) => type === `AWS::AppSync::${name}`);
  const [api, second] = ofType('GraphQLApi');
  if (api === undefined) {
    throw new AssemblyError('the assembly has no AWS::AppSync::GraphQLApi');
  }
  if (second !== undefined) {
    throw new AssemblyError(`not emulated: a second AWS::AppSync::GraphQLApi (${second.logicalId})`);
  }
  const [schema] = ofType('GraphQLSchema');
  if (schema === undefined) {
    throw new AssemblyError(`the API ${api.logicalId} has no AWS::AppSync::GraphQLSchema`);
  }
  const { properties } = api;
  const environment = Object.entries((properties.EnvironmentVariables ?? {}) as Properties);
  return {
    logicalId: api.logicalId,
    apiId: api.physical.attributes.ApiId ?? '',
    name: String(properties.Name),
    region: api.stack.region,
    accountId: api.stack.accountId,
    providers: readProviders(api),
    environment: Object.fromEntries(environment.map(([key, value]) => [key, String(value)])),
    introspection: properties.IntrospectionConfig !== 'DISABLED',
    queryDepthLimit: Number(properties.QueryDepthLimit ?? 0),
    resolverCountLimit: Number(properties.ResolverCountLimit ?? 0),
    logsErrors: logsErrors(properties.LogConfig as Properties | undefined),
    sdl: textOf(schema, 'Definition', 'DefinitionS3Location', assets),
    apiKeys: ofType('ApiKey').map(readApiKey),
    sources: ofType('DataSource').map(readSource),
    functions: ofType('FunctionConfiguration').map((resource) => readFunction(resource, assets)),
    resolvers: ofType('Resolver').map((resource) => readResolver(resource, assets)),
  };
}

/** Every level but NONE keeps the errors of fields (docs/reference/appsync.md#logs). */
function logsErrors(logConfig: Properties | undefined): boolean {
  return logConfig !== undefined && logConfig.FieldLogLevel !== 'NONE';
}

function readProviders({ logicalId, properties }: ResolvedResource): [AuthProvider, ...AuthProvider[]] {
  const additional = (properties.AdditionalAuthenticationProviders ?? []) as Properties[];
  return [readProvider(logicalId, properties), ...additional.map((provider) => readProvider(logicalId, provider))];
}

function readProvider(logicalId: string, properties: Properties): AuthProvider {
  const mode = String(properties.AuthenticationType);
  if (!MODES.includes(mode)) {
    throw new AssemblyError(`not emulated: authentication type ${mode} (${logicalId})`);
  }
  const pool = (properties.UserPoolConfig ?? {}) as Properties;
  return {
    mode: mode as AuthMode,
    ...(pool.UserPoolId === undefined ? {} : { userPoolId: String(pool.UserPoolId) }),
    ...(pool.AppIdClientRegex === undefined ? {} : { appIdClientRegex: String(pool.AppIdClientRegex) }),
    ...(pool.DefaultAction === undefined ? {} : { defaultAction: pool.DefaultAction === 'DENY' ? 'DENY' : 'ALLOW' }),
  };
}

function readApiKey({ logicalId, physical, properties }: ResolvedResource): ApiBlueprint['apiKeys'][number] {
  const expires = properties.Expires;
  const value = physical.attributes.ApiKey ?? '';
  return { logicalId, value, ...(expires === undefined ? {} : { expiresAtEpochSeconds: Number(expires) }) };
}

function readSource({ logicalId, properties }: ResolvedResource): SourceBlueprint {
  const base = {
    name: String(properties.Name),
    ...(properties.ServiceRoleArn === undefined ? {} : { roleArn: String(properties.ServiceRoleArn) }),
  };
  const type = String(properties.Type);
  if (type === 'NONE') {
    return { ...base, type };
  }
  if (type === 'AMAZON_DYNAMODB') {
    return { ...base, type, tableName: String((properties.DynamoDBConfig as Properties).TableName) };
  }
  if (type === 'AWS_LAMBDA') {
    return { ...base, type, functionArn: String((properties.LambdaConfig as Properties).LambdaFunctionArn) };
  }
  throw new AssemblyError(`not emulated: data source type ${type} (${logicalId})`);
}

function readFunction(resource: ResolvedResource, assets: AssetReader): FunctionBlueprint {
  const { properties, physical } = resource;
  return {
    id: physical.attributes.FunctionId ?? '',
    name: String(properties.Name),
    sourceName: String(properties.DataSourceName),
    ...readCode(resource, assets),
  };
}

function readResolver(resource: ResolvedResource, assets: AssetReader): ResolverBlueprint {
  const { properties } = resource;
  const base = {
    typeName: String(properties.TypeName),
    fieldName: String(properties.FieldName),
    ...readCode(resource, assets),
  };
  if (properties.Kind !== 'PIPELINE') {
    return { ...base, kind: 'UNIT', sourceName: String(properties.DataSourceName) };
  }
  const { Functions: functionIds = [] } = (properties.PipelineConfig ?? {}) as { Functions?: string[] };
  if (functionIds.length > MAX_PIPELINE_FUNCTIONS) {
    throw new AssemblyError(
      `${resource.logicalId} has ${functionIds.length} functions; AppSync allows ${MAX_PIPELINE_FUNCTIONS} in a pipeline`,
    );
  }
  return { ...base, kind: 'PIPELINE', functionIds };
}

function readCode(resource: ResolvedResource, assets: AssetReader): Pick<FunctionBlueprint, 'code' | 'sourceMap'> {
  const runtime = (resource.properties.Runtime ?? {}) as Properties;
  if (runtime.Name !== 'APPSYNC_JS') {
    throw new AssemblyError(`not emulated: ${resource.type} without the runtime APPSYNC_JS (${resource.logicalId})`);
  }
  const code = textOf(resource, 'Code', 'CodeS3Location', assets);
  const { Code: inline, CodeS3Location: location } = resource.properties;
  const sourceMap = inline === undefined ? assets.sourceMapAt(String(location)) : undefined;
  return { code, ...(sourceMap !== undefined && { sourceMap }) };
}

function textOf(
  { logicalId, type, properties }: ResolvedResource,
  inline: string,
  location: string,
  assets: AssetReader,
): string {
  if (typeof properties[inline] === 'string') {
    return properties[inline];
  }
  if (typeof properties[location] === 'string') {
    return assets.textAt(properties[location]);
  }
  throw new AssemblyError(`not emulated: ${type} with neither ${inline} nor ${location} (${logicalId})`);
}
