import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stage.ts';
import { BackgroundFunction } from './backgroundFunction.ts';
import { combinerAccess, eraserAccess } from './tableAccess.ts';

/**
 * The Lambda that deletes users. It waits for a minute for each; the same code as `Cascade`, as a function of its own,
 * so that many who delete themselves leave that its concurrency (docs/deploy.md#concurrency).
 */
export class EraseUsers extends BackgroundFunction {
  constructor(
    scope: Construct,
    id: string,
    { settings, table, laneTable }: { settings: StageSettings; table: ITable; laneTable: ITable },
  ) {
    super(scope, id, {
      settings,
      name: 'eraseUsers',
      description: 'Deletes users: gives up their registrations, step by step, and last their profile.',
      access: { table: eraserAccess(table), lane: combinerAccess(laneTable) },
      environment: { TABLE_NAME: table.tableName, LANE_TABLE_NAME: laneTable.tableName },
    });
  }
}
