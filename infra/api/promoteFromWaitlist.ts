import { Duration } from 'aws-cdk-lib';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { addObservedFunction } from '../observedFunction.ts';
import type { ApiStackProps } from './apiStack.ts';
import { promoterAccess } from './tableAccess.ts';

/**
 * The Lambda that does what resolvers cannot: loop. Its timeout lies between its own deadline (request start + 25 s)
 * and AppSync's 30 s, so that its answer is its own.
 */
export class PromoteFromWaitlist extends Construct {
  readonly function: Function;

  constructor(scope: Construct, id: string, { settings, table }: Pick<ApiStackProps, 'settings' | 'table'>) {
    super(scope, id);
    this.function = addObservedFunction(this, {
      settings,
      name: 'promoteFromWaitlist',
      description: 'Settles contended registrations and promotes from the waitlist.',
      timeout: Duration.seconds(29),
      access: { table: promoterAccess(table) },
      environment: { TABLE_NAME: table.tableName },
    }).function;
  }
}
