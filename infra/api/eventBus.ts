import { Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stage.ts';

/**
 * What has happened, for the world outside: mail, calendars, statistics. Rules on it need nothing of this stack but its
 * name (docs/events/README.md).
 */
export class DomainEventBus extends EventBus {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      eventBusName: `${Stack.of(scope).stackName}-events`,
      description: `What has happened to events and registrations (${settings.stage}).`,
    });
  }

  /** What puts events on it. */
  get access(): PolicyStatement[] {
    return [new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.eventBusArn] })];
  }
}
