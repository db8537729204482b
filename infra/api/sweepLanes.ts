import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { addObservedFunction } from '../observedFunction.ts';
import type { StageSettings } from '../stage.ts';
import { sweeperAccess } from './tableAccess.ts';

/** Two sweeps in a row may fail, and nothing is kept for a day (docs/design.md#what-the-lanes-keep). */
const INTERVAL = Duration.hours(6);

/**
 * Deletes what has expired in the table of the lanes, since DynamoDB itself may take days for it. In every stage, for
 * tickets say who wanted what.
 */
export class SweepLanes extends Construct {
  readonly function: Function;
  /** What starts it. */
  readonly rule: Rule;

  constructor(scope: Construct, id: string, { settings, laneTable }: { settings: StageSettings; laneTable: ITable }) {
    super(scope, id);
    this.function = addObservedFunction(this, {
      settings,
      name: 'sweepLanes',
      description: 'Deletes tickets and leases of the lanes that have expired.',
      timeout: Duration.minutes(15),
      access: { lane: sweeperAccess(laneTable) },
      environment: { LANE_TABLE_NAME: laneTable.tableName },
    }).function;
    this.rule = new Rule(this, 'Schedule', {
      description: 'Sweeps the lanes.',
      schedule: Schedule.rate(INTERVAL),
      targets: [new LambdaFunction(this.function)],
    });
  }
}
