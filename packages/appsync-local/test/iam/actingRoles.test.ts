import { startApi } from '../../src/api/startApi.ts';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Credentials } from '../../src/auth/localSecrets.ts';
import { signRequest } from '../../src/auth/signRequest.ts';
import type { PermissionUse } from '../../src/iam/session.ts';
import { handlers } from '../handmadeApi.ts';
import { roleFor, temporaryDirectory, writeAssembly } from '../handmadeAssembly.ts';

const API_ID = { 'Fn::GetAtt': ['Api', 'ApiId'] };
const TABLE_ARN = { 'Fn::GetAtt': ['Table', 'Arn'] };
const field = (type: string, name: string) => ({ 'Fn::Sub': `\${Api.Arn}/types/${type}/fields/${name}` });

/**
 * What the function does: one call of the SDK, named by the event; it answers the result, or the error's name and
 * message.
 */
const CODE = `
const { DynamoDBClient, ...dynamodb } = require('@aws-sdk/client-dynamodb');
const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
exports.handler = async ({ command, input }) => {
  const client = command === 'Invoke' ? new LambdaClient({ maxAttempts: 1 }) : new DynamoDBClient({ maxAttempts: 1 });
  try {
    const { $metadata, ...output } = await client.send(command === 'Invoke' ? new InvokeCommand(input) : new dynamodb[command + 'Command'](input));
    return output;
  } catch ({ name, message }) {
    return { name, message };
  }
};
`;

const assembly = () =>
  writeAssembly({
    schema: `type Query { get: AWSJSON find: AWSJSON allowed: String @aws_iam @aws_api_key barred: Thing @aws_iam @aws_api_key
        other: String @aws_iam @aws_api_key }
      type Mutation { put: AWSJSON run(event: AWSJSON!): AWSJSON runForbidden: AWSJSON }
      type Thing @aws_iam @aws_api_key { open: String closed: String }`,
    api: { AdditionalAuthenticationProviders: [{ AuthenticationType: 'AWS_IAM' }] },
    resolvers: {
      'Query.get': handlers("({ operation: 'GetItem', key: { PK: { S: 'a' } } })", 'ctx.error ?? ctx.result'),
      'Query.find': handlers(
        "({ operation: 'Query', index: 'ByKind', query: { expression: 'kind = :k', expressionValues: { ':k': { S: 'x' } } } })",
        'ctx.error ?? ctx.result',
      ),
      'Query.allowed': handlers("({ payload: 'yes' })"),
      'Query.other': handlers("({ payload: 'yes' })"),
      'Query.barred': handlers("({ payload: { open: 'yes', closed: 'yes' } })"),
      'Mutation.put': handlers(
        "({ operation: 'PutItem', key: { PK: { S: 'a' } }, attributeValues: { v: { N: 1 } }, condition: { expression: 'attribute_exists(PK)' } })",
        'ctx.error ?? ctx.result',
      ),
      'Mutation.run': handlers("({ operation: 'Invoke', payload: ctx.args.event })"),
      'Mutation.runForbidden': handlers("({ operation: 'Invoke', payload: {} })", 'ctx.error ?? ctx.result'),
    },
    sources: {
      'Query.get': 'Source',
      'Query.find': 'Source',
      'Mutation.put': 'Source',
      'Mutation.run': 'Fn',
      'Mutation.runForbidden': 'Elsewhere',
    },
    lambdas: { Fn: { code: CODE, properties: { Role: { 'Fn::GetAtt': ['FnRole', 'Arn'] } } } },
    resources: {
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: 'Things',
          KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
          AttributeDefinitions: ['PK', 'kind'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
          GlobalSecondaryIndexes: [
            {
              IndexName: 'ByKind',
              KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            },
          ],
          BillingMode: 'PAY_PER_REQUEST',
        },
      },
      Source: {
        Type: 'AWS::AppSync::DataSource',
        Properties: {
          ApiId: API_ID,
          Name: 'Source',
          Type: 'AMAZON_DYNAMODB',
          ServiceRoleArn: { 'Fn::GetAtt': ['TableRole', 'Arn'] },
          DynamoDBConfig: { TableName: { Ref: 'Table' }, AwsRegion: { Ref: 'AWS::Region' } },
        },
      },
      Elsewhere: {
        Type: 'AWS::AppSync::DataSource',
        Properties: {
          ApiId: API_ID,
          Name: 'Elsewhere',
          Type: 'AWS_LAMBDA',
          ServiceRoleArn: { 'Fn::GetAtt': ['TableRole', 'Arn'] },
          LambdaConfig: { LambdaFunctionArn: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
        },
      },
      TableRole: roleFor('appsync', {
        Statement: [{ Effect: 'Allow', Action: ['dynamodb:Query', 'dynamodb:PutItem'], Resource: TABLE_ARN }],
      }),
      FnRole: roleFor('lambda', {
        Statement: [
          { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: TABLE_ARN },
          {
            Effect: 'Allow',
            Action: 'appsync:GraphQL',
            Resource: [field('Query', 'allowed'), field('Query', 'barred')],
          },
          { Effect: 'Deny', Action: 'appsync:GraphQL', Resource: field('Thing', 'closed') },
        ],
      }),
    },
  });

