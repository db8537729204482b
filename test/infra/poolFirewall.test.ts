import { describe, expect, it } from 'vitest';
import { dataTemplate, templatesOf } from './synthesise.ts';

const dev = templatesOf('dev').data;
const prod = templatesOf('prod').data;
const ACL = 'AWS::WAFv2::WebACL';
const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';

interface Operation {
  ByteMatchStatement: {
    FieldToMatch: { SingleHeader: { Name: string } };
    PositionalConstraint: string;
    SearchString: string;
  };
}
interface Rule {
  Name: string;
  Priority: number;
  Action?: object;
  OverrideAction?: object;
  Statement: {
    RateBasedStatement?: {
      Limit: number;
      AggregateKeyType: string;
      ScopeDownStatement?: { OrStatement: { Statements: Operation[] } };
    };
    ManagedRuleGroupStatement?: { Name: string };
  };
}
const [[aclId = '', acl] = []] = Object.entries(prod.findResources(ACL));
const rules = acl?.Properties.Rules as Rule[];

describe('PoolFirewall', () => {
  it('stands before the user pool in prod, in its region, and nowhere in dev', () => {
    const [pool = ''] = Object.keys(prod.findResources('AWS::Cognito::UserPool'));
    prod.resourceCountIs(ASSOCIATION, 1);
    prod.hasResourceProperties(ASSOCIATION, {
      ResourceArn: { 'Fn::GetAtt': [pool, 'Arn'] },
      WebACLArn: { 'Fn::GetAtt': [aclId, 'Arn'] },
    });
    expect(acl?.Properties).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    dev.resourceCountIs(ACL, 0);
  });

  it('stands before the pool of people from before as well', () => {
    const data = dataTemplate('prod', { hasFormerPeople: true });
    const pools = Object.keys(data.findResources('AWS::Cognito::UserPool'));
    const guarded = Object.values(data.findResources(ASSOCIATION)).map(
      ({ Properties }) => Properties.ResourceArn['Fn::GetAtt'][0],
    );
    expect(pools).toHaveLength(2);
    expect(guarded.sort()).toEqual(pools.sort());
  });

  it('lets an address sign in as often as 1,000 people do, and have fewer mails sent', () => {
    const limits = rules.flatMap(({ Statement, Action }) =>
      Statement.RateBasedStatement === undefined ? [] : { ...Statement.RateBasedStatement, Action },
    );
    expect(limits.map(({ Limit, AggregateKeyType, Action }) => ({ Limit, AggregateKeyType, Action }))).toEqual(
      [1_000, 4_500].map((Limit) => ({ Limit, AggregateKeyType: 'IP', Action: { Block: {} } })),
    );
    const [mails, all] = limits;
    expect(all?.ScopeDownStatement).toBeUndefined();
    expect(mails?.ScopeDownStatement?.OrStatement.Statements.map(({ ByteMatchStatement: match }) => match)).toEqual(
      [
        'SignUp',
        'ResendConfirmationCode',
        'ForgotPassword',
        'UpdateUserAttributes',
        'GetUserAttributeVerificationCode',
      ].map((SearchString) =>
        expect.objectContaining({
          FieldToMatch: { SingleHeader: { Name: 'x-amzn-cognito-operation-name' } },
          PositionalConstraint: 'EXACTLY',
          SearchString,
        }),
      ),
    );
  });

  it('blocks by no managed rule but that about addresses: account takeover rules cannot stand before a pool', () => {
    const managed = rules.filter(({ Statement }) => Statement.ManagedRuleGroupStatement);
    expect(managed.map(({ Name, OverrideAction }) => ({ Name, OverrideAction }))).toEqual([
      { Name: 'AWSManagedRulesAmazonIpReputationList', OverrideAction: { None: {} } },
    ]);
  });

  it('judges in an order without ties', () => {
    expect(rules.map(({ Priority }) => Priority)).toEqual(rules.map((_, index) => index));
  });

  it('never shows tokens or bodies in sampled requests', () => {
    expect(acl?.Properties.DataProtectionConfig.DataProtections).toEqual([
      { Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization'] }, Action: 'SUBSTITUTION' },
      { Field: { FieldType: 'BODY' }, Action: 'SUBSTITUTION' },
    ]);
  });
});
