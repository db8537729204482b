import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RecursiveLoop, type Function } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { addObservedFunction } from '../observedFunction.ts';
import type { StageSettings } from '../stage.ts';
import { addDeadLetters } from './deadLetters.ts';
import { cascadeAccess, combinerAccess } from './tableAccess.ts';

/**
 * The Lambda for work on many items in the background, begun by `PublishChanges`. A task that takes longer than an
 * invocation invokes the function again to go on. Lambda would take that for a runaway loop and stop it after 16
 * invocations; `recursiveLoop` allows it. What fails three times is a dead letter: the task as it was.
 */
export class Cascade extends Construct {
  readonly function: Function;
  /** Tasks that were given up. */
  readonly deadLetters: Queue;

  constructor(
    scope: Construct,
    id: string,
    { settings, table, laneTable }: { settings: StageSettings; table: ITable; laneTable: ITable },
  ) {
    super(scope, id);
    this.deadLetters = addDeadLetters(this);
    const { function: cascade, role } = addObservedFunction(this, {
      settings,
      name: 'cascade',
      description: 'Tells everybody in a cancelled event, clears it, and deletes users, step by step.',
      timeout: Duration.minutes(5),
      recursiveLoop: RecursiveLoop.ALLOW,
      deadLetterQueue: this.deadLetters,
      access: {
        table: cascadeAccess(table),
        lane: combinerAccess(laneTable),
        deadLetters: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] })],
      },
      environment: { TABLE_NAME: table.tableName, LANE_TABLE_NAME: laneTable.tableName },
    });
    this.function = cascade;
    new Policy(this, 'GoOn', {
      roles: [role],
      statements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [cascade.functionArn] })],
    });
  }
}
