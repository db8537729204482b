import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** How long requests are counted. */
const WINDOW_SECONDS = 300;

/**
 * Requests under one token, and so of one person, within the window: some thirty times what a page sends at an opening,
 * and more than an organizer's page does (docs/deploy.md#the-firewall has the reckoning).
 */
const MAX_PERSON_REQUESTS = 600;

/**
 * Requests of one address within the window that are no backend's: an opening of 1,000 people, all of them behind one
 * address, at 20 requests each (docs/deploy.md#the-firewall has the reckoning).
 */
const MAX_PEOPLE_REQUESTS = 20_000;

/**
 * Requests of one address within the window that a backend has signed, among them those of publishChanges, which
 * announces every change from a handful of addresses: three announcements for each of 1,000 registrations a second.
 */
const MAX_BACKEND_REQUESTS = 1_000_000;

/**
 * Managed rules of AWS, in the order in which they judge. Those that judge content only count: what people write into
 * titles and descriptions is data here, never run and never put into a page or a query, and a token makes a long query
 * string. Whole groups count, not single rules, for AWS adds rules to them. `NoUserAgent_HEADER` is among them: clients
 * that connect by Node's `ws` name no user agent.
 */
const MANAGED_RULES: { name: string; action: 'block' | 'count' }[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList', action: 'block' },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', action: 'count' },
  { name: 'AWSManagedRulesCommonRuleSet', action: 'count' },
];

/**
 * Where credentials travel (docs/reference/appsync.md#http-requests, docs/reference/appsync.md#connecting): never to be
 * shown by sampled requests.
 */
const SECRET_HEADERS = ['authorization', 'x-api-key', 'x-amz-security-token', 'sec-websocket-protocol'];

/**
 * What stands before the API: limits of requests for each person and each address, then managed rules. A refused
 * request is answered with 403 and never reaches AppSync. The limit of a person judges first: what it refuses is not
 * counted for the address, whose other people go on.
 */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, { apiArn }: { apiArn: string }) {
    super(scope, id);
    const isOfNoBackend = { notStatement: { statement: isOfBackend() } };
    const rules = [
      limitRule('PersonLimit', MAX_PERSON_REQUESTS, EACH_TOKEN, isOfNoBackend),
      limitRule('PeopleLimit', MAX_PEOPLE_REQUESTS, EACH_ADDRESS, isOfNoBackend),
      limitRule('BackendLimit', MAX_BACKEND_REQUESTS, EACH_ADDRESS, isOfBackend()),
      ...MANAGED_RULES.map((rule) => managedRule(rule, isOfNoBackend)),
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

/**
 * A request that AppSync lets in by its signature alone: a POST that is signed and carries no API key. Who only claims
 * to have signed is refused by AppSync, so the claim gains nothing. An API key beside it would decide in its place, and
 * the key is public. A handshake (a GET) carries its credentials in the query string or the subprotocol, whatever its
 * header claims, and so is never a backend's.
 */
function isOfBackend(): CfnWebACL.StatementProperty {
  const isPost: CfnWebACL.StatementProperty = {
    byteMatchStatement: {
      fieldToMatch: { method: {} },
      positionalConstraint: 'EXACTLY',
      searchString: 'POST',
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  };
  const hasNoKey = { notStatement: { statement: isThere('x-api-key') } };
  return { andStatement: { statements: [isPost, startsWith('authorization', 'AWS4-HMAC-SHA256'), hasNoKey] } };
}

type Rule = Omit<CfnWebACL.RuleProperty, 'priority'>;

/** Whose requests are counted together. */
type Counted = Pick<CfnWebACL.RateBasedStatementProperty, 'aggregateKeyType' | 'customKeys'>;

const EACH_ADDRESS: Counted = { aggregateKeyType: 'IP' };

/**
 * A rule with custom keys leaves out the requests that lack one (`RateBasedStatementCustomKey` in the WAF API
 * Reference): those with the API key, and handshakes. A signature is another one with each request.
 */
const EACH_TOKEN: Counted = {
  aggregateKeyType: 'CUSTOM_KEYS',
  customKeys: [{ header: { name: 'authorization', textTransformations: [{ priority: 0, type: 'NONE' }] } }],
};

function limitRule(name: string, limit: number, counted: Counted, scopeDown: CfnWebACL.StatementProperty): Rule {
  return {
    name,
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        ...counted,
        evaluationWindowSec: WINDOW_SECONDS,
        limit,
        scopeDownStatement: scopeDown,
      },
    },
    visibilityConfig: visibility(name),
  };
}

function managedRule(
  { name, action }: (typeof MANAGED_RULES)[number],
  scopeDownStatement: CfnWebACL.StatementProperty,
): Rule {
  return {
    name,
    overrideAction: action === 'count' ? { count: {} } : { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: 'AWS', name, scopeDownStatement } },
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
