import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { addObservedFunction } from '../observedFunction.ts';
import type { StageSettings } from '../stage.ts';
import { combinerAccess, promoterAccess } from './tableAccess.ts';

/**
 * The Lambda that does what resolvers cannot: wait in the lanes of events. As many of it run as people wait; what must
 * not stand behind them is `Settle`'s. Its timeout lies between its own deadline (request start + 25 s) and AppSync's
 * 30 s, so that its answer is its own.
 */
export class PromoteFromWaitlist extends Construct {
  readonly function: Function;

  constructor(
    scope: Construct,
    id: string,
    { settings, table, laneTable }: { settings: StageSettings; table: ITable; laneTable: ITable },
  ) {
    super(scope, id);
    this.function = addObservedFunction(this, {
      settings,
      name: 'promoteFromWaitlist',
      description: 'Waits in the lanes of events: settles contended registrations, hands seats over.',
      timeout: Duration.seconds(29),
      access: { table: promoterAccess(table), lane: combinerAccess(laneTable) },
      environment: { TABLE_NAME: table.tableName, LANE_TABLE_NAME: laneTable.tableName },
    }).function;
  }
}
