import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** Services that assume roles of ours, and for which of their resources they do so. */
const ACTS_FOR = { appsync: 'apis/*', lambda: 'function:*' };

/**
 * A service as it works for this account: it cannot be made to use our role by resources of others (confused deputy).
 * A service that does not say for what it assumes a role is let in, as not all of them document that they say it.
 */
export function trustedService(scope: Construct, service: keyof typeof ACTS_FOR): ServicePrincipal {
  const { account, region, partition } = Stack.of(scope);
  return new ServicePrincipal(`${service}.amazonaws.com`, {
    conditions: {
      StringEqualsIfExists: { 'aws:SourceAccount': account },
      ArnLikeIfExists: { 'aws:SourceArn': `arn:${partition}:${service}:${region}:${account}:${ACTS_FOR[service]}` },
    },
  });
}
