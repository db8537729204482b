import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { EventApi } from '../api/eventApi.ts';
import type { StageSettings } from '../stage.ts';

/** Fields that AppSync measures one by one, which costs as a few custom metrics each. */
export const MEASURED_FIELDS = ['Mutation.registerForEvent', 'Mutation.unregisterFromEvent'];

/** All that alarms and dashboard look at. */
export interface Watched {
  settings: StageSettings;
  api: EventApi;
  table: ITable;
  laneTable: ITable;
  promoteFromWaitlist: Function;
  settle: Function;
  sweepLanes: Function;
  publishChanges: Function;
  cascade: Function;
  eraseUsers: Function;
  deadLetters: Queue;
  /** Tasks of `cascade` that were given up. */
  cascadeLetters: Queue;
  /** Tasks of `eraseUsers` that were given up. */
  eraseUsersLetters: Queue;
  /** Domain events whose mails were given up; null in a stage that writes none. */
  mailLetters: Queue | null;
  /** Id of the event source mapping that feeds `publishChanges`. */
  mappingId: string;
  /** InternalErrors that clients were answered. */
  internalErrors: Metric;
  /** Faults of the resolvers' own code. */
  resolverFaults: Metric;
  /** Positions in a queue that could not be read. */
  failedPositionReads: Metric;
}
