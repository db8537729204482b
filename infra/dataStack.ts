import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageSettings } from './stage.ts';
import { EventTable } from './data/eventTable.ts';
import { FormerPeople, People, type PoolAndClient } from './data/identities.ts';
import type { MailSender } from './data/mailSender.ts';
import { PoolFirewall } from './data/poolFirewall.ts';
import { addOutputs } from './outputs.ts';

export interface DataStackProps extends StackProps {
  settings: StageSettings;
  mailSender: MailSender | null;
  /** Whether there are people from before ids were generated. */
  hasFormerPeople: boolean;
}

/** What must never be lost: the table and the people. */
export class DataStack extends Stack {
  readonly table: EventTable;
  readonly people: PoolAndClient;
  /** Who signed up before ids were generated; null in a deployment that never had any. */
  readonly formerPeople: PoolAndClient | null;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { settings, hasFormerPeople } = props;
    this.table = new EventTable(this, 'EventTable', settings);
    this.people = new People(this, 'People', props);
    // Its id is that of the releases which made it: another one would be another pool.
    this.formerPeople = hasFormerPeople ? new FormerPeople(this, 'Identities', props) : null;
    if (settings.hasFirewall) {
      const pools = [this.people, ...(this.formerPeople === null ? [] : [this.formerPeople])];
      new PoolFirewall(this, 'PoolFirewall', { poolArns: pools.map(({ userPool }) => userPool.userPoolArn) });
    }

    addOutputs(this, {
      TableName: this.table.tableName,
      UserPoolId: this.people.userPool.userPoolId,
      UserPoolClientId: this.people.client.userPoolClientId,
    });
  }
}
