import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, MetricType, StartingPosition, type Function } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENTITY_TYPES, type Listing } from '../../domain/keys.ts';
import { addDeadLetters } from './deadLetters.ts';

/** Events that are public (`isPublic` of domain/event/status.ts, which judges them once more). */
const PUBLIC: Listing = 'PUBLIC';
const ANNOUNCED_EVENT = { entityType: { S: [ENTITY_TYPES.event] }, listing: { S: [PUBLIC] } };
/** A profile whose deletion was asked for: nothing else of users is anybody's to know. */
const ERASED_USER = { entityType: { S: [ENTITY_TYPES.user] }, erasingAt: { S: [{ exists: true }] } };
const REGISTRATION = { entityType: { S: [ENTITY_TYPES.registration] } };

const OF_PERSON = { entityType: { S: [ENTITY_TYPES.registration, ENTITY_TYPES.user] } };

/**
 * Only records that publish or begin something, any of these: an event or registration as it is now, or, when it is
 * gone, as it was; and a user who is to be deleted, or is.
 */
const FILTERS = [
  { dynamodb: { NewImage: ANNOUNCED_EVENT } },
  { dynamodb: { NewImage: REGISTRATION } },
  { dynamodb: { NewImage: ERASED_USER } },
  { eventName: ['REMOVE'], dynamodb: { OldImage: ANNOUNCED_EVENT } },
  { eventName: ['REMOVE'], dynamodb: { OldImage: OF_PERSON } },
];

/**
 * The table's stream as the outbox: how its records reach a function, and where those end that no retry could help
 * (docs/reference/dynamodb.md#streams: the defaults would let one bad record block its shard for a day).
 */
export class ChangeStream extends Construct {
  readonly deadLetters: Queue;
  /** What the function's role must allow. `ListStreams` too, or Lambda refuses the mapping. */
  readonly access: PolicyStatement[];
  readonly #table: ITable;

  constructor(scope: Construct, id: string, { table }: { table: ITable }) {
    super(scope, id);
    this.#table = table;
    this.deadLetters = addDeadLetters(this);
    this.access = [
      new PolicyStatement({
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        resources: [table.tableStreamArn ?? ''],
      }),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] }),
    ];
  }

  /**
   * Feeds the function, at once and in the order of each shard. From the oldest record on, because from the latest on
   * the changes made while the mapping is being set up would be lost; repeating old ones is harmless.
   * @param isWatched whether the mapping counts the records that it sees, for an alarm
   * @returns the mapping's id
   */
  feed(consumer: Function, isWatched: boolean): string {
    const source = new DynamoEventSource(this.#table, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      filters: FILTERS.map((filter) => FilterCriteria.filter(filter)),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(1),
      onFailure: new SqsDlq(this.deadLetters),
      ...(isWatched ? { metricsConfig: { metrics: [MetricType.EVENT_COUNT] } } : {}),
    });
    consumer.addEventSource(source);
    return source.eventSourceMappingId;
  }
}
