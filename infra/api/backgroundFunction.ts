import { Duration } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RecursiveLoop, type Function } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { addObservedFunction, type ObservedFunctionProps } from '../observedFunction.ts';
import { addDeadLetters } from './deadLetters.ts';

/**
 * A Lambda for tasks in the background, begun by `PublishChanges`. A task that takes longer than an invocation invokes
 * the function again to go on. Lambda would take that for a runaway loop and stop it after 16 invocations;
 * `recursiveLoop` allows it. What fails three times is a dead letter: the task as it was. The code is that of
 * lambda/cascade.
 */
export class BackgroundFunction extends Construct {
  readonly function: Function;
  /** Tasks that were given up. */
  readonly deadLetters: Queue;

  constructor(
    scope: Construct,
    id: string,
    props: Pick<ObservedFunctionProps, 'settings' | 'name' | 'description' | 'access' | 'environment'>,
  ) {
    super(scope, id);
    this.deadLetters = addDeadLetters(this);
    const { function: made, role } = addObservedFunction(this, {
      ...props,
      folder: 'cascade',
      timeout: Duration.minutes(5),
      recursiveLoop: RecursiveLoop.ALLOW,
      deadLetterQueue: this.deadLetters,
      access: {
        ...props.access,
        deadLetters: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] })],
      },
    });
    this.function = made;
    new Policy(this, 'GoOn', {
      roles: [role],
      statements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [made.functionArn] })],
    });
  }
}