const session = (role: string, name: string) => `arn:aws:sts::000000000000:assumed-role/ApiStack-${role}/${name}`;
const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/Things';
const because = (action: string) => `because no identity-based policy allows the ${action} action`;

let running: RunningApi;
const uses: PermissionUse[] = [];
beforeAll(async () => {
  const stateDir = temporaryDirectory();
  const dynamodb = { endpoint: inject('dynamoDbEndpoint') };
  running = await startApi({
    assemblyDir: assembly(),
    dynamodb,
    stateDir,
    requestTimeoutMs: 600_000,
    onPermission: (use) => uses.push(use),
  });
});
afterAll(() => running.close());

async function ask(query: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const { body } = await running.execute({ query, variables });
  expect(body.errors).toBeUndefined();
  return JSON.parse(String(Object.values(body.data ?? {})[0]));
}

const run = (command: string, input: object) =>
  ask('mutation ($event: AWSJSON!) { run(event: $event) }', { event: JSON.stringify({ command, input }) });

describe('a data source', () => {
  it('gets DynamoDB’s refusal of what its role does not allow, as AppSync hands it over', async () => {
    const who = `User: ${session('TableRole', 'APPSYNC_ASSUME_ROLE')} is not authorized to perform`;
    const { type, message } = (await ask('{ get }')) as { type: string; message: string };
    expect(type).toBe('DynamoDB:DynamoDbException');
    expect(message.replace(/[0-9a-f-]{36}/, 'ID')).toBe(
      `${who}: dynamodb:GetItem on resource: ${TABLE} ${because('dynamodb:GetItem')} (Service: DynamoDb, Status Code: 400, Request ID: ID)`,
    );
    expect(await ask('{ find }')).toMatchObject({
      message: expect.stringContaining(`${who}: dynamodb:Query on resource: ${TABLE}/index/ByKind`),
    });
    expect(uses).toContainEqual({
      role: 'TableRole',
      action: 'dynamodb:Query',
      resource: `${TABLE}/index/ByKind`,
      isAllowed: false,
    });
  });

  it('needs GetItem for what AppSync reads again when a condition fails', async () => {
    expect(await ask('mutation { put }')).toMatchObject({
      type: 'DynamoDB:DynamoDbException',
      message: expect.stringContaining('dynamodb:GetItem'),
    });
  });

  it('gets Lambda’s refusal of a function that its role may not invoke', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:ApiStack-Fn';
    expect(await ask('mutation { runForbidden }')).toEqual({
      type: 'Lambda:LambdaException',
      message: expect.stringContaining(
        `is not authorized to perform: lambda:InvokeFunction on resource: ${arn} ${because('lambda:InvokeFunction')} (Service: Lambda, Status Code: 403`,
      ),
    });
  });
});

