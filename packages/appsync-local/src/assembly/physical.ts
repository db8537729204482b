import { createHash } from 'node:crypto';
import { LOCAL } from './local.ts';
import type { Physical, Stack } from './types.ts';

/** What a template cannot know and a run decides. */
export interface LocalNames {
  /** Where the GraphQL endpoint is served, e.g. http://localhost:4000/graphql. */
  graphqlUrl: string;
  /** The stable value of an API key. */
  apiKeyOf(logicalId: string): string;
}

type Namer = (id: string, properties: Record<string, unknown>, stack: Stack, local: LocalNames) => Physical;

/** `Ref` and `Fn::GetAtt` of the emulated types (CloudFormation template reference, "Return values"). */
const NAMERS: Record<string, Namer> = {
  'AWS::AppSync::GraphQLApi': (id, _, stack, local) => {
    const apiId = digest(`${stack.name}/${id}`, 26);
    const arn = `arn:aws:appsync:${stack.region}:${stack.accountId}:apis/${apiId}`;
    const url = new URL(local.graphqlUrl);
    const realtime = new URL(`${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.host}/graphql/realtime`);
    const attributes = {
      ApiId: apiId,
      Arn: arn,
      GraphQLUrl: url.href,
      GraphQLDns: url.host,
      RealtimeUrl: realtime.href,
      RealtimeDns: url.host,
    };
    return { ref: arn, attributes: { ...attributes, GraphQLEndpointArn: arn } };
  },
  'AWS::AppSync::GraphQLSchema': (id) => ({ ref: `${id}GraphQLSchema`, attributes: { Id: id } }),
  'AWS::AppSync::ApiKey': (id, _, stack, local) => {
    const key = local.apiKeyOf(id);
    return {
      ref: arnOf(stack, 'appsync', `apikey/${id}`),
      attributes: { ApiKey: key, ApiKeyId: key, Arn: arnOf(stack, 'appsync', `apikey/${id}`) },
    };
  },
  'AWS::AppSync::DataSource': (id, properties, stack) => {
    const arn = arnOf(stack, 'appsync', `datasources/${id}`);
    return { ref: arn, attributes: { Name: String(properties.Name), DataSourceArn: arn } };
  },
  'AWS::AppSync::FunctionConfiguration': (id, properties, stack) => {
    const functionId = digest(`${stack.name}/${id}`, 26);
    const arn = arnOf(stack, 'appsync', `functions/${functionId}`);
    const name = String(properties.Name);
    return {
      ref: arn,
      attributes: {
        FunctionId: functionId,
        FunctionArn: arn,
        Name: name,
        DataSourceName: String(properties.DataSourceName),
      },
    };
  },
  'AWS::AppSync::Resolver': (id, properties, stack) => {
    const arn = arnOf(stack, 'appsync', `resolvers/${id}`);
    return {
      ref: arn,
      attributes: {
        ResolverArn: arn,
        TypeName: String(properties.TypeName),
        FieldName: String(properties.FieldName),
      },
    };
  },
  'AWS::DynamoDB::Table': (id, properties, stack) => {
    const name = nameOf(properties.TableName, stack, id);
    const arn = arnOf(stack, 'dynamodb', `table/${name}`);
    return { ref: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/local` } };
  },
  'AWS::Events::EventBus': (id, properties, stack) => {
    const name = nameOf(properties.Name, stack, id);
    return { ref: name, attributes: { Arn: arnOf(stack, 'events', `event-bus/${name}`), Name: name } };
  },
  'AWS::SQS::Queue': (id, properties, stack) => {
    const name = nameOf(properties.QueueName, stack, id);
    const url = `https://sqs.${stack.region}.amazonaws.com/${stack.accountId}/${name}`;
    return { ref: url, attributes: { Arn: arnOf(stack, 'sqs', name), QueueName: name, QueueUrl: url } };
  },
  'AWS::Lambda::EventSourceMapping': (id, _, stack) => ({
    ref: digest(`${stack.name}/${id}`, 32),
    attributes: {
      Id: digest(`${stack.name}/${id}`, 32),
      EventSourceMappingArn: arnOf(stack, 'lambda', `event-source-mapping:${id}`),
    },
  }),
  'AWS::Lambda::Function': (id, properties, stack) => {
    const name = nameOf(properties.FunctionName, stack, id);
    return { ref: name, attributes: { Arn: arnOf(stack, 'lambda', `function:${name}`) } };
  },
  'AWS::IAM::Role': (id, properties, stack) => {
    const name = nameOf(properties.RoleName, stack, id);
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:iam::${stack.accountId}:role/${name}`,
        RoleId: `AROA${digest(name, 17).toUpperCase()}`,
      },
    };
  },
  'AWS::IAM::ManagedPolicy': (id, properties, stack) => {
    const arn = `arn:aws:iam::${stack.accountId}:policy/${nameOf(properties.ManagedPolicyName, stack, id)}`;
    return { ref: arn, attributes: { PolicyArn: arn } };
  },
  'AWS::Cognito::UserPool': (_, __, stack) => ({
    ref: LOCAL.userPoolId,
    attributes: {
      Arn: arnOf(stack, 'cognito-idp', `userpool/${LOCAL.userPoolId}`),
      UserPoolId: LOCAL.userPoolId,
      ProviderName: LOCAL.issuer.replace('https://', ''),
      ProviderURL: LOCAL.issuer,
    },
  }),
  'AWS::Cognito::UserPoolClient': (_, properties) => ({
    ref: LOCAL.clientId,
    attributes: { ClientId: LOCAL.clientId, Name: String(properties.ClientName ?? '') },
  }),
};

/** Names a resource for the local run: explicit names are kept, others are the stack's name and the logical id. */
export function nameResource(
  id: string,
  type: string,
  properties: Record<string, unknown>,
  stack: Stack,
  local: LocalNames,
): Physical {
  const namer = NAMERS[type];
  return namer === undefined ? { ref: `${stack.name}-${id}`, attributes: {} } : namer(id, properties, stack, local);
}

function nameOf(explicit: unknown, stack: Stack, id: string): string {
  return typeof explicit === 'string' ? explicit : `${stack.name}-${id}`;
}

function arnOf(stack: Stack, service: string, rest: string): string {
  return `arn:aws:${service}:${stack.region}:${stack.accountId}:${rest}`;
}

/** Lower-case letters and digits derived from a text, as AppSync's ids look. */
function digest(text: string, length: number): string {
  return BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
    .toString(36)
    .padStart(length, '0')
    .slice(-length);
}
