import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** How long requests of one address are counted. */
const WINDOW_SECONDS = 300;

/** Requests of one address within the window. A person makes a few dozen; many people may share an address. */
const MAX_PERSON_REQUESTS = 2_000;

/**
 * Signed requests of one address within the window: those of backends, among them publishChanges, which announces every
 * change from a handful of addresses. A signed request that also carries an API key counts as a person's: AppSync may
 * let the key, which is public, decide, and then nobody has checked the signature.
 */
const MAX_BACKEND_REQUESTS = 200_000;

/**
 * Managed rules of AWS, in the order in which they judge. The rules of a group that `counted` names only count: they
 * would refuse requests that this API takes.
 */
const MANAGED_RULES: { name: string; counted: string[] }[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList', counted: [] },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', counted: [] },
  // A description of 4,000 characters exceeds 8 KB, and the token that a WebSocket connects with may exceed 2 KB in the
  // query string.
  { name: 'AWSManagedRulesCommonRuleSet', counted: ['SizeRestrictions_BODY', 'SizeRestrictions_QUERYSTRING'] },
];

/**
 * Where credentials travel (docs/reference/appsync.md#http-requests, docs/reference/appsync.md#connecting): never to be
 * shown by sampled requests.
 */
const SECRET_HEADERS = ['authorization', 'x-api-key', 'x-amz-security-token', 'sec-websocket-protocol'];

/**
 * What stands before the API: a limit of requests for each address, then managed rules. A refused request is answered
 * with 403 and never reaches AppSync.
 */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, { apiArn }: { apiArn: string }) {
    super(scope, id);
    const isSigned = startsWith('authorization', 'AWS4-HMAC-SHA256');
    const isOfBackend = {
      andStatement: { statements: [isSigned, { notStatement: { statement: isThere('x-api-key') } }] },
    };
    const rules = [
      limitRule('PeopleLimit', MAX_PERSON_REQUESTS, { notStatement: { statement: isOfBackend } }),
      limitRule('BackendLimit', MAX_BACKEND_REQUESTS, isOfBackend),
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
    statement: {
      rateBasedStatement: { aggregateKeyType: 'IP', evaluationWindowSec: WINDOW_SECONDS, limit, scopeDownStatement },
    },
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