describe('a function', () => {
  const who = `User: ${session('FnRole', 'ApiStack-Fn')} is not authorized to perform`;

  it('may do to the table what its role allows, and gets AccessDeniedException for the rest', async () => {
    const key = { PK: { S: 'b' } };
    expect(await run('PutItem', { TableName: 'Things', Item: { ...key, v: { N: '7' } } })).toEqual({});
    expect(await run('GetItem', { TableName: 'Things', Key: key })).toEqual({ Item: { ...key, v: { N: '7' } } });
    expect(await run('DeleteItem', { TableName: 'Things', Key: key })).toEqual({
      name: 'AccessDeniedException',
      message: `${who}: dynamodb:DeleteItem on resource: ${TABLE} ${because('dynamodb:DeleteItem')}`,
    });
  });

  it('may make a transaction only if its role allows every member', async () => {
    const put = { Put: { TableName: 'Things', Item: { PK: { S: 'c' } } } };
    const check = {
      ConditionCheck: { TableName: 'Things', Key: { PK: { S: 'd' } }, ConditionExpression: 'attribute_not_exists(PK)' },
    };
    expect(await run('TransactWriteItems', { TransactItems: [put, check] })).toEqual({
      name: 'AccessDeniedException',
      message: `${who}: dynamodb:ConditionCheckItem on resource: ${TABLE} ${because('dynamodb:ConditionCheckItem')}`,
    });
    expect(await run('GetItem', { TableName: 'Things', Key: { PK: { S: 'c' } } })).toEqual({});
    expect(await run('TransactWriteItems', { TransactItems: [put] })).toEqual({});
  });

  it('may not invoke others, known or not, unless its role allows it', async () => {
    for (const name of ['ApiStack-Fn', 'Nobody']) {
      expect(await run('Invoke', { FunctionName: name })).toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining(
          `lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:000000000000:function:${name} because`,
        ),
      });
    }
  });

  it('cannot use operations whose permissions are not known here', async () => {
    expect(await run('ExecuteStatement', { Statement: 'SELECT * FROM Things' })).toMatchObject({
      message: 'not emulated: ExecuteStatement under a role',
    });
  });
});

describe('a caller with a role of the template', () => {
  const as = async (query: string, credentials: Credentials = running.functionCredentials.Fn!) => {
    const signed = await signRequest(
      running.url,
      JSON.stringify({ query, variables: null, operationName: null }),
      credentials,
      running.region,
    );
    return running.execute({ query, headers: signed });
  };

  it('may ask for the root fields that its role allows', async () => {
    expect((await as('{ allowed }')).body).toEqual({ data: { allowed: 'yes' } });
    expect(uses).toContainEqual({
      role: 'FnRole',
      action: 'appsync:GraphQL',
      resource: expect.stringMatching(/types\/Query\/fields\/allowed$/),
      isAllowed: true,
    });
  });

  it('is refused with 403 if it leaves out the token of its temporary key, or sends a wrong one', async () => {
    const { sessionToken: _, ...withoutToken } = running.functionCredentials.Fn!;
    for (const credentials of [withoutToken, { ...withoutToken, sessionToken: 'wrong' }]) {
      const { status, body } = await as('{ allowed }', credentials);
      expect([status, body.errors]).toMatchObject([403, [{ errorType: 'UnrecognizedClientException' }]]);
    }
  });

  it.each([
    '{ other }',
    '{ allowed other }',
    '{ alias: other }',
    '{ ...F } fragment F on Query { ... { other } }',
    '{ allowed __typename }',
  ])('is refused as a whole with 401 for %s', async (query) => {
    const { status, body } = await as(query);
    expect([status, body]).toEqual([
      401,
      { errors: [{ errorType: 'UnauthorizedException', message: 'Permission denied' }] },
    ]);
  });

  it('does not see a nested field that its role denies', async () => {
    const { body } = await as('{ barred { open closed } }');
    expect(body.data).toEqual({ barred: { open: 'yes', closed: null } });
    expect(body.errors).toMatchObject([
      { errorType: 'Unauthorized', message: 'Not Authorized to access closed on type Thing' },
    ]);
  });
});
