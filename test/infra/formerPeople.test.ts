import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ContextError } from '../../infra/context.ts';
import { durableParts } from './durableParts.ts';
import { appOf, templatesOf } from './synthesise.ts';

/** The pool of 0.1.0, as `durableParts` tells it: what may not change, or its people are gone. */
const POOL_OF_0_1_0 = {
  IdentitiesUserPool8358EB6D: {
    Type: 'AWS::Cognito::UserPool',
    AliasAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    Schema: [{ Mutable: true, Name: 'email', Required: true }],
  },
  IdentitiesUserPoolOrganizersFDA9E646: {
    Type: 'AWS::Cognito::UserPoolGroup',
    UserPoolId: { Ref: 'IdentitiesUserPool8358EB6D' },
    GroupName: 'organizers',
  },
  /** This one came later: a pool has all groups that the schema names. */
  IdentitiesUserPoolDoorD04F1042: {
    Type: 'AWS::Cognito::UserPoolGroup',
    UserPoolId: { Ref: 'IdentitiesUserPool8358EB6D' },
    GroupName: 'door',
  },
  IdentitiesUserPoolAdminsC6B71928: {
    Type: 'AWS::Cognito::UserPoolGroup',
    UserPoolId: { Ref: 'IdentitiesUserPool8358EB6D' },
    GroupName: 'admins',
  },
  IdentitiesUserPoolFrontendCDD09291: {
    Type: 'AWS::Cognito::UserPoolClient',
    UserPoolId: { Ref: 'IdentitiesUserPool8358EB6D' },
    GenerateSecret: false,
  },
};

/** What the Api stack of 0.1.0 imports of the pool, and so what the Data stack cannot stop exporting under it. */
const EXPORTS_OF_0_1_0 = ['IdentitiesUserPool8358EB6D', 'IdentitiesUserPoolFrontendCDD09291'];

describe.each(['dev', 'prod'] as const)('formerPeople of %s', (stage) => {
  const stacks = appOf(stage, { formerPeople: 'dev prod' });
  const [data, api] = [Template.fromStack(stacks.data), Template.fromStack(stacks.api)];

  it('keeps the pool of 0.1.0 with its groups and client, besides the one that every deployment has', () => {
    expect(durableParts(stacks.data).resources).toEqual({
      ...durableParts(appOf(stage).data).resources,
      ...POOL_OF_0_1_0,
    });
  });

  it('keeps what the Api stack of 0.1.0 imports, so that the Data stack can be deployed before it', () => {
    const exported = Object.values(data.findOutputs('*')).flatMap(({ Export, Value }) =>
      Export === undefined ? [] : { name: String(Export.Name), of: Value.Ref as string | undefined },
    );
    for (const logicalId of EXPORTS_OF_0_1_0) {
      expect(exported.map(({ of }) => of)).toContain(logicalId);
    }
  });

  it('lets nobody sign up there, so that no name can be claimed, and none that differs in case only', () => {
    expect(data.findResources('AWS::Cognito::UserPool').IdentitiesUserPool8358EB6D).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        UsernameConfiguration: { CaseSensitive: false },
        DeletionProtection: 'ACTIVE',
      },
    });
  });

  it('has the API take the tokens that both pools issue to its frontends, and no others', () => {
    const [{ Properties } = { Properties: {} }] = Object.values(api.findResources('AWS::AppSync::GraphQLApi'));
    const providers = [Properties, ...Properties.AdditionalAuthenticationProviders].filter(
      ({ AuthenticationType }) => AuthenticationType === 'AMAZON_COGNITO_USER_POOLS',
    );
    const pools = providers.map(({ UserPoolConfig }) => JSON.stringify(UserPoolConfig));
    expect(pools).toEqual([
      expect.stringMatching(/"AppIdClientRegex".*PeopleUserPoolFrontend.*"UserPoolId".*PeopleUserPool/),
      expect.stringMatching(/"AppIdClientRegex".*IdentitiesUserPoolFrontend.*"UserPoolId".*IdentitiesUserPool/),
    ]);
    api.hasOutput('FormerUserPoolId', {});
    api.hasOutput('FormerUserPoolClientId', {});
  });
});

describe('formerPeople', () => {
  it('of another stage changes nothing', () => {
    const { data, api } = appOf('dev', { formerPeople: 'prod' });
    expect(Template.fromStack(data).toJSON()).toEqual(templatesOf('dev').data.toJSON());
    expect(Template.fromStack(api).toJSON()).toEqual(templatesOf('dev').api.toJSON());
  });

  it.each(['', 'production', 'dev,prod', true, ['prod']])('is refused with ContextError when it is %j', (context) => {
    expect(() => appOf('prod', { formerPeople: context })).toThrow(ContextError);
  });
});
