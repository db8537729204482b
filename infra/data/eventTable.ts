import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { EXPIRY_ATTRIBUTE, INDEXES, TABLE_KEYS } from '../../domain/keys.ts';
import type { StageSettings } from '../stage.ts';

/**
 * The one table. Its indexes never project a counter: all events share one index partition, and a projected counter
 * would make every registration in the system write to it.
 */
export class EventTable extends Table {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      partitionKey: text(TABLE_KEYS.partitionKey),
      sortKey: text(TABLE_KEYS.sortKey),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: EXPIRY_ATTRIBUTE,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      deletionProtection: settings.keepData,
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.addGlobalSecondaryIndex({
      indexName: INDEXES.inverted.name,
      partitionKey: text(INDEXES.inverted.partitionKey),
      sortKey: text(INDEXES.inverted.sortKey),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['registrationStatus', 'registeredAt', 'waitlistedAt'],
    });
    for (const index of [INDEXES.eventsByDate, INDEXES.eventsByOrganizer]) {
      this.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: text(index.partitionKey),
        sortKey: text(index.sortKey),
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: ['status'],
      });
    }
  }
}

function text(name: string): { name: string; type: AttributeType } {
  return { name, type: AttributeType.STRING };
}
