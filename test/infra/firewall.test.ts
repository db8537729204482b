import { describe, expect, it } from 'vitest';
import { templatesOf } from './synthesise.ts';

const dev = templatesOf('dev').api;
const prod = templatesOf('prod').api;
const ACL = 'AWS::WAFv2::WebACL';

type Field = { SingleHeader: { Name: string } };
type Scope =
  | { NotStatement: { Statement: Scope } }
  | { AndStatement: { Statements: Scope[] } }
  | { ByteMatchStatement: { FieldToMatch: Field; PositionalConstraint: 'STARTS_WITH'; SearchString: string } }
  | { SizeConstraintStatement: { FieldToMatch: Field; ComparisonOperator: 'GE'; Size: number } };
interface Rule {
  Name: string;
  Priority: number;
  Action?: object;
  OverrideAction?: object;
  Statement: {
    RateBasedStatement?: { Limit: number; ScopeDownStatement: Scope };
    ManagedRuleGroupStatement?: { RuleActionOverrides: { Name: string; ActionToUse: object }[] };
  };
}
const [acl] = Object.values(prod.findResources(ACL));
const rules = acl?.Properties.Rules as Rule[];

/**
 * Whether a statement matches a request with these headers, as WAF judges it: not, about a header that is not there.
 */
function matches(scope: Scope, headers: Record<string, string>): boolean {
  if ('NotStatement' in scope) {
    return !matches(scope.NotStatement.Statement, headers);
  }
  if ('AndStatement' in scope) {
    return scope.AndStatement.Statements.every((one) => matches(one, headers));
  }
  const isBytes = 'ByteMatchStatement' in scope;
  const value =
    headers[(isBytes ? scope.ByteMatchStatement : scope.SizeConstraintStatement).FieldToMatch.SingleHeader.Name];
  if (value === undefined) {
    return false;
  }
  return isBytes
    ? value.startsWith(scope.ByteMatchStatement.SearchString)
    : value.length >= scope.SizeConstraintStatement.Size;
}

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
  });

  const signature = 'AWS4-HMAC-SHA256 Credential=AKIA/20300101/us-east-1/appsync/aws4_request';
  it.each<[string, Record<string, string>, string]>([
    ['nobody', {}, 'PeopleLimit'],
    ['a person with a token', { authorization: 'eyJ.e30.x' }, 'PeopleLimit'],
    ['the API key', { 'x-api-key': 'da2-x' }, 'PeopleLimit'],
    ['the API key beside a made-up signature', { 'x-api-key': 'da2-x', authorization: signature }, 'PeopleLimit'],
    ['a backend', { authorization: signature }, 'BackendLimit'],
  ])('counts a request of %s once', (_who, headers, limit) => {
    const counting = rules.filter(
      ({ Statement: { RateBasedStatement: rate } }) => rate && matches(rate.ScopeDownStatement, headers),
    );
    expect(counting.map(({ Name }) => Name)).toEqual([limit]);
  });

  it('blocks by managed rules, of which only those count that would refuse long descriptions and tokens', () => {
    const managed = rules.filter(({ Statement }) => Statement.ManagedRuleGroupStatement);
    expect(managed.map(({ Name }) => Name)).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
    ]);
    expect(managed.map(({ OverrideAction }) => OverrideAction)).toEqual(managed.map(() => ({ None: {} })));
    const counted = managed.flatMap(({ Statement }) => Statement.ManagedRuleGroupStatement?.RuleActionOverrides ?? []);
    expect(counted).toEqual(
      ['SizeRestrictions_BODY', 'SizeRestrictions_QUERYSTRING'].map((Name) => ({ Name, ActionToUse: { Count: {} } })),
    );
  });

  it('judges in an order without ties', () => {
    expect(rules.map(({ Priority }) => Priority)).toEqual(rules.map((_, index) => index));
  });

  it('never shows credentials, query strings or bodies in sampled requests', () => {
    prod.hasResourceProperties(ACL, {
      DataProtectionConfig: {
        DataProtections: [
          {
            Field: {
              FieldType: 'SINGLE_HEADER',
              FieldKeys: ['authorization', 'x-api-key', 'x-amz-security-token', 'sec-websocket-protocol'],
            },
            Action: 'SUBSTITUTION',
          },
          { Field: { FieldType: 'QUERY_STRING' }, Action: 'SUBSTITUTION' },
          { Field: { FieldType: 'BODY' }, Action: 'SUBSTITUTION' },
        ],
      },
    });
  });
});
