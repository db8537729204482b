import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageSettings } from './stage.ts';
import { EventTable } from './data/eventTable.ts';
import { Identities } from './data/identities.ts';

/** What must never be lost: the table and the people. */
export class DataStack extends Stack {
  readonly table: EventTable;
  readonly userPool: Identities['userPool'];
  readonly userPoolClient: Identities['client'];

  constructor(scope: Construct, id: string, props: StackProps & { settings: StageSettings }) {
    super(scope, id, props);
    this.table = new EventTable(this, 'EventTable', props.settings);
    const identities = new Identities(this, 'Identities', props.settings);
    this.userPool = identities.userPool;
    this.userPoolClient = identities.client;

    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'UserPoolId', { value: this.userPool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: this.userPoolClient.userPoolClientId });
  }
}
