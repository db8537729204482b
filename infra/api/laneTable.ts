import { RemovalPolicy, Validations, type CfnResource } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { EXPIRY_ATTRIBUTE, TABLE_KEYS } from '../../domain/keys.ts';

/**
 * The lanes of events: tickets and leases, which live for seconds. Apart from the events' table, so that they cost
 * nothing in its stream and indexes (docs/decisions/lane.md). Losing it loses nothing: a request without its ticket is
 * one that was never made.
 */
export class LaneTable extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      partitionKey: { name: TABLE_KEYS.partitionKey, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEYS.sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: EXPIRY_ATTRIBUTE,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.node.defaultChild as CfnResource).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'Its items live for seconds: there is no point in time to go back to.',
    });
  }
}
