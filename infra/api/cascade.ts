import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stage.ts';
import { BackgroundFunction } from './backgroundFunction.ts';
import { cascadeAccess } from './tableAccess.ts';

/** The Lambda for what goes through all who are in a cancelled event: telling them, and clearing it. */
export class Cascade extends BackgroundFunction {
  constructor(scope: Construct, id: string, { settings, table }: { settings: StageSettings; table: ITable }) {
    super(scope, id, {
      settings,
      name: 'cascade',
      description: 'Tells everybody in a cancelled event, and clears it, step by step.',
      access: { table: cascadeAccess(table) },
      environment: { TABLE_NAME: table.tableName },
    });
  }
}
