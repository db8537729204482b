import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../infra/stage.ts';
import { templatesOf } from './synthesise.ts';

const dev = templatesOf('dev').api;
const prod = templatesOf('prod').api;
const ACL = 'AWS::WAFv2::WebACL';

type Field = { SingleHeader: { Name: string } };
type BytesMatch =
  | { FieldToMatch: Field; PositionalConstraint: 'STARTS_WITH'; SearchString: string }
  | { FieldToMatch: { Method: object }; PositionalConstraint: 'EXACTLY'; SearchString: string };
type Scope =
  | { NotStatement: { Statement: Scope } }
  | { AndStatement: { Statements: Scope[] } }
  | { ByteMatchStatement: BytesMatch }
  | { SizeConstraintStatement: { FieldToMatch: Field; ComparisonOperator: 'GE'; Size: number } };
interface RateLimit {
  Limit: number;
  EvaluationWindowSec: number;
  AggregateKeyType: 'IP' | 'CUSTOM_KEYS';
  CustomKeys?: { Header: { Name: string; TextTransformations: { Priority: number; Type: 'NONE' }[] } }[];
  ScopeDownStatement: Scope;
}
interface Rule {
  Name: string;
  Priority: number;
  Action?: object;
  OverrideAction?: object;
  Statement: {
    RateBasedStatement?: RateLimit;
    ManagedRuleGroupStatement?: { RuleActionOverrides?: object[]; ScopeDownStatement: Scope };
  };
}
const [acl] = Object.values(prod.findResources(ACL));
const rules = acl?.Properties.Rules as Rule[];

interface Request {
  method: 'POST' | 'GET';
  headers: Record<string, string>;
}

/**
 * Whether a statement matches a request, as WAF judges it: not, about a header that is not there.
 */
function matches(scope: Scope, request: Request): boolean {
  if ('NotStatement' in scope) {
    return !matches(scope.NotStatement.Statement, request);
  }
  if ('AndStatement' in scope) {
    return scope.AndStatement.Statements.every((one) => matches(one, request));
  }
  if ('SizeConstraintStatement' in scope) {
    const { FieldToMatch: field, Size: size } = scope.SizeConstraintStatement;
    return (request.headers[field.SingleHeader.Name]?.length ?? -1) >= size;
  }
  const { FieldToMatch: field, SearchString: text } = scope.ByteMatchStatement;
  return 'Method' in field
    ? request.method === text
    : (request.headers[field.SingleHeader.Name]?.startsWith(text) ?? false);
}

/** What a rule counts a request under, as WAF does; null, where it is not meant or lacks the custom key. */
function countedUnder({ AggregateKeyType, CustomKeys = [], ScopeDownStatement }: RateLimit, request: Request) {
  if (!matches(ScopeDownStatement, request)) {
    return null;
  }
  return AggregateKeyType === 'IP' ? 'the address' : (request.headers[CustomKeys[0]?.Header.Name ?? ''] ?? null);
}

const limits = rules.flatMap(({ Name, Action, Statement: { RateBasedStatement: rate } }) =>
  rate === undefined ? [] : [{ Name, Action, rate }],
);
const limitNamed = (name: string): RateLimit => limits.find(({ Name }) => Name === name)!.rate;

