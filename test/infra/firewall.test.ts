import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { templatesOf } from './synthesise.ts';

const dev = templatesOf('dev').api;
const prod = templatesOf('prod').api;
const ACL = 'AWS::WAFv2::WebACL';

interface Rule {
  Name: string;
  Priority: number;
  Action?: object;
  OverrideAction?: object;
  Statement: { RateBasedStatement?: { Limit: number }; ManagedRuleGroupStatement?: { RuleActionOverrides: { Name: string; ActionToUse: object }[] } };
}
const [acl] = Object.values(prod.findResources(ACL));
const rules = acl?.Properties.Rules as Rule[];

describe('Firewall', () => {
  it('stands before the API in prod, and nowhere in dev', () => {
    prod.resourceCountIs(ACL, 1);
    const [api = ''] = Object.keys(prod.findResources('AWS::AppSync::GraphQLApi'));
    const [webAcl = ''] = Object.keys(prod.findResources(ACL));
    prod.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: { 'Fn::GetAtt': [api, 'Arn'] },
      WebACLArn: { 'Fn::GetAtt': [webAcl, 'Arn'] },
    });
    dev.resourceCountIs(ACL, 0);
  });

  it('blocks an address that asks too often, people long before backends', () => {
    const limits = rules.filter(({ Statement }) => Statement.RateBasedStatement);
    expect(limits.map(({ Action }) => Action)).toEqual([{ Block: {} }, { Block: {} }]);
    expect(limits.map(({ Statement }) => Statement.RateBasedStatement?.Limit)).toEqual([2_000, 200_000]);
    prod.hasResourceProperties(ACL, {
      Rules: Match.arrayWith([
        Match.objectLike({ Name: 'PeopleLimit', Statement: { RateBasedStatement: { ScopeDownStatement: { NotStatement: Match.anyValue() } } } }),
      ]),
    });
  });

  it('blocks by managed rules, of which only those count that would refuse long descriptions and tokens', () => {
    const managed = rules.filter(({ Statement }) => Statement.ManagedRuleGroupStatement);
    expect(managed.map(({ Name }) => Name)).toEqual(['AWSManagedRulesAmazonIpReputationList', 'AWSManagedRulesKnownBadInputsRuleSet', 'AWSManagedRulesCommonRuleSet']);
    expect(managed.map(({ OverrideAction }) => OverrideAction)).toEqual(managed.map(() => ({ None: {} })));
    const counted = managed.flatMap(({ Statement }) => Statement.ManagedRuleGroupStatement?.RuleActionOverrides ?? []);
    expect(counted).toEqual(['SizeRestrictions_BODY', 'SizeRestrictions_QUERYSTRING'].map((Name) => ({ Name, ActionToUse: { Count: {} } })));
  });

  it('judges in an order without ties', () => {
    expect(rules.map(({ Priority }) => Priority)).toEqual(rules.map((_, index) => index));
  });

  it('never shows credentials, query strings or bodies in sampled requests', () => {
    prod.hasResourceProperties(ACL, {
      DataProtectionConfig: {
        DataProtections: [
          { Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization', 'x-api-key', 'x-amz-security-token', 'sec-websocket-protocol'] }, Action: 'SUBSTITUTION' },
          { Field: { FieldType: 'QUERY_STRING' }, Action: 'SUBSTITUTION' },
          { Field: { FieldType: 'BODY' }, Action: 'SUBSTITUTION' },
        ],
      },
    });
  });
});
