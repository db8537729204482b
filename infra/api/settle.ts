import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { addObservedFunction } from '../observedFunction.ts';
import type { StageSettings } from '../stage.ts';
import { pauserAccess, settlerAccess } from './tableAccess.ts';

/**
 * The Lambda for what must not stand behind a crowd: organizers' changes, letting people in out of turn, and healing.
 * The same code as
 * `PromoteFromWaitlist`, as a function of its own, so that those who wait in the lanes leave it its concurrency
 * (docs/deploy.md#concurrency).
 */
export class Settle extends Construct {
  readonly function: Function;

  constructor(
    scope: Construct,
    id: string,
    { settings, table, laneTable }: { settings: StageSettings; table: ITable; laneTable: ITable },
  ) {
    super(scope, id);
    this.function = addObservedFunction(this, {
      settings,
      name: 'settle',
      folder: 'promoteFromWaitlist',
      description: 'Settles contended changes of events, fills free seats, and lets people in out of turn.',
      timeout: Duration.seconds(29),
      access: { table: settlerAccess(table), lane: pauserAccess(laneTable) },
      environment: { TABLE_NAME: table.tableName, LANE_TABLE_NAME: laneTable.tableName },
    }).function;
  }
}