const signature = 'AWS4-HMAC-SHA256 Credential=AKIA/20300101/us-east-1/appsync/aws4_request';
const post = (headers: Record<string, string>): Request => ({ method: 'POST', headers });
const backend = post({ authorization: signature });
const people: [string, Request][] = [
  ['nobody', post({})],
  ['a person with a token', post({ authorization: 'eyJ.e30.x' })],
  ['the API key', post({ 'x-api-key': 'da2-x' })],
  ['the API key beside a made-up signature', post({ 'x-api-key': 'da2-x', authorization: signature })],
  ['a handshake', { method: 'GET', headers: { upgrade: 'websocket' } }],
  ['a handshake that claims to be IAM', { method: 'GET', headers: { upgrade: 'websocket', authorization: signature } }],
];
/** AppSync's quotas. */
const SUBSCRIPTIONS_OF_A_CONNECTION = 200;
/** AppSync ends a request after 30 s; the Lambda of the field that it has then begun goes on for 25 s. */
const MAX_HOLD_S = 55;
const MESSAGES_A_SECOND = 1_000_000;
const managed = rules.filter(({ Statement }) => Statement.ManagedRuleGroupStatement);

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

  it('blocks a person who asks too often, an address much later, and backends last', () => {
    expect(limits.map(({ Action }) => Action)).toEqual([{ Block: {} }, { Block: {} }, { Block: {} }]);
    expect(limits.map(({ Name, rate }) => [Name, rate.Limit, rate.EvaluationWindowSec])).toEqual([
      ['PersonLimit', 600, 300],
      ['PeopleLimit', 20_000, 300],
      ['BackendLimit', 1_000_000, 300],
    ]);
    expect(limitNamed('PersonLimit').CustomKeys).toEqual([
      { Header: { Name: 'authorization', TextTransformations: [{ Priority: 0, Type: 'NONE' }] } },
    ]);
  });

  it.each<[string, Request, string]>([
    ...people.map(([who, request]): [string, Request, string] => [who, request, 'PeopleLimit']),
    ['a backend', backend, 'BackendLimit'],
  ])('counts a request of %s once for its address', (_who, request, limit) => {
    const counting = limits.filter(({ rate }) => countedUnder(rate, request) === 'the address');
    expect(counting.map(({ Name }) => Name)).toEqual([limit]);
  });

  it('counts a person under their token wherever they are, and neither backends nor the API key nor handshakes', () => {
    const underToken = (request: Request) => countedUnder(limitNamed('PersonLimit'), request);
    expect(underToken(post({ authorization: 'one' }))).toBe('one');
    expect(underToken(post({ authorization: 'another' }))).toBe('another');
    expect(underToken(backend)).toBeNull();
    expect(underToken(post({ 'x-api-key': 'da2-x' }))).toBeNull();
    expect(underToken({ method: 'GET', headers: { upgrade: 'websocket' } })).toBeNull();
  });

  it('judges a person before their address, which is not charged with what they are refused', () => {
    expect(rules.find(({ Priority }) => Priority === 0)?.Name).toBe('PersonLimit');
  });

  it('blocks by where a request comes from; rules that judge content count only, as whole groups', () => {
    expect(managed.map(({ Name, OverrideAction }) => [Name, OverrideAction])).toEqual([
      ['AWSManagedRulesAmazonIpReputationList', { None: {} }],
      ['AWSManagedRulesKnownBadInputsRuleSet', { Count: {} }],
      ['AWSManagedRulesCommonRuleSet', { Count: {} }],
    ]);
    const overrides = managed.map(({ Statement }) => Statement.ManagedRuleGroupStatement?.RuleActionOverrides);
    expect(overrides).toEqual(managed.map(() => undefined));
  });

  it('judges people by managed rules, and nobody whose signature AppSync has to check', () => {
    for (const { Statement } of managed) {
      const scope = Statement.ManagedRuleGroupStatement!.ScopeDownStatement;
      expect(matches(scope, backend)).toBe(false);
      expect(people.filter(([, request]) => !matches(scope, request))).toEqual([]);
    }
  });

  it('is reckoned in docs/deploy.md and told in docs/guide.md', () => {
    const read = (path: string) => readFileSync(path, 'utf8').replaceAll(/\s+/g, ' ');
    expect(read('docs/deploy.md')).toContain('| a person | 600 |');
    expect(read('docs/deploy.md')).toContain('| people of one address | 20,000 |');
    expect(read('docs/deploy.md')).toContain('| backends of one address | 1,000,000 |');
    expect(read('docs/guide.md')).toContain('600 requests in five minutes, one address [20,000](');
  });

  it('bounds what docs/deploy.md says of Lambdas, connections and messages of one address', () => {
    const read = readFileSync('docs/deploy.md', 'utf8').replaceAll(/\s+/g, ' ');
    const { Limit, EvaluationWindowSec } = limitNamed('PeopleLimit');
    const limit = Limit.toLocaleString('en');
    const held = (seconds: number) => (Limit * seconds) / EvaluationWindowSec;
    const { promoteFromWaitlist: reserved = 0 } = settingsOf('prod').reservedConcurrency;
    for (const seconds of [MAX_HOLD_S, 2]) {
      const number = Math.round(held(seconds)).toLocaleString('en');
      expect(read).toContain(`${limit} · ${seconds} / ${EvaluationWindowSec} = ${number}`);
    }
    expect(held(MAX_HOLD_S)).toBeGreaterThan(reserved);
    expect(held(2)).toBeLessThan(reserved);
    expect(read).toContain(`So one address that does so can hold all ${reserved}.`);
    const harmless = Math.floor((reserved * EvaluationWindowSec) / MAX_HOLD_S);
    expect(read).toContain(`with ${harmless.toLocaleString('en')} one address cannot hold all ${reserved}`);
    const asked = Limit * SUBSCRIPTIONS_OF_A_CONNECTION;
    expect(read).toContain(`${limit} connections of one address in five minutes`);
    expect(read).toContain(`would be ${asked.toLocaleString('en')} messages`);
    const connections = MESSAGES_A_SECOND / SUBSCRIPTIONS_OF_A_CONNECTION;
    expect(connections).toBeLessThanOrEqual(Limit);
    expect(read).toContain(`one address: ${connections.toLocaleString('en')} of the connections`);
    const perHour = (MESSAGES_A_SECOND * 3600 * 2e-6).toLocaleString('en', { minimumFractionDigits: 2 });
    expect(read).toContain(`| ${MESSAGES_A_SECOND.toLocaleString('en')} | ${perHour} |`);
  });

  it('bounds what docs/deploy.md says of Lambdas of one person', () => {
    const read = readFileSync('docs/deploy.md', 'utf8').replaceAll(/\s+/g, ' ');
    const { Limit, EvaluationWindowSec } = limitNamed('PersonLimit');
    for (const seconds of [2, MAX_HOLD_S]) {
      expect(read).toContain(
        `${Limit} · ${seconds} / ${EvaluationWindowSec} = ${(Limit * seconds) / EvaluationWindowSec}`,
      );
    }
    const { promoteFromWaitlist: reserved = 0 } = settingsOf('prod').reservedConcurrency;
    expect(read).toContain(
      `${Math.ceil((reserved * EvaluationWindowSec) / (Limit * MAX_HOLD_S))} people together can hold all ${reserved}`,
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
