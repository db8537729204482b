import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a handmade API has besides its schema. */
export interface HandmadeApi {
  schema: string;
  /** Resolver code by "Type.field"; an array makes a pipeline: the resolver's own code, then its functions'. */
  resolvers?: Record<string, string | [pipeline: string, ...functions: string[]]>;
  /** Data source of a resolver or function, by "Type.field" or "Type.field.1"; `NoneSource` if left out. */
  sources?: Record<string, string>;
  /**
   * Inline code of Lambda functions by logical id; each gets a data source of its name, and a role that may do
   * everything, as functions may here. They have Lambda's longest time-out, so that no machine is too slow for them.
   */
  lambdas?: Record<string, { code: string; properties?: Record<string, unknown> }>;
  /** Further properties of the GraphQLApi. */
  api?: Record<string, unknown>;
  /** Further resources. */
  resources?: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

const RUNTIME = { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' };
const API_ID = { 'Fn::GetAtt': ['Api', 'ApiId'] };

/** A directory that is deleted with the machine's temporary files. */
export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'local-api-'));
}

/** Writes a cloud assembly of one stack as `cdk synth` lays it out, and returns its directory. */
export function writeAssembly(api: HandmadeApi): string {
  return writeStacks({ ApiStack: { Resources: { ...apiResources(api), ...lambdaResources(api), ...api.resources } } });
}

/** Writes a cloud assembly of these templates, in this order of dependency. */
export function writeStacks(templates: Record<string, unknown>): string {
  const directory = temporaryDirectory();
  mkdirSync(directory, { recursive: true });
  const artifacts: Record<string, unknown> = {};
  const names = Object.keys(templates);
  for (const [index, name] of names.entries()) {
    writeFileSync(join(directory, `${name}.template.json`), JSON.stringify(templates[name]));
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: `${name}.template.json` },
      dependencies: names.slice(0, index),
    };
  }
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ version: '40.0.0', artifacts }));
  return directory;
}

function apiResources({ schema, resolvers = {}, sources = {}, api = {} }: HandmadeApi): Record<string, unknown> {
  const resources: Record<string, unknown> = {
    Api: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'handmade', AuthenticationType: 'API_KEY', ...api } },
    Schema: { Type: 'AWS::AppSync::GraphQLSchema', Properties: { ApiId: API_ID, Definition: schema } },
    Key: { Type: 'AWS::AppSync::ApiKey', Properties: { ApiId: API_ID } },
    NoneSource: { Type: 'AWS::AppSync::DataSource', Properties: { ApiId: API_ID, Name: 'NoneSource', Type: 'NONE' } },
  };
  for (const [coordinate, code] of Object.entries(resolvers)) {
    const [TypeName = '', FieldName = ''] = coordinate.split('.');
    const id = `${TypeName}${FieldName}Resolver`;
    const [own, ...functions] = typeof code === 'string' ? [code] : code;
    const base = { ApiId: API_ID, TypeName, FieldName, Code: own, Runtime: RUNTIME };
    if (typeof code === 'string') {
      const DataSourceName = sources[coordinate] ?? 'NoneSource';
      resources[id] = { Type: 'AWS::AppSync::Resolver', Properties: { ...base, Kind: 'UNIT', DataSourceName } };
      continue;
    }
    const ids = functions.map((text, index) => {
      const DataSourceName = sources[`${coordinate}.${index + 1}`] ?? 'NoneSource';
      resources[`${id}Step${index}`] = {
        Type: 'AWS::AppSync::FunctionConfiguration',
        Properties: {
          ApiId: API_ID,
          Name: `${FieldName}Step${index + 1}`,
          DataSourceName,
          Code: text,
          Runtime: RUNTIME,
          FunctionVersion: '2018-05-29',
        },
      };
      return { 'Fn::GetAtt': [`${id}Step${index}`, 'FunctionId'] };
    });
    resources[id] = {
      Type: 'AWS::AppSync::Resolver',
      Properties: { ...base, Kind: 'PIPELINE', PipelineConfig: { Functions: ids } },
    };
  }
  return resources;
}

const EVERYTHING = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** A role that the service may assume; it may do everything unless given a policy. */
export function roleFor(service: 'appsync' | 'lambda', PolicyDocument: unknown = EVERYTHING) {
  const trust = {
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: `${service}.amazonaws.com` } }],
  };
  return {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: trust, Policies: [{ PolicyName: 'access', PolicyDocument }] },
  };
}

const ROLES = { SourceRole: roleFor('appsync'), FunctionRole: roleFor('lambda') };

function lambdaResources({ lambdas = {} }: HandmadeApi): Record<string, unknown> {
  const resources: Record<string, unknown> = { ...ROLES };
  for (const [id, { code, properties }] of Object.entries(lambdas)) {
    resources[id] = {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { ZipFile: code },
        Role: { 'Fn::GetAtt': ['FunctionRole', 'Arn'] },
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        Timeout: 900,
        ...properties,
      },
    };
    resources[`${id}Source`] = {
      Type: 'AWS::AppSync::DataSource',
      Properties: {
        ApiId: API_ID,
        Name: id,
        Type: 'AWS_LAMBDA',
        ServiceRoleArn: { 'Fn::GetAtt': ['SourceRole', 'Arn'] },
        LambdaConfig: { LambdaFunctionArn: { 'Fn::GetAtt': [id, 'Arn'] } },
      },
    };
  }
  return resources;
}
