import { describe, expect, it } from 'vitest';
import { readBlueprint } from '../../src/assembly/readBlueprint.ts';
import { createAssumeRole } from '../../src/iam/session.ts';
import { roleFor, writeAssembly } from '../handmadeAssembly.ts';

const LOCAL = {
  graphqlUrl: 'http://localhost:4000/graphql',
  userPoolId: 'us-east-1_LocalPool',
  clientId: 'client',
  apiKeyOf: () => 'da2-key',
};
const allow = (Action: string) => ({ Statement: { Effect: 'Allow', Action, Resource: '*' } });
const managed = (properties: object) => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { PolicyDocument: allow('s3:GetObject'), ...properties },
});

type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;

function rolesOf(resources: Resources) {
  return readBlueprint(writeAssembly({ schema: 'type Query { a: String }', resources }), LOCAL).roles;
}

/** What a role made of these resources may do: which of a few actions. */
function actionsOf(resources: Resources): string[] {
  const session = createAssumeRole(rolesOf(resources), () => undefined)(
    'arn:aws:iam::000000000000:role/ApiStack-Role',
    'lambda.amazonaws.com',
    's',
    'it',
  );
  return ['a:Inline', 'b:Attached', 's3:GetObject'].filter((action) => {
    try {
      session.require(action, 'anything');
      return true;
    } catch {
      return false;
    }
  });
}

const Role = roleFor('lambda', allow('a:Inline'));

describe('readRoles', () => {
  it('takes inline policies, attached ones, and managed ones from either side', () => {
    const Policy = {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: allow('b:Attached') },
    };
    expect(actionsOf({ Role })).toEqual(['a:Inline']);
    expect(actionsOf({ Role, Policy })).toEqual(['a:Inline', 'b:Attached']);
    expect(actionsOf({ Role, Managed: managed({ Roles: [{ Ref: 'Role' }] }) })).toEqual(['a:Inline', 's3:GetObject']);
    const named = { ...Role, Properties: { ...Role.Properties, ManagedPolicyArns: [{ Ref: 'Managed' }] } };
    expect(actionsOf({ Role: named, Managed: managed({}) })).toEqual(['a:Inline', 's3:GetObject']);
    expect(actionsOf({ Role, Managed: managed({ Roles: ['Other'] }) })).toEqual(['a:Inline']);
  });

  it.each([
    [
      'a policy that AWS manages',
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
      'not emulated: the managed policy arn:aws:iam::aws:policy/AdministratorAccess of Role',
    ],
    [
      'a permissions boundary',
      { PermissionsBoundary: 'arn' },
      'not emulated: AWS::IAM::Role.PermissionsBoundary (Role)',
    ],
    [
      'a condition of trust',
      {
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Condition: { Bool: { 'aws:SecureTransport': true } } }],
        },
      },
      'not emulated: Condition Bool aws:SecureTransport in the trust policy of Role',
    ],
    [
      'a denied trust',
      { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Deny' }] } },
      'not emulated: Deny in the trust policy of Role',
    ],
  ])('refuses %s by name', (_, properties, message) => {
    expect(() => rolesOf({ Role: { ...Role, Properties: { ...Role.Properties, ...properties } } })).toThrow(message);
  });
});

describe('a trust policy that says for whom', () => {
  const account = (value: string) => ({ StringEqualsIfExists: { 'aws:SourceAccount': value } });
  const arn = (value: string) => ({ ArnLike: { 'aws:SourceArn': value } });
  const trusts = (condition: object) => {
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
    const document = { Statement: [{ ...statement, Condition: condition }] };
    const properties = { ...Role.Properties, AssumeRolePolicyDocument: document };
    return rolesOf({ Role: { ...Role, Properties: properties } }).find(({ logicalId }) => logicalId === 'Role')?.trusts;
  };

  it.each([
    ['its own account', account('000000000000'), true],
    ['another account', account('111111111111'), false],
    ['its own functions', arn('arn:aws:lambda:us-east-1:000000000000:function:*'), true],
    ['functions of another region', arn('arn:aws:lambda:eu-west-1:000000000000:function:*'), false],
    ['functions of any region', arn('arn:aws:lambda:*:000000000000:function:*'), true],
    ['resources of another service', arn('arn:aws:appsync:us-east-1:000000000000:apis/*'), false],
    ['functions of another account', arn('arn:aws:lambda:us-east-1:111111111111:function:*'), false],
    ['its own functions of another account', { ...account('111111111111'), ...arn('*:*:*:*:*:*') }, false],
  ])('%s', (_, condition, isTrusted) => {
    expect(trusts(condition)).toEqual(isTrusted ? ['lambda.amazonaws.com'] : []);
  });
});

describe('createAssumeRole', () => {
  const assume = createAssumeRole(rolesOf({ Role }), () => undefined);
  const arn = 'arn:aws:iam::000000000000:role/ApiStack-Role';

  it('gives a session to a service that the role trusts, and to nobody else', () => {
    expect(assume(arn, 'lambda.amazonaws.com', 'name', 'the function').arn).toBe(
      'arn:aws:sts::000000000000:assumed-role/ApiStack-Role/name',
    );
    expect(() => assume(arn, 'appsync.amazonaws.com', 'name', 'the data source X')).toThrow(
      'the role Role of the data source X cannot be assumed by appsync.amazonaws.com',
    );
    expect(() => assume('arn:other', 'lambda.amazonaws.com', 'name', 'the function F')).toThrow(
      'the function F needs a role of the assembly, and has arn:other',
    );
    expect(() => assume(undefined, 'lambda.amazonaws.com', 'name', 'the function F')).toThrow(
      'the function F needs a role of the assembly, and has none',
    );
  });
});
