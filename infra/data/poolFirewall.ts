import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** How long requests of one address are counted. */
const WINDOW_SECONDS = 300;

/**
 * Requests of one address within the window. Signing in takes two, with a second factor three, and a token lasts an
 * hour: this is 1,000 people behind one office's address who sign in for the same opening, and half as much again.
 */
const MAX_REQUESTS = 4_500;

/** Of those, requests by which Cognito writes to whoever is named: 1,000 people who sign up behind one address. */
const MAX_MAILS = 1_000;

/** The operations that send mail, most of them to anybody who is named. */
const MAILING = [
  'SignUp',
  'ResendConfirmationCode',
  'ForgotPassword',
  'UpdateUserAttributes',
  'GetUserAttributeVerificationCode',
];

/** Where Cognito tells a firewall which operation is called ("Associate an AWS WAF web ACL with a user pool"). */
const OPERATION_HEADER = 'x-amzn-cognito-operation-name';

/** Never to be shown by sampled requests. Cognito itself keeps names, addresses and passwords from a firewall. */
const SECRET_HEADERS = ['authorization'];

/**
 * What stands before user pools: limits of requests for each address, and AWS's list of addresses with a bad
 * reputation. Contents are not judged: a firewall sees hardly any of them.
 */
export class PoolFirewall extends Construct {
  constructor(scope: Construct, id: string, { poolArns }: { poolArns: string[] }) {
    super(scope, id);
    const rules: Omit<CfnWebACL.RuleProperty, 'priority'>[] = [
      limitRule('MailLimit', MAX_MAILS, { orStatement: { statements: MAILING.map(isOperation) } }),
      limitRule('RequestLimit', MAX_REQUESTS),
      {
        name: 'AWSManagedRulesAmazonIpReputationList',
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesAmazonIpReputationList' },
        },
        visibilityConfig: visibility('PoolReputation'),
      },
    ];
    const firewall = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: rules.map((rule, priority) => ({ ...rule, priority })),
      visibilityConfig: visibility('PoolFirewall'),
      dataProtectionConfig: {
        dataProtections: [
          { field: { fieldType: 'SINGLE_HEADER', fieldKeys: SECRET_HEADERS }, action: 'SUBSTITUTION' },
          { field: { fieldType: 'BODY' }, action: 'SUBSTITUTION' },
        ],
      },
    });
    poolArns.forEach((resourceArn, index) => {
      new CfnWebACLAssociation(this, `Association${index}`, { resourceArn, webAclArn: firewall.attrArn });
    });
  }
}

function limitRule(
  name: string,
  limit: number,
  scopeDownStatement?: CfnWebACL.StatementProperty,
): Omit<CfnWebACL.RuleProperty, 'priority'> {
  const scope = scopeDownStatement === undefined ? {} : { scopeDownStatement };
  return {
    name,
    action: { block: {} },
    statement: {
      rateBasedStatement: { aggregateKeyType: 'IP', evaluationWindowSec: WINDOW_SECONDS, limit, ...scope },
    },
    visibilityConfig: visibility(`Pool${name}`),
  };
}

function isOperation(name: string): CfnWebACL.StatementProperty {
  return {
    byteMatchStatement: {
      fieldToMatch: { singleHeader: { Name: OPERATION_HEADER } },
      positionalConstraint: 'EXACTLY',
      searchString: name,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  };
}

function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
