import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** Requests of one address within five minutes. A person makes a few dozen; many people may share an address. */
const PEOPLE_LIMIT = 2_000;
/**
 * The same for signed requests: backends, among them the publisher, who announces every change from a handful of
 * addresses. Beside an API key, which is public and may decide first, a signature proves nothing and nobody may have
 * looked at it: that is a person's request.
 */
const BACKEND_LIMIT = 200_000;

/**
 * Managed rules of AWS, in the order in which they judge. `counted` only count, because they would refuse what is in
 * order here.
 */
const MANAGED_RULES: { name: string; counted: string[] }[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList', counted: [] },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', counted: [] },
  // A description of 4,000 characters exceeds 8 KB, and the token that a WebSocket connects with may exceed 2 KB in the
  // query string.
  { name: 'AWSManagedRulesCommonRuleSet', counted: ['SizeRestrictions_BODY', 'SizeRestrictions_QUERYSTRING'] },
];

/** Where credentials travel (reference appsync 8.1, 12.1): never to be shown by sampled requests. */
const SECRET_HEADERS = ['authorization', 'x-api-key', 'x-amz-security-token', 'sec-websocket-protocol'];

/**
 * What stands before the API: a limit of requests for each address, then managed rules. Whoever is refused gets 403,
 * before AppSync.
 */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, { apiArn }: { apiArn: string }) {
    super(scope, id);
    const isSigned = startsWith('authorization', 'AWS4-HMAC-SHA256');
    const isOfBackend = {
      andStatement: { statements: [isSigned, { notStatement: { statement: isThere('x-api-key') } }] },
    };
    const rules = [
      limitRule('PeopleLimit', PEOPLE_LIMIT, { notStatement: { statement: isOfBackend } }),
      limitRule('BackendLimit', BACKEND_LIMIT, isOfBackend),
      ...MANAGED_RULES.map(managedRule),
    ];
    const firewall = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: rules.map((rule, priority) => ({ ...rule, priority })),
      visibilityConfig: visibility('Firewall'),
      dataProtectionConfig: {
        dataProtections: [
          { field: { fieldType: 'SINGLE_HEADER', fieldKeys: SECRET_HEADERS }, action: 'SUBSTITUTION' },
          { field: { fieldType: 'QUERY_STRING' }, action: 'SUBSTITUTION' },
          { field: { fieldType: 'BODY' }, action: 'SUBSTITUTION' },
        ],
      },
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: apiArn, webAclArn: firewall.attrArn });
  }
}

type Rule = Omit<CfnWebACL.RuleProperty, 'priority'>;

function limitRule(name: string, limit: number, scopeDownStatement: CfnWebACL.StatementProperty): Rule {
  return {
    name,
    action: { block: {} },
    statement: { rateBasedStatement: { aggregateKeyType: 'IP', evaluationWindowSec: 300, limit, scopeDownStatement } },
    visibilityConfig: visibility(name),
  };
}

function managedRule({ name, counted }: (typeof MANAGED_RULES)[number]): Rule {
  const ruleActionOverrides = counted.map((rule) => ({ name: rule, actionToUse: { count: {} } }));
  return {
    name,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: 'AWS', name, ruleActionOverrides } },
    visibilityConfig: visibility(name),
  };
}

function startsWith(header: string, text: string): CfnWebACL.StatementProperty {
  return {
    byteMatchStatement: {
      fieldToMatch: { singleHeader: { Name: header } },
      positionalConstraint: 'STARTS_WITH',
      searchString: text,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  };
}

/** A statement about a part that a request does not have does not match (WAF Developer Guide, "Request components"). */
function isThere(header: string): CfnWebACL.StatementProperty {
  return {
    sizeConstraintStatement: {
      fieldToMatch: { singleHeader: { Name: header } },
      comparisonOperator: 'GE',
      size: 0,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  };
}

function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
