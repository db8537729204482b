import { describe, expect, it } from 'vitest';
import { readBlueprint } from '../../src/assembly/readBlueprint.ts';
import { writeAssembly, writeStacks } from '../handmadeAssembly.ts';

const LOCAL = {
  graphqlUrl: 'http://localhost:4000/graphql',
  userPoolId: 'us-east-1_LocalPool',
  clientId: 'client',
  apiKeyOf: (logicalId: string) => `da2-${logicalId}`,
};
const schema = 'type Query { hello: String }';
const api = writeApi();

function writeApi(
  resources: Record<string, { Type: string; Properties?: Record<string, unknown> }> = {},
): Record<string, unknown> {
  return {
    Api: {
      Type: 'AWS::AppSync::GraphQLApi',
      Properties: {
        Name: 'n',
        AuthenticationType: 'AWS_IAM',
        EnvironmentVariables: { TABLE: { 'Fn::ImportValue': 'Data:Table' } },
      },
    },
    Schema: { Type: 'AWS::AppSync::GraphQLSchema', Properties: { ApiId: 'x', Definition: schema } },
    ...resources,
  };
}

describe('readBlueprint', () => {
  it('carries a value from the stack that exports it to the stack that imports it', () => {
    const table = { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [] } };
    const directory = writeStacks({
      Data: {
        Resources: { Table: table },
        Outputs: { T: { Value: { Ref: 'Table' }, Export: { Name: 'Data:Table' } } },
      },
      Api: { Resources: api },
    });
    const blueprint = readBlueprint(directory, LOCAL);
    expect(blueprint.api.environment).toEqual({ TABLE: 'Data-Table' });
    expect(blueprint.tables).toMatchObject([{ logicalId: 'Table', name: 'Data-Table' }]);
  });

  it('evaluates joins, substitutions, conditions and pseudo parameters', () => {
    const directory = writeStacks({
      Api: {
        Conditions: { IsVirginia: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } },
        Resources: {
          ...api,
          Api: {
            Type: 'AWS::AppSync::GraphQLApi',
            Properties: {
              Name: 'n',
              AuthenticationType: 'AWS_IAM',
              EnvironmentVariables: {
                JOINED: { 'Fn::Join': ['-', ['a', { 'Fn::Select': [1, { 'Fn::Split': ['.', 'x.y'] }] }]] },
                SUBBED: { 'Fn::Sub': '${AWS::AccountId}/${Fn}/${!kept}' },
                CHOSEN: { 'Fn::If': ['IsVirginia', 'yes', 'no'] },
                GONE: { 'Fn::If': ['IsVirginia', { Ref: 'AWS::NoValue' }, 'no'] },
              },
            },
          },
          Fn: {
            Type: 'AWS::Lambda::Function',
            Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: '' } },
          },
        },
      },
    });
    expect(readBlueprint(directory, LOCAL).api.environment).toEqual({
      JOINED: 'a-y',
      SUBBED: '000000000000/Api-Fn/${kept}',
      CHOSEN: 'yes',
    });
  });

  it('passes over resources that no request can observe, and names them', () => {
    const directory = writeAssembly({ schema, resources: { Alarm: { Type: 'AWS::CloudWatch::Alarm' } } });
    expect(readBlueprint(directory, LOCAL).withoutEffect).toEqual(['AWS::CloudWatch::Alarm (Alarm)']);
  });

  it('passes over a schedule, which never comes round here', () => {
    const Rule = { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(6 hours)', State: 'ENABLED' } };
    expect(() => readBlueprint(writeAssembly({ schema, resources: { Rule } }), LOCAL)).not.toThrow();
  });

  it.each([
    [
      'a type',
      { Machine: { Type: 'AWS::StepFunctions::StateMachine' } },
      'not emulated: AWS::StepFunctions::StateMachine (Machine)',
    ],
    [
      'a property',
      { R: { Type: 'AWS::AppSync::Resolver', Properties: { CachingConfig: {} } } },
      'not emulated: AWS::AppSync::Resolver.CachingConfig (R)',
    ],
    [
      'a value',
      { R: { Type: 'AWS::AppSync::Resolver', Properties: { MaxBatchSize: 5 } } },
      'not emulated: AWS::AppSync::Resolver.MaxBatchSize 5 (R)',
    ],
    [
      'a rule for events of another bus',
      { R: { Type: 'AWS::Events::Rule', Properties: { EventPattern: {} } } },
      'not emulated: the EventBusName of R, which is no bus of the assembly',
    ],
    [
      'an intrinsic function',
      { Q: { Type: 'AWS::IAM::Role', Properties: { RoleName: { 'Fn::Transform': {} } } } },
      'not emulated: Fn::Transform (stack ApiStack)',
    ],
    [
      'a dynamic reference',
      { Q: { Type: 'AWS::IAM::Role', Properties: { Description: '{{resolve:ssm:/a}}' } } },
      'not emulated: the dynamic reference {{resolve:ssm:/a}}',
    ],
  ])('refuses %s that is not emulated by name', (_, resources, message) => {
    const directory = writeAssembly({ schema, resources });
    expect(() => readBlueprint(directory, LOCAL)).toThrow(message);
  });

  it('refuses a Lambda authorizer and an import that no stack exports', () => {
    const authorizer = writeAssembly({ schema, api: { AuthenticationType: 'AWS_LAMBDA', LambdaAuthorizerConfig: {} } });
    expect(() => readBlueprint(authorizer, LOCAL)).toThrow(
      'not emulated: AWS::AppSync::GraphQLApi.LambdaAuthorizerConfig (Api)',
    );
    expect(() => readBlueprint(writeStacks({ Api: { Resources: api } }), LOCAL)).toThrow(
      'no stack of the assembly exports Data:Table',
    );
  });
});
